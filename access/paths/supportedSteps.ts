import { controlledNode } from "./controlledNode";
import type { ControlledNode } from "./controlledNode";
import { Changes } from "./changes";
import type { Change } from "./changes";
import { factKey } from "./step";
import type { Fact, Step, Scope } from "./step";
import { changeSteps, jointSteps, controlSteps } from "./effects";
import { subjectOf } from "./nodes";
import type { Node } from "./nodes";

/** The best step for each fact. */
type Cheapest = (steps: Iterable<Step>) => readonly Step[];

/** A step, and the facts it needs besides control of its node. */
export interface SupportedStep {
    readonly step: Step;
    readonly needs: readonly Fact[];
}

/**
 * The steps that a node can take with what the path has gained so far.
 *
 * @param support changes made and other controlled nodes that may help, cheapest first
 */
export function supportedSteps(
    node: Node,
    support: readonly Fact[],
    scope: Scope,
    cheapest: Cheapest,
): readonly SupportedStep[] {
    const wide = stepsOf(node, support, scope, cheapest);
    return [...wide].map(([key, step]) => {
        const { kind } = step.hop;
        const only: Scope = { ...scope, kind, isStillNeeded: (fact) => factKey(fact) === key };
        const isEnough = (some: readonly Fact[]): boolean => {
            const found = stepsOf(node, some, only, cheapest).get(key);
            return (
                found !== undefined &&
                (found.hop.unknown === undefined || step.hop.unknown !== undefined)
            );
        };
        // Most steps need only changes that concern the node or the target.
        const own = support.filter(
            ({ change }) => change !== undefined && concerns(change, node, step),
        );
        const needs = minimalSubset(isEnough(own) ? own : support, isEnough);
        return { step: stepsOf(node, needs, only, cheapest).get(key) ?? step, needs };
    });
}

/** Whether a change concerns the policies of the node, or the target of its step. */
function concerns({ what, subject }: Change, node: Node, { hop }: Step): boolean {
    if (subject === subjectOf(node) || subject === hop.to) return true;
    if (node.kind === "created") return what === "joins" || subject === node.boundary?.arn;
    if (node.kind !== "principal") return false;
    const { policies, boundary } = node.principal;
    const groups = node.principal.kind === "user" ? node.accountNode.account.groups : [];
    return (
        subject === boundary?.arn ||
        policies.some(({ arn }) => arn === subject) ||
        groups.some(
            (group) => group.arn === subject || group.policies.some(({ arn }) => arn === subject),
        )
    );
}

function stepsOf(
    node: Node,
    support: readonly Fact[],
    scope: Scope,
    cheapest: Cheapest,
): ReadonlyMap<string, Step> {
    const changes = new Changes(support.flatMap(({ change }) => change ?? []));
    const controlled = controlledNode(node, changes);
    const helpers = support.flatMap(({ controls }): ControlledNode[] =>
        controls === undefined ? [] : [controlledNode(controls, changes)],
    );
    const steps = cheapest([
        ...controlSteps(controlled, scope),
        ...changeSteps(controlled, scope),
        ...jointSteps({ ...controlled, helpers }, scope),
    ]);
    return new Map(steps.map((step) => [factKey(step.yields), step]));
}

/** A minimal sufficient subset: no element can be dropped. */
function minimalSubset<T>(
    things: readonly T[],
    isEnough: (some: readonly T[]) => boolean,
): readonly T[] {
    if (isEnough([])) return [];
    const one = things.find((thing) => isEnough([thing]));
    if (one !== undefined) return [one];
    // The costliest element comes last and is dropped first.
    return things.reduceRight<readonly T[]>((kept, thing) => {
        const without = kept.filter((other) => other !== thing);
        return isEnough(without) ? without : kept;
    }, things);
}
