import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";

import { scopeOf } from "../../platform/config";
import type { Settings } from "../../platform/config";
import { pipelineBoundaryName, policyPath, samlProviderName } from "../../platform/naming";
import type { AccountScope } from "../../platform/naming";
import type { PolicyDocument } from "../../platform/policyDocument";
import type { AssumableRoles } from "../assumableRoles";
import { assumePolicies } from "../assumePolicies";
import type { AssumePolicy, Grantee } from "../assumePolicies";
import { allIdentities, identityCenterGroups, identityName } from "../identity";
import type { IdentityCatalogue, KnownEntry, KnownIdentity, Pipeline } from "../identity";
import { EntryRole } from "./entryRole";
import { entryTrustPolicy } from "./entryTrust";
import { issuerOf } from "./issuers";
import type { SamlProvider } from "./federatedGroup";
import { PermissionSet } from "./permissionSet";
import type { IdentityCenterTarget } from "./permissionSet";
import { pipelineBoundary } from "./pipelineBoundary";
import { samlTrustPolicy } from "./samlTrust";

/** An entry role of the state stack. */
export interface DeployedEntry {
    readonly identity: KnownEntry;
    /** IAM role name, e.g. `PSKPreview`. */
    readonly name: string;
    readonly role: EntryRole;
}

/**
 * The identity providers, an entry role for each pipeline and federated group, or its permission set, and their permissions
 * boundary; nothing where there is none of them.
 *
 * @param identityCenter where permission sets go; without it, there are none
 * @param assumableRoles names, without the prefix, of the roles that an identity assumes in an account
 */
export function stateEntryRoles(
    settings: Settings,
    assumableRoles: AssumableRoles,
    catalogue: IdentityCatalogue,
    opts: pulumi.ComponentResourceOptions,
    identityCenter?: IdentityCenterTarget,
): readonly DeployedEntry[] {
    const { pipelines = [], samlProviders = [] } = catalogue;
    const entries = allIdentities(catalogue).filter(isEntry);
    const groups = identityCenter === undefined ? [] : identityCenterGroups(catalogue);
    if (entries.length + groups.length === 0) return [];
    const scope = scopeOf(settings, settings.stateAccount);
    const boundaryName = pipelineBoundaryName(scope.prefix);
    const boundary = new iam.Policy(
        boundaryName,
        {
            name: boundaryName,
            path: policyPath(scope.prefix),
            description: "Cap of every entry role: it assumes roles of the catalogue alone.",
            policy: pipelineBoundary(scope),
        },
        opts,
    );
    // Roles name boundary and provider by their computed ARNs, so the order has to be said.
    const dependsOn = [
        boundary,
        ...oidcProviders(scope.partition, pipelines, opts),
        ...samlProvidersOf(scope.prefix, samlProviders, opts),
    ];
    const policiesOf = (grantee: Grantee): readonly AssumePolicy[] =>
        assumePolicies(settings, (account) => assumableRoles(grantee, account), grantee);
    for (const group of groups) {
        if (identityCenter === undefined) break;
        const policies = policiesOf({ ...group, kind: "federatedGroup" });
        new PermissionSet({ scope, group, policies, identityCenter }, { ...opts, dependsOn });
    }
    return entries.map((identity) => {
        const name = identityName(scope.prefix, identity);
        const { kind, trustClass } = identity;
        const role = new EntryRole(
            name,
            {
                scope,
                kind,
                trustClass,
                trustPolicy: trustPolicyOf(scope, identity, catalogue),
                policies: policiesOf(identity),
            },
            { ...opts, dependsOn },
        );
        return { identity, name, role };
    });
}

/** Whether an identity enters by a role that is the platform's own, not Identity Center's. */
const isEntry = (identity: KnownIdentity): identity is KnownEntry =>
    (identity.kind === "pipeline" || identity.kind === "federatedGroup") &&
    identity.arn === undefined;

/** Whom an entry role admits. */
function trustPolicyOf(
    scope: AccountScope,
    { kind, name }: KnownEntry,
    { pipelines = [], federatedGroups = [] }: IdentityCatalogue,
): PolicyDocument {
    const pipeline = kind === "pipeline" && pipelines.find((one) => one.name === name);
    if (pipeline) return entryTrustPolicy(scope, pipeline);
    const group = federatedGroups.find((one) => one.name === name);
    if (group?.by === "saml") return samlTrustPolicy(scope, group);
    throw new Error(`${name} is not in the catalogue`);
}

/** The SAML providers. Another stack's roles may trust one, and while it is gone, nobody of it gets in. */
const samlProvidersOf = (
    prefix: string,
    providers: readonly SamlProvider[],
    opts: pulumi.ComponentResourceOptions,
): readonly pulumi.Resource[] =>
    providers.map((provider) => {
        const name = samlProviderName(prefix, provider.name);
        return new iam.SamlProvider(
            name,
            { name, samlMetadataDocument: provider.metadata },
            { ...opts, protect: true },
        );
    });

/**
 * A provider for each issuer, with the audiences of its pipelines. AWS keeps the thumbprints: it trusts the issuers' certificate
 * authorities.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
function oidcProviders(
    partition: string,
    pipelines: readonly Pipeline[],
    opts: pulumi.ComponentResourceOptions,
): readonly pulumi.Resource[] {
    const audiences = new Map<string, Set<string>>();
    for (const pipeline of pipelines) {
        const { address, audience } = issuerOf(pipeline, partition);
        audiences.set(address, (audiences.get(address) ?? new Set()).add(audience));
    }
    return [...audiences].map(
        ([address, its]) =>
            new iam.OpenIdConnectProvider(
                address,
                { url: `https://${address}`, clientIdLists: [...its].sort() },
                // Another stack's roles may trust it, and while it is gone, no pipeline gets in.
                { ...opts, protect: true },
            ),
    );
}
