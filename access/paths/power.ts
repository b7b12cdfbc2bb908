import type { Hop } from "./hop";
import type { Change } from "./changes";
import { changeKey } from "./changes";
import type { CreatedNode, Home, Node, PrincipalNode, World } from "./world";

/** Something an attacker gains. */
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

/** One thing that an actor can do, and what it gains by it. */
export interface Power {
    readonly gives: Fact;
    readonly hop: Hop;
    /** What has to be created first. */
    readonly on?: CreatedNode;
}

/** Where an actor's powers are looked for. */
export interface Scope {
    readonly world: World;
    /** Whom it may act on in its own account: who is there, and who was created. */
    readonly users: readonly (PrincipalNode | CreatedNode)[];
    readonly roles: readonly (PrincipalNode | CreatedNode)[];
    /** Whether a fact is still of use; what isn't is not looked for. */
    readonly wanted: (fact: Fact) => boolean;
    /** Kind of the only hops that are looked for. @default all */
    readonly kind?: string;
}

export const wholeHome = (world: World, home: Home | undefined): Scope => ({
    world,
    users: home?.users ?? [],
    roles: home?.roles ?? [],
    wanted: () => true,
});
