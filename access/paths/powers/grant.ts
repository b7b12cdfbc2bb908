import type { Policy } from "../../organization/organization";
import type { Actor } from "../actor";
import { mightDo } from "../actor";
import { ask, askAll } from "../ask";
import type { Request, Yes } from "../ask";
import type { Change } from "../changes";
import type { Power, Scope } from "../power";
import type { Primitive } from "../primitive";
import type { CreatedNode, Home } from "../world";
import { hopBy } from "./hop";
import { requestAnywhere, requestOn, requestOnArn } from "./target";

/** Users, roles and groups that an actor can give permissions to: of its own writing, or managed policies that are there. */
export function* grant(
    actor: Actor,
    primitive: Primitive,
    { users, roles, wanted }: Scope,
): Iterable<Power> {
    const { effect, actions, anywhere = [] } = primitive;
    const { home } = actor;
    if (effect.does !== "grants" || home === undefined) return;
    const needed = anywhere.map((action) => requestAnywhere(action, home));
    for (const { arn, requests, on } of holders(effect.target, actor, home, users, roles)) {
        const asked = (attached?: Partial<Request>): Yes | undefined =>
            askAll(actor, [
                ...actions.map((action) => ({ ...requests(action), ...attached })),
                ...needed,
            ]);
        const power = (change: Change, yes: Yes): Power => ({
            gives: { change },
            hop: hopBy(actor, primitive, arn, yes),
            ...(on === undefined ? {} : { on }),
        });

        const everything: Change = { what: "grants", subject: arn };
        if (!wanted({ change: everything })) continue;
        if (effect.by === "inline") {
            const yes = asked();
            if (yes !== undefined) yield power(everything, yes);
            continue;
        }
        const yes =
            asked({
                policyArn: `arn:${home.account.partition}:iam::aws:policy/AdministratorAccess`,
            }) ?? asksForOwnPolicy(actor, home, asked);
        if (yes !== undefined) {
            yield power(everything, yes);
            continue;
        }
        for (const policy of home.account.managedPolicies) {
            const held: Policy = { document: policy.document, arn: policy.arn };
            const change: Change = { what: "attaches", subject: arn, policy: held };
            if (!wanted({ change })) continue;
            const attached = asked({ policyArn: policy.arn });
            if (attached !== undefined) yield power(change, attached);
        }
    }
}

/** Whether the actor can make a managed policy and attach it: under the paths that its conditions name. */
function asksForOwnPolicy(
    actor: Actor,
    home: Home,
    asked: (attached: Partial<Request>) => Yes | undefined,
): Yes | undefined {
    if (!mightDo(actor, "iam:CreatePolicy")) return undefined;
    for (const pattern of policyPatterns(actor, home)) {
        const made = ask(actor, requestOnArn(pattern, "iam:CreatePolicy", home));
        const attached = made === undefined ? undefined : asked(policyWithin(pattern));
        if (made === undefined || attached === undefined) continue;
        const unknown = made.unknown ?? attached.unknown;
        return {
            because: [...made.because, ...attached.because],
            ...(unknown === undefined ? {} : { unknown }),
        };
    }
    return undefined;
}

/** Some policy whose ARN matches a pattern. */
const policyWithin = (pattern: string): Partial<Request> => ({
    overrides: new Map([["iam:policyarn", { free: true, within: pattern, mayBeAbsent: false }]]),
});

/** ARNs of the policies that the actor may make, as the statements that allow it name them. */
function policyPatterns({ askers }: Actor, { account }: Home): ReadonlySet<string> {
    const any = `arn:${account.partition}:iam::${account.id}:policy/`;
    const patterns = askers.flatMap(({ policies }) =>
        policies.flatMap(({ statements }) =>
            statements
                .filter(
                    ({ effect, actions }) => effect === "Allow" && actions.has("iam:CreatePolicy"),
                )
                .flatMap(({ resources }) =>
                    resources === undefined || resources.except ? ["*"] : resources.patterns,
                ),
        ),
    );
    return new Set(patterns.map((pattern) => (pattern.startsWith(any) ? pattern : `${any}*`)));
}

interface Holder {
    readonly arn: string;
    readonly requests: (action: string) => Request;
    readonly on?: CreatedNode;
}

function holders(
    target: "user" | "role" | "group",
    actor: Actor,
    home: Home,
    users: Scope["users"],
    roles: Scope["roles"],
): readonly Holder[] {
    if (target === "group") {
        return home.account.groups.map(({ arn }) => ({
            arn,
            requests: (action) => requestOnArn(arn, action, home),
        }));
    }
    return (target === "user" ? users : roles).map((node) => ({
        arn: node.arn,
        requests: (action) => requestOn(node, action, actor),
        ...(node.kind === "created" ? { on: node } : {}),
    }));
}
