import * as ssoadmin from "@pulumi/aws/ssoadmin";
import * as pulumi from "@pulumi/pulumi";

import type { IdentityCenter } from "../../platform/identityCenter";
import {
    assumePolicyPath,
    permissionSetName,
    pipelineBoundaryName,
    policyPath,
    roleArnTag,
} from "../../platform/naming";
import type { AccountScope } from "../../platform/naming";
import type { AssumePolicy } from "../assumePolicies";
import { deployPolicies } from "../deployPolicies";
import type { IdentityCenterGroup } from "../identity";

/** Where permission sets are written: by a provider of their own, since another account may administer Identity Center. */
export interface IdentityCenterTarget extends Pick<IdentityCenter, "instanceArn"> {
    readonly provider: pulumi.ProviderResource;
}

export interface PermissionSetArgs {
    /** The state account: the only one that it is assigned in. */
    readonly scope: AccountScope;
    readonly group: IdentityCenterGroup;
    /** The roles that it may assume. Plain, so that the policy pack can judge them at preview. */
    readonly policies: readonly AssumePolicy[];
    readonly identityCenter: IdentityCenterTarget;
}

/**
 * A federated group's permission set of IAM Identity Center, and its assignment in the state account. Identity Center makes a role of
 * it there, which may assume roles and do nothing else, within the boundary of entry roles.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html
 */
export class PermissionSet extends pulumi.ComponentResource {
    constructor(
        { scope, group, policies, identityCenter }: PermissionSetArgs,
        opts: pulumi.ComponentResourceOptions,
    ) {
        const { trustClass, groupId, roleArn } = group;
        const name = permissionSetName(scope.prefix, trustClass, group.name);
        super("iam-profiles:identities:PermissionSet", name, {}, opts);
        const { instanceArn, provider } = identityCenter;
        const its = { parent: this, provider };
        const permissionSet = new ssoadmin.PermissionSet(
            name,
            {
                name,
                instanceArn,
                description: "Entry of federated people by their group; it may assume roles alone.",
                // A session of a role that it assumes lasts an hour at most, whatever this is.
                sessionDuration: "PT1H",
                ...(roleArn === undefined ? {} : { tags: { [roleArnTag]: roleArn } }),
            },
            // Made anew, its role has another name, and every trust policy that names it would be silently dead.
            { ...its, protect: true },
        );
        const of = { instanceArn, permissionSetArn: permissionSet.arn };
        const contents: pulumi.Resource[] = [
            new ssoadmin.PermissionsBoundaryAttachment(
                name,
                {
                    ...of,
                    permissionsBoundary: {
                        customerManagedPolicyReference: {
                            name: pipelineBoundaryName(scope.prefix),
                            path: policyPath(scope.prefix),
                        },
                    },
                },
                its,
            ),
        ];
        deployPolicies(
            { holder: name, scope, trustClass, policies },
            {
                inline: ({ policy }, { dependsOn }) =>
                    void contents.push(
                        new ssoadmin.PermissionSetInlinePolicy(
                            name,
                            { ...of, inlinePolicy: pulumi.jsonStringify(policy) },
                            { ...its, ...(dependsOn === undefined ? {} : { dependsOn }) },
                        ),
                    ),
                attach: (_, policyName, _arn, policy) => {
                    const attachment = new ssoadmin.CustomerManagedPolicyAttachment(
                        policyName,
                        {
                            ...of,
                            customerManagedPolicyReference: {
                                name: policyName,
                                path: assumePolicyPath(scope.prefix, trustClass),
                            },
                        },
                        { ...its, dependsOn: [policy] },
                    );
                    contents.push(attachment);
                    return attachment;
                },
            },
            { parent: this },
        );
        // Assigned last, so that its role never has less of a boundary, or other policies. Without an assignment, it is deleted.
        new ssoadmin.AccountAssignment(
            name,
            {
                ...of,
                principalType: "GROUP",
                principalId: groupId,
                targetType: "AWS_ACCOUNT",
                targetId: scope.accountId,
            },
            { ...its, protect: true, dependsOn: contents },
        );
        this.registerOutputs({});
    }
}
