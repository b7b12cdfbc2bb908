import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";

import type { Account } from "../../platform/accounts";
import { scopeOf } from "../../platform/config";
import type { Settings } from "../../platform/config";
import { pipelineBoundaryName, policyPath } from "../../platform/naming";
import type { TrustClass } from "../../platform/naming";
import { assumePolicies } from "../assumePolicies";
import { identityName } from "../identity";
import { EntryRole } from "./entryRole";
import { entryTrustPolicy } from "./entryTrust";
import { issuerOf } from "./issuers";
import type { Pipeline } from "../identity";
import { pipelineBoundary } from "./pipelineBoundary";

/** An entry role of the state stack. */
export interface DeployedPipeline {
    readonly pipeline: Pipeline;
    /** IAM role name, e.g. `PSKPreview`. */
    readonly name: string;
    readonly role: EntryRole;
}

/**
 * An identity provider for each issuer, an entry role for each pipeline, and their permissions boundary; nothing where there is
 * no pipeline.
 *
 * @param assumableRoles names, without the prefix, of the catalogue's roles that identities of a class assume in an account
 */
export function statePipelines(
    settings: Settings,
    assumableRoles: (trustClass: TrustClass, account: Account) => readonly string[],
    pipelines: readonly Pipeline[],
    opts: pulumi.ComponentResourceOptions,
): readonly DeployedPipeline[] {
    if (pipelines.length === 0) return [];
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
    const dependsOn = [boundary, ...identityProviders(scope.partition, pipelines, opts)];
    return pipelines.map((pipeline) => {
        const name = identityName(scope.prefix, pipeline);
        const { trustClass, roles } = pipeline;
        const role = new EntryRole(
            name,
            {
                scope,
                trustClass,
                trustPolicy: entryTrustPolicy(scope, pipeline),
                policies: assumePolicies(
                    settings,
                    (account) => assumableRoles(trustClass, account),
                    {
                        kind: "pipeline",
                        trustClass,
                        ...(roles === undefined ? {} : { roles }),
                    },
                ),
            },
            { ...opts, dependsOn },
        );
        return { pipeline, name, role };
    });
}

/**
 * A provider for each issuer, with the audiences of its pipelines. AWS keeps the thumbprints: it trusts the issuers' certificate
 * authorities.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
function identityProviders(
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
