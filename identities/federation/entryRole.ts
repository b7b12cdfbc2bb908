import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import { entryPath, pipelineBoundaryArn } from "../../platform/naming";
import type { AccountScope, EntryKind, TrustClass } from "../../platform/naming";
import type { PolicyDocument } from "../../platform/policyDocument";
import type { AssumePolicy } from "../assumePolicies";
import { deployPolicies } from "../deployPolicies";

export interface EntryRoleArgs {
    /** The state account. */
    readonly scope: AccountScope;
    readonly kind: EntryKind;
    readonly trustClass: TrustClass;
    /** Whose tokens or assertions it admits. Plain, as are `policies`, so that the policy pack can judge both at preview. */
    readonly trustPolicy: PolicyDocument;
    /** The roles that it may assume. */
    readonly policies: readonly AssumePolicy[];
}

const descriptions: Readonly<Record<EntryKind, string>> = {
    pipeline: "Entry of a pipeline by its token; it may assume roles alone.",
    federatedGroup: "Entry of federated people by their group; it may assume roles alone.",
};

/** The role that a pipeline or a federated group enters by its token or assertion: it assumes roles of the catalogue, for at most an hour. */
export class EntryRole extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    readonly uniqueId: pulumi.Output<string>;

    /** @param name IAM role name, prefix included */
    constructor(
        name: string,
        { scope, kind, trustClass, trustPolicy, policies }: EntryRoleArgs,
        opts: pulumi.ComponentResourceOptions,
    ) {
        super("iam-profiles:identities:EntryRole", name, {}, opts);
        const role = new iam.Role(
            name,
            {
                name,
                path: entryPath(scope.prefix, kind, trustClass),
                description: descriptions[kind],
                assumeRolePolicy: trustPolicy,
                // A session of a role that it assumes lasts an hour at most, whatever this is.
                maxSessionDuration: 3600,
                permissionsBoundary: pipelineBoundaryArn(scope),
            },
            // Made anew, a role has another unique id, and every trust policy that names it would be silently dead.
            { parent: this, protect: true },
        );
        deployPolicies(
            { holder: name, scope, trustClass, policies },
            {
                inline: (args, its) => new iam.RolePolicy(name, { ...args, role: role.name }, its),
                attach: (_, policyName, policyArn, policy) =>
                    new iam.RolePolicyAttachment(
                        policyName,
                        { role: role.name, policyArn },
                        { parent: this, dependsOn: [policy] },
                    ),
            },
            { parent: this },
        );
        this.arn = role.arn;
        this.uniqueId = role.uniqueId;
        this.registerOutputs({ arn: this.arn });
    }
}
