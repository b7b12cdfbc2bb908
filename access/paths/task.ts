import type { Derivation } from "./derivation";
import type { AccountMember, AccountNode, Node } from "./nodes";
import type { Fact } from "./step";

/** What waits in the queue of a search. */
export type Task =
    | { readonly does: "gain"; readonly fact: Fact; readonly by: Derivation }
    /** Take the account of a node whole, which owns it in the organization as it is. */
    | { readonly does: "own"; readonly node: AccountMember; readonly by: Derivation }
    /** Find what a node can change in the organization as it is. */
    | { readonly does: "find changes"; readonly node: AccountMember; readonly by: Derivation }
    /** Find what a node can do after the changes so far. */
    | { readonly does: "re-evaluate"; readonly node: Node; readonly by: Derivation }
    /** Find what members of an account can do only together, in the organization as it is. */
    | {
          readonly does: "evaluate jointly";
          readonly accountNode: AccountNode;
          readonly by: Derivation;
      };

/** Position in the queue of what is gained at a cost; evaluations of the same cost come right after it. */
export const gainKey = (cost: number): number => cost * 2;
