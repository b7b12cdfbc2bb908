import { actorOf } from "./actor";
import type { Actor } from "./actor";
import { Changes } from "./changes";
import type { Change } from "./changes";
import { factKey } from "./power";
import type { Fact, Power, Scope } from "./power";
import { changePowers, commonPowers, controlPowers } from "./powers";
import { subjectOf } from "./world";
import type { Node } from "./world";

/** Of several powers for the same fact the best, by the fact's key. */
type Cheapest = (powers: Iterable<Power>) => readonly Power[];

/** A power, and what it can't do without, beside who uses it. */
export interface SupportedPower {
    readonly power: Power;
    readonly needs: readonly Fact[];
}

/**
 * What somebody can do with what a path has gained so far.
 *
 * @param support changes that were made, and others under control who may help; what is best to need comes first
 */
export function powersWithSupport(
    node: Node,
    support: readonly Fact[],
    scope: Scope,
    cheapest: Cheapest,
): readonly SupportedPower[] {
    const wide = powersOf(node, support, scope, cheapest);
    return [...wide].map(([key, power]) => {
        const { kind } = power.hop;
        const only: Scope = { ...scope, kind, wanted: (fact) => factKey(fact) === key };
        const isEnough = (some: readonly Fact[]): boolean => {
            const found = powersOf(node, some, only, cheapest).get(key);
            return (
                found !== undefined &&
                (found.hop.unknown === undefined || power.hop.unknown !== undefined)
            );
        };
        // Most need nothing but changes of what the two hold: few of many.
        const own = support.filter(
            ({ change }) => change !== undefined && concerns(change, node, power),
        );
        const needs = leastOf(isEnough(own) ? own : support, isEnough);
        return { power: powersOf(node, needs, only, cheapest).get(key) ?? power, needs };
    });
}

/** Whether a change is of what somebody holds, or of what it uses a power on. */
function concerns({ what, subject }: Change, node: Node, { hop }: Power): boolean {
    if (subject === subjectOf(node) || subject === hop.to) return true;
    if (node.kind === "created") return what === "joins" || subject === node.boundary?.arn;
    if (node.kind !== "principal") return false;
    const { policies, boundary } = node.principal;
    const groups = node.principal.kind === "user" ? node.home.account.groups : [];
    return (
        subject === boundary?.arn ||
        policies.some(({ arn }) => arn === subject) ||
        groups.some(
            (group) => group.arn === subject || group.policies.some(({ arn }) => arn === subject),
        )
    );
}

function powersOf(
    node: Node,
    support: readonly Fact[],
    scope: Scope,
    cheapest: Cheapest,
): ReadonlyMap<string, Power> {
    const changes = new Changes(support.flatMap(({ change }) => change ?? []));
    const actor = actorOf(node, changes);
    const helpers = support.flatMap(({ controls }): Actor[] =>
        controls === undefined ? [] : [actorOf(controls, changes)],
    );
    const powers = cheapest([
        ...controlPowers(actor, scope),
        ...changePowers(actor, scope),
        ...commonPowers({ ...actor, helpers }, scope),
    ]);
    return new Map(powers.map((power) => [factKey(power.gives), power]));
}

/** Few of the things that are enough together, so that none of them can be left out. */
function leastOf<T>(things: readonly T[], isEnough: (some: readonly T[]) => boolean): readonly T[] {
    if (isEnough([])) return [];
    const one = things.find((thing) => isEnough([thing]));
    if (one !== undefined) return [one];
    // What is worst to need comes last, and is left out first.
    return things.reduceRight<readonly T[]>((kept, thing) => {
        const without = kept.filter((other) => other !== thing);
        return isEnough(without) ? without : kept;
    }, things);
}
