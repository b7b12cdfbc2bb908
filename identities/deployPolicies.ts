import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";

import { assumePolicyPath, iamArn } from "../platform/naming";
import type { AccountScope, TrustClass } from "../platform/naming";
import type { AssumePolicy } from "./assumePolicies";
import { policyNameOf } from "./groups";
import { mayMoveTo } from "./parts";

export interface PoliciesArgs {
    /** Name of the group or entry role that the policies are of. */
    readonly holder: string;
    /** The state account. */
    readonly scope: AccountScope;
    readonly trustClass: TrustClass;
    readonly policies: readonly AssumePolicy[];
}

/** What a holder's kind decides. */
export interface Attaching {
    /** Makes the first policy, inline. */
    readonly inline: (
        args: Pick<iam.RolePolicyArgs, "name" | "policy">,
        opts: pulumi.CustomResourceOptions,
    ) => void;
    /** Attaches one of the others. @param name of the policy */
    readonly attach: (
        number: number,
        name: string,
        policyArn: string,
        policy: pulumi.Resource,
    ) => pulumi.Resource;
}

/**
 * The policies by which a group or an entry role assumes roles: the first inline, the others managed. Accounts move from a policy
 * to one with a higher number, so those are there, and held, before the first loses them.
 */
export function deployPolicies(
    { holder, scope, trustClass, policies }: PoliciesArgs,
    { inline, attach }: Attaching,
    opts: pulumi.CustomResourceOptions,
): void {
    const held = new Map<number, pulumi.Resource>();
    const path = assumePolicyPath(scope.prefix, trustClass);
    for (const { number, document } of [...policies].sort((a, b) => b.number - a.number)) {
        const name = policyNameOf(holder, number);
        const dependsOn = [...held]
            .filter(([other]) => mayMoveTo(number, other))
            .map(([, resource]) => resource);
        if (number === 0) {
            inline({ name, policy: document }, { ...opts, dependsOn });
            continue;
        }
        const description = `Roles that ${holder} assumes.`;
        const policy = new iam.Policy(
            name,
            { name, path, description, policy: document },
            { ...opts, dependsOn },
        );
        // Its ARN is computed, so that the policy pack knows it at preview.
        held.set(number, attach(number, name, iamArn(scope, `policy${path}${name}`), policy));
    }
}
