import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";

import { entriesOf } from "../platform/accounts";
import { scopeOf } from "../platform/config";
import type { Settings } from "../platform/config";
import { mayAssume, identityName } from "../identities/identity";
import type { KnownIdentity } from "../identities/identity";
import {
    boundaryArn,
    boundaryName,
    policyPath,
    roleName,
    teamBoundaryArn,
    teamBoundaryName,
    teamBoundaryPath,
} from "../platform/naming";
import type { PolicyDocument } from "../platform/policyDocument";
import { teamOf } from "../platform/teams";
import { emergencyAccess } from "./breakGlass/emergencyAccess";
import { permissionsBoundary } from "./boundary";
import { CatalogueRole, unchangeableOfPolicies } from "./catalogueRole";
import { isAssumableBy, isIn, isService } from "./role";
import type { Role } from "./role";
import { teamBoundary } from "./teams/teamBoundary";
import { serviceTrustPolicy, identitiesTrustPolicy } from "./trustPolicy";

export interface AccountRolesOptions {
    readonly provider: pulumi.ProviderResource;
    /** What must be there before a trust policy names it. */
    readonly dependsOn: readonly pulumi.Resource[];
}

/**
 * Who may assume a role in the stack's account.
 *
 * @param arns ARN of each identity that reaches the account, by IAM name
 * @throws Error if no identity may
 */
export function trustPolicyOf(
    settings: Settings,
    role: Role,
    identities: readonly KnownIdentity[],
    arns: ReadonlyMap<string, string>,
): PolicyDocument {
    if (isService(role.assumableBy)) {
        return serviceTrustPolicy(role.assumableBy, settings.account.id);
    }
    const trusted = (kind: KnownIdentity["kind"]): string[] =>
        identities
            .filter((identity) => identity.kind === kind)
            .filter((identity) =>
                entriesOf(settings.accounts, settings.account).some(
                    (entry) =>
                        isAssumableBy(role, identity, entry) &&
                        mayAssume(identity, entry, role.name),
                ),
            )
            .map((identity) => arns.get(identityName(settings.prefix, identity)))
            .filter((arn) => arn !== undefined);
    return identitiesTrustPolicy({
        serviceAccounts: trusted("serviceAccount"),
        people: trusted("person"),
        pipelines: trusted("pipeline"),
        federatedGroups: trusted("federatedGroup"),
    });
}

/**
 * The whole catalogue in the stack's account, and the roles that teams have there, with their permissions boundaries, and emergency
 * access if that is on.
 *
 * @param arns ARN of each identity that reaches the account, by IAM name
 * @returns ARN of each role by its IAM name
 */
export function accountRoles(
    settings: Settings,
    roles: readonly Role[],
    identities: readonly KnownIdentity[],
    arns: ReadonlyMap<string, string>,
    { dependsOn, ...opts }: AccountRolesOptions,
): Record<string, pulumi.Output<string>> {
    const scope = scopeOf(settings, settings.account);
    const name = boundaryName(settings.prefix);
    const boundary = new iam.Policy(
        name,
        {
            name,
            path: policyPath(settings.prefix),
            description:
                "Cap of every platform role: grants nothing, closes the ways between roles.",
            policy: permissionsBoundary(scope),
        },
        { ...opts, ignoreChanges: unchangeableOfPolicies },
    );
    const entries = entriesOf(settings.accounts, settings.account);
    const held = roles.filter((role) => entries.some((entry) => isIn(role, entry)));
    const ofTeams = teamBoundaries(settings, held, opts);
    // Roles name their boundary by its computed ARN, so the order has to be said.
    const withBoundary = { ...opts, dependsOn: [boundary, ...ofTeams, ...dependsOn] };
    const catalogue = Object.fromEntries(
        held.map((role) => {
            const iamName = roleName(scope, role.name);
            const trustPolicy = trustPolicyOf(settings, role, identities, arns);
            const team = teamOf(settings.teams, role.name);
            const permissionsBoundary =
                team === undefined ? boundaryArn(scope) : teamBoundaryArn(scope, team.namePrefix);
            const deployed = new CatalogueRole(
                iamName,
                { role, scope, trustPolicy, permissionsBoundary },
                withBoundary,
            );
            return [iamName, deployed.arn];
        }),
    );
    return { ...catalogue, ...emergencyAccess(settings, identities, arns, withBoundary) };
}

/** The permissions boundary of each team that has a role in the account. */
const teamBoundaries = (
    settings: Settings,
    roles: readonly Role[],
    opts: pulumi.ComponentResourceOptions,
): readonly pulumi.Resource[] =>
    settings.teams
        .filter((team) => roles.some(({ name }) => teamOf([team], name) !== undefined))
        .map((team) => {
            const scope = scopeOf(settings, settings.account);
            const name = teamBoundaryName(settings.prefix, team.namePrefix);
            return new iam.Policy(
                name,
                {
                    name,
                    path: teamBoundaryPath(settings.prefix),
                    description: `Cap of the roles of team ${team.name}, within the platform's.`,
                    policy: teamBoundary(scope, team),
                },
                { ...opts, ignoreChanges: unchangeableOfPolicies },
            );
        });
