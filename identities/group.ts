import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import { groupPath } from "../platform/naming";
import { deployPolicies } from "./deployPolicies";
import type { PoliciesArgs } from "./deployPolicies";
import { groupOf, numbered } from "./groups";

export interface GroupArgs extends Omit<PoliciesArgs, "holder"> {
    /** IAM user names of all its members: others are removed. */
    readonly members: readonly string[];
}

/**
 * A group with its policies and its members. In IAM it is as many groups of the same members as its policies need; what the first
 * one's members may do is plain, so that the policy pack can judge it at preview.
 */
export class Group extends pulumi.ComponentResource {
    /** ARN of each IAM group by its name. */
    readonly arns: Readonly<Record<string, pulumi.Output<string>>>;

    /** @param name of the first IAM group, prefix included */
    constructor(
        name: string,
        { members, ...policies }: GroupArgs,
        opts: pulumi.ComponentResourceOptions,
    ) {
        super("iam-profiles:identities:Group", name, {}, opts);
        const parent = { parent: this };
        const groups = [0, ...policies.policies.map(({ number }) => groupOf(number))];
        const deployed = new Map(
            [...new Set(groups)].map((number) => [
                number,
                this.iamGroup(numbered(name, number), policies.scope.prefix, members),
            ]),
        );
        const named = (policyNumber: number): IamGroup => {
            const group = deployed.get(groupOf(policyNumber));
            if (group === undefined) throw new Error(`no group for policy ${policyNumber}`);
            return group;
        };
        deployPolicies(
            { ...policies, holder: name },
            {
                inline: (args, its) =>
                    new iam.GroupPolicy(name, { ...args, group: named(0).group.name }, its),
                attach: (number, policyName, policyArn, policy) => {
                    const { group, membership } = named(number);
                    return new iam.GroupPolicyAttachment(
                        policyName,
                        { group: group.name, policyArn },
                        { ...parent, dependsOn: [policy, membership] },
                    );
                },
            },
            parent,
        );
        this.arns = Object.fromEntries(
            [...deployed].map(([number, { group }]) => [numbered(name, number), group.arn]),
        );
        this.registerOutputs({ arns: this.arns });
    }

    private iamGroup(name: string, prefix: string, members: readonly string[]): IamGroup {
        const group = new iam.Group(
            name,
            { name, path: groupPath(prefix) },
            { parent: this, protect: true },
        );
        const membership = new iam.GroupMembership(
            name,
            { name: `${name}Membership`, group: group.name, users: [...members] },
            { parent: this },
        );
        return { group, membership };
    }
}

interface IamGroup {
    readonly group: iam.Group;
    readonly membership: iam.GroupMembership;
}
