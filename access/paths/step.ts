import type { Hop } from "./hop";
import type { Change } from "./changes";
import { changeKey } from "./changes";
import type { AccessGraph } from "./accessGraph";
import type { AccountNode, CreatedNode, Node, PrincipalNode } from "./nodes";

/** Something an attacker gains: control of a node, or a change. */
export type Fact =
    | { readonly controls: Node; readonly change?: never }
    | { readonly change: Change; readonly controls?: never };

/** Equal facts have equal keys. */
export const factKey = (fact: Fact): string =>
    fact.change !== undefined
        ? changeKey(fact.change)
        : fact.controls.kind === "created"
          ? `created ${fact.controls.arn} ${fact.controls.boundary?.arn ?? ""} ${fact.controls.isNot.length}`
          : `${fact.controls.arn}${sessionKey(fact.controls)}`;

/** Sessions of a role have its ARN. */
const sessionKey = (node: Node): string =>
    node.kind === "principal" && node.session !== undefined ? ` session ${node.index}` : "";

/** Whether two facts have equal keys. */
export function isSame(left: Fact, right: Fact): boolean {
    const { controls, change } = left;
    if (change !== undefined) {
        return (
            right.change?.what === change.what &&
            right.change.subject === change.subject &&
            changeKey(right.change) === changeKey(change)
        );
    }
    if (controls === right.controls) return true;
    return (
        controls.kind === "created" &&
        right.controls?.kind === "created" &&
        factKey(left) === factKey(right)
    );
}

/** One action of a controlled node, and the fact that it yields. */
export interface Step {
    readonly yields: Fact;
    readonly hop: Hop;
    /** The created node that it acts on, which must be created first. */
    readonly on?: CreatedNode;
    /** Other controlled nodes that make some of its requests. */
    readonly helpers?: readonly Node[];
}

/** Where steps are looked for. */
export interface Scope {
    readonly graph: AccessGraph;
    /** Principals of the account that can be changed or passed, existing and created. */
    readonly users: readonly (PrincipalNode | CreatedNode)[];
    readonly roles: readonly (PrincipalNode | CreatedNode)[];
    /** Whether a fact is still needed; steps that yield others are not evaluated. */
    readonly isStillNeeded: (fact: Fact) => boolean;
    /** Whether a fact was gained, or will be at no higher cost; what it covers needs no evaluation. */
    readonly isCovered: (fact: Fact) => boolean;
    /** Whether only steps that take control of a node are looked for. @default false */
    readonly isWithoutChanges?: boolean;
    /**
     * Only joint steps: `all` of them, or those that a node may not be seen to take when the other one is evaluated.
     *
     * @default others as well
     */
    readonly joint?: "all" | "by helpers";
    /** Only steps of this hop kind. @default all */
    readonly kind?: string;
    /** The one fact that is still needed, so that nothing else needs to be looked through. @default there are several */
    readonly only?: Fact;
}

export const wholeAccount = (graph: AccessGraph, accountNode: AccountNode | undefined): Scope => ({
    graph,
    users: accountNode?.users ?? [],
    roles: accountNode?.changeableRoles ?? [],
    isStillNeeded: () => true,
    isCovered: () => false,
});
