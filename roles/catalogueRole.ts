import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import { boundaryArn, policyPath, roleName, rolePath } from "../platform/naming";
import type { AccountScope } from "../platform/naming";
import { policyDocument } from "../platform/policyDocument";
import type { PolicyDocument } from "../platform/policyDocument";
import type { Role } from "./role";

export interface CatalogueRoleArgs {
    readonly role: Role;
    /** Account that holds the role. */
    readonly scope: AccountScope;
    /** Who may assume it. Plain, so that the policy pack can judge it at preview. */
    readonly trustPolicy: PolicyDocument;
}

/** A role of the catalogue in one account: the role with its trust, boundary and permissions policy. */
export class CatalogueRole extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;

    constructor(
        name: string,
        { role, scope, trustPolicy }: CatalogueRoleArgs,
        opts: pulumi.ComponentResourceOptions,
    ) {
        super("iam-profiles:roles:CatalogueRole", name, {}, opts);
        const { prefix } = scope;
        const parent = { parent: this };

        const policy = new iam.Policy(
            name,
            {
                name: `${roleName(scope, role.name)}Policy`,
                path: policyPath(prefix),
                description: `Permissions of ${roleName(scope, role.name)}.`,
                policy: policyDocument(role.permissions(scope)),
            },
            parent,
        );
        const iamRole = new iam.Role(
            name,
            {
                name: roleName(scope, role.name),
                path: rolePath(prefix),
                description: role.description,
                assumeRolePolicy: trustPolicy,
                maxSessionDuration: role.maxSessionDuration ?? 3600,
                permissionsBoundary: boundaryArn(scope),
            },
            parent,
        );
        new iam.RolePolicyAttachment(name, { role: iamRole.name, policyArn: policy.arn }, parent);
        this.arn = iamRole.arn;
        this.registerOutputs({ arn: this.arn });
    }
}
