import type { Hop } from "./hop";
import type { Change } from "./changes";
import { changeKey } from "./changes";
import type { AccessGraph } from "./accessGraph";
import type { AccountNode, CreatedNode, Node, PrincipalNode } from "./nodes";

/** Something an attacker yieldedNodes. */
export type Fact =
    | { readonly controls: Node; readonly change?: never }
    | { readonly change: Change; readonly controls?: never };

/** Two facts of the same key are the same. */
export const factKey = (fact: Fact): string =>
    fact.change !== undefined
        ? changeKey(fact.change)
        : fact.controls.kind === "created"
          ? `created ${fact.controls.arn} ${fact.controls.boundary?.arn ?? ""}`
          : fact.controls.arn;

/** One thing that an controlled can do, and what it yieldedNodes by it. */
export interface Step {
    readonly yields: Fact;
    readonly hop: Hop;
    /** What has to be created first. */
    readonly on?: CreatedNode;
}

/** Where an controlled's steps are looked for. */
export interface Scope {
    readonly graph: AccessGraph;
    /** Whom it may act on in its own account: who is there, and who was created. */
    readonly users: readonly (PrincipalNode | CreatedNode)[];
    readonly roles: readonly (PrincipalNode | CreatedNode)[];
    /** Whether a fact is still of use; what isn't is not looked for. */
    readonly isStillNeeded: (fact: Fact) => boolean;
    /** Kind of the only hops that are looked for. @default all */
    readonly kind?: string;
}

export const wholeAccount = (graph: AccessGraph, accountNode: AccountNode | undefined): Scope => ({
    graph,
    users: accountNode?.users ?? [],
    roles: accountNode?.roles ?? [],
    isStillNeeded: () => true,
});
