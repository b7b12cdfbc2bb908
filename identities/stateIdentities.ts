import * as pulumi from "@pulumi/pulumi";

import { scopeOf } from "../platform/config";
import type { Settings } from "../platform/config";
import { ProgramError } from "../platform/programError";
import { breakGlassGroups } from "./breakGlassGroups";
import type { Contract } from "./contract";
import { contractVersion } from "./contractVersion";
import { Group } from "./group";
import type { AssumableRoles } from "./assumableRoles";
import { assumePolicies } from "./assumePolicies";
import type { AssumePolicy } from "./assumePolicies";
import { groupsOf, policiesPerUser } from "./groups";
import { stateEntryRoles } from "./federation/stateEntryRoles";
import { allIdentities, allUsers, identityArn, identityName } from "./identity";
import type { IdentityCenterTarget } from "./federation/permissionSet";
import type { IdentityCatalogue, KnownUser } from "./identity";
import { Person } from "./person";
import { ServiceAccount } from "./serviceAccount";

/** What the state stack made. */
export interface StateIdentities {
    /** The contract that it exports for the account stacks. */
    readonly contract: pulumi.Output<Contract>;
    /** Everything that roles which trust these identities have to wait for. */
    readonly principals: readonly pulumi.Resource[];
}

/**
 * Every identity with its secret or entry role, every group with its policy and members, in the state account.
 *
 * @param identityCenter where permission sets go, if people come by it
 * @param assumableRoles names, without the prefix, of the roles that an identity assumes in an account
 */
export function stateIdentities(
    settings: Settings,
    assumableRoles: AssumableRoles,
    identities: IdentityCatalogue,
    opts: pulumi.ComponentResourceOptions,
    identityCenter?: IdentityCenterTarget,
): StateIdentities {
    const { prefix, stateAccount } = settings;
    const known = allUsers(identities);
    const users = known.map((identity) => ({
        identity,
        name: identityName(prefix, identity),
        user: deployUser(settings, identity, opts),
    }));
    const entries = stateEntryRoles(settings, assumableRoles, identities, opts, identityCenter);

    const scope = scopeOf(settings, stateAccount);
    const ofCatalogue = groupsOf(prefix, known).map((group) => ({
        ...group,
        policies: assumePolicies(settings, (account) => assumableRoles(group, account), group),
    }));
    const groups = [...ofCatalogue, ...breakGlassGroups(settings, known)].flatMap((group) => {
        const { policies } = group;
        checkNumber(group.name, policies, settings.accounts.length);
        const { trustClass, members } = group;
        const deployed = new Group(
            group.name,
            { scope, trustClass, policies, members },
            // A membership names its users, so the order has to be said.
            {
                ...opts,
                dependsOn: users
                    .filter(({ name }) => group.members.includes(name))
                    .map(({ user }) => user),
            },
        );
        return Object.entries(deployed.arns);
    });

    const contract: pulumi.Output<Contract> = pulumi.output({
        version: contractVersion,
        accountId: stateAccount.id,
        identities: {
            // Identity Center makes their roles, and gives them their ids.
            ...Object.fromEntries(
                allIdentities(identities).flatMap((identity) =>
                    identity.arn === undefined
                        ? []
                        : [[identityName(prefix, identity), { arn: identity.arn }] as const],
                ),
            ),
            ...Object.fromEntries(
                [
                    ...users.map(({ identity, name, user }) => ({ identity, name, made: user })),
                    ...entries.map(({ identity, name, role }) => ({ identity, name, made: role })),
                ].map(({ identity, name, made: { arn, uniqueId } }) => [
                    name,
                    {
                        arn: arn.apply((its) => sameArn(name, its, identityArn(scope, identity))),
                        uniqueId,
                    },
                ]),
            ),
        },
        groups: Object.fromEntries(groups),
        secrets: Object.fromEntries(
            users.flatMap(({ name, user }) =>
                user instanceof ServiceAccount ? [[name, user.secretArn] as const] : [],
            ),
        ),
    });
    return {
        contract,
        principals: [...users.map(({ user }) => user), ...entries.map(({ role }) => role)],
    };
}

function deployUser(
    { prefix, secretReaders }: Settings,
    identity: KnownUser,
    opts: pulumi.ComponentResourceOptions,
): ServiceAccount | Person {
    const { kind, trustClass } = identity;
    const name = identityName(prefix, identity);
    return kind === "person"
        ? new Person(name, { prefix, trustClass }, opts)
        : new ServiceAccount(
              name,
              { prefix, trustClass, secretReaders: secretReaders[trustClass] },
              opts,
          );
}

/** Roles trust the computed ARN; if AWS gave another one, they would trust another principal. */
function sameArn(name: string, arn: string, computed: string): string {
    if (arn !== computed) {
        throw new ProgramError(
            `Identity ${name} is ${arn} in AWS, ${computed} by this program; check partition, prefix and accounts in Pulumi.yaml.`,
        );
    }
    return arn;
}

/** @throws ProgramError if no user can hold that many policies */
function checkNumber(group: string, policies: readonly AssumePolicy[], accounts: number): void {
    const last = Math.max(...policies.map(({ number }) => number + 1));
    if (last <= policiesPerUser) return;
    throw new ProgramError(
        `Group ${group}: ${accounts} accounts of Pulumi.yaml need ${policies.length} policies, the last with number ${last}; ` +
            `a user has at most ${policiesPerUser} by groups: 10 groups of a user with 10 managed policies each, which AWS does not ` +
            `raise. Divide the accounts between two platforms, each with a state account and a prefix of its own.`,
    );
}
