import type { ContextValue } from "../../evaluation/question";
import type { ControlledNode } from "../controlledNode";
import { permissionForAll } from "../permission";
import type { Permission, Request } from "../permission";
import type { Change } from "../changes";
import type { PrincipalNode } from "../nodes";
import type { Step, Scope } from "../step";
import type { Primitive } from "../primitive";
import { hopBy } from "./hop";
import { requestAnywhere, requestOn } from "./target";

/** Users and roles whose tags or session tags a node can write. */
export function* tag(
    controlled: ControlledNode,
    primitive: Primitive,
    { graph, users, roles, isStillNeeded }: Scope,
): Iterable<Step> {
    const { effect } = primitive;
    if (effect.does !== "tags" && effect.does !== "tagsSessions") return;
    const { ofPrincipals, ofResources, keys } = graph.tagsRead();
    if (!ofPrincipals && (effect.does === "tagsSessions" || !ofResources)) return;
    for (const target of effect.target === "user" ? users : roles) {
        const any: Change = { what: effect.does, subject: target.arn };
        // A created principal may have any tag.
        if (target.kind === "created" || !isStillNeeded({ change: any })) continue;
        const decidingKeys = new Set<string>();
        const permission = permissionToTag(controlled, primitive, target, {
            onRead: (key) => decidingKeys.add(key),
        });
        if (permission === undefined) continue;
        const isByKey = effect.does === "tags" && [...decidingKeys].some(isOfRequestedTags);
        if (!isByKey || keys.length > mostKeys) {
            yield {
                yields: { change: any },
                ...hopBy(controlled, primitive, target.arn, permission),
            };
            continue;
        }
        for (const key of keys) {
            const change: Change = { ...any, tag: key };
            if (!isStillNeeded({ change })) continue;
            const overrides = withTag(key, primitive.id);
            const forKey = permissionToTag(controlled, primitive, target, { overrides });
            if (forKey !== undefined)
                yield { yields: { change }, ...hopBy(controlled, primitive, target.arn, forKey) };
        }
    }
}

/** Of more keys than these, a node that can write one tag counts as one that can write any. */
const mostKeys = 8;

const isOfRequestedTags = (key: string): boolean => /^aws:(?:tagkeys$|requesttag\/)/.test(key);

/** A request that sets or removes the tag of a key, and maybe others. @param key in lower case */
function withTag(key: string, primitiveId: string): ReadonlyMap<string, ContextValue> {
    const present = { attackerControlled: true, mayBeAbsent: false } as const;
    const keys = ["aws:tagkeys", { ...present, includes: [key] }] as const;
    const value = [`aws:requesttag/${key}`, present] as const;
    return new Map<string, ContextValue>(primitiveId.startsWith("Untag") ? [keys] : [keys, value]);
}

function permissionToTag(
    controlled: ControlledNode,
    { actions, anywhere = [] }: Primitive,
    target: PrincipalNode,
    facts: Pick<Request, "onRead" | "overrides">,
): Permission | undefined {
    const { accountNode } = controlled;
    if (accountNode === undefined) return undefined;
    return permissionForAll(
        controlled,
        [
            ...actions.map((action) => requestOn(target, action, controlled)),
            ...anywhere.map((action) => requestAnywhere(action, accountNode)),
        ].map((request) => ({ ...request, ...facts })),
    );
}
