import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import { pipelineBoundaryArn, pipelinePath } from "../../platform/naming";
import type { AccountScope, TrustClass } from "../../platform/naming";
import type { PolicyDocument } from "../../platform/policyDocument";
import type { AssumePolicy } from "../assumePolicies";
import { deployPolicies } from "../deployPolicies";

export interface EntryRoleArgs {
    /** The state account. */
    readonly scope: AccountScope;
    readonly trustClass: TrustClass;
    /** Whose tokens it admits. Plain, as are `policies`, so that the policy pack can judge both at preview. */
    readonly trustPolicy: PolicyDocument;
    /** The roles that it may assume. */
    readonly policies: readonly AssumePolicy[];
}

/** The role that a pipeline enters by its token: it assumes roles of the catalogue, for at most an hour. */
export class EntryRole extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    readonly uniqueId: pulumi.Output<string>;

    /** @param name IAM role name, prefix included */
    constructor(
        name: string,
        { scope, trustClass, trustPolicy, policies }: EntryRoleArgs,
        opts: pulumi.ComponentResourceOptions,
    ) {
        super("iam-profiles:identities:EntryRole", name, {}, opts);
        const role = new iam.Role(
            name,
            {
                name,
                path: pipelinePath(scope.prefix, trustClass),
                description: "Entry of a pipeline by its token; it may assume roles alone.",
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
