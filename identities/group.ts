import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import { groupPath } from "../platform/naming";
import type { PolicyDocument } from "../platform/policyDocument";

export interface GroupArgs {
    /** What names and paths begin with, e.g. `PSK`. */
    readonly prefix: string;
    /** What its members may do. Plain, so that the policy pack can judge it at preview. */
    readonly policy: PolicyDocument;
    /** IAM user names of all its members: others are removed. */
    readonly members: readonly string[];
}

/** A group with its policy and its members. */
export class Group extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;

    /** @param name IAM group name, prefix included */
    constructor(
        name: string,
        { prefix, policy, members }: GroupArgs,
        opts: pulumi.ComponentResourceOptions,
    ) {
        super("iam-profiles:identities:Group", name, {}, opts);
        const group = new iam.Group(
            name,
            { name, path: groupPath(prefix) },
            { parent: this, protect: true },
        );
        new iam.GroupPolicy(
            name,
            { name: `${name}Policy`, group: group.name, policy },
            { parent: this },
        );
        new iam.GroupMembership(
            name,
            { name: `${name}Membership`, group: group.name, users: [...members] },
            { parent: this },
        );
        this.arn = group.arn;
        this.registerOutputs({ arn: this.arn });
    }
}
