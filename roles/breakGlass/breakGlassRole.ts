import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import { breakGlassSeconds } from "../../platform/breakGlass";
import { boundaryArn, breakGlassPath, breakGlassRoleName, policyPath } from "../../platform/naming";
import type { AccountScope } from "../../platform/naming";
import { policyDocument } from "../../platform/policyDocument";
import type { PolicyDocument, PolicyStatement } from "../../platform/policyDocument";
import { unchangeableOfPolicies } from "../catalogueRole";

export interface BreakGlassRoleArgs {
    /** Account that holds the role. */
    readonly scope: AccountScope;
    /** Plain, so that the policy pack can judge it at preview. */
    readonly trustPolicy: PolicyDocument;
}

/**
 * What emergency access may do: everything that the permissions boundary leaves. That is no identity, no role or policy of the
 * platform, no identity's secret, no other role, no organization, and neither the alarm nor CloudTrail.
 */
const permissions: PolicyStatement[] = [
    { Sid: "WhatTheBoundaryLeaves", Effect: "Allow", Action: ["*"], Resource: ["*"] },
];

/** PSKBreakGlassRole: emergency access to one account. */
export class BreakGlassRole extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;

    /** @param name IAM role name, prefix included */
    constructor(
        name: string,
        { scope, trustPolicy }: BreakGlassRoleArgs,
        opts: pulumi.ComponentResourceOptions,
    ) {
        super("iam-profiles:roles:BreakGlassRole", name, {}, opts);
        const parent = { parent: this };
        const { prefix } = scope;
        const role = new iam.Role(
            name,
            {
                name: breakGlassRoleName(prefix),
                path: breakGlassPath(prefix),
                description:
                    "Emergencies alone: people with MFA and a ticket; each use is an alarm.",
                assumeRolePolicy: trustPolicy,
                maxSessionDuration: breakGlassSeconds,
                permissionsBoundary: boundaryArn(scope),
            },
            parent,
        );
        const policy = new iam.Policy(
            name,
            {
                name: `${name}Policy`,
                path: policyPath(prefix),
                description: `Permissions of ${name}.`,
                policy: policyDocument(permissions),
            },
            { ...parent, ignoreChanges: unchangeableOfPolicies },
        );
        new iam.RolePolicyAttachment(name, { role: role.name, policyArn: policy.arn }, parent);
        this.arn = role.arn;
        this.registerOutputs({ arn: this.arn });
    }
}
