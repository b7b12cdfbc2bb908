import type { ActionSet } from "../../policy/actions";
import type { ControlledNode } from "../controlledNode";
import type { Primitive } from "../primitive";

/**
 * Bitset prefilter: the primitives whose actions are all allowed by some statement of a node or its
 * helpers, ignoring resources and conditions. An organization has few distinct action lists; each
 * is compared with the table once.
 */
export class PrimitivePrefilter {
    private readonly actions: readonly string[];
    private readonly needs: readonly { readonly primitive: Primitive; readonly bits: bigint }[];
    private readonly known = new WeakMap<ActionSet, bigint>();
    private readonly everything: bigint;

    constructor(readonly all: readonly Primitive[]) {
        this.actions = [...new Set(all.flatMap(actionsOf))];
        this.everything = (1n << BigInt(this.actions.length)) - 1n;
        this.needs = all.map((primitive) => ({
            primitive,
            bits: actionsOf(primitive).reduce(
                (bits, action) => bits | (1n << BigInt(this.actions.indexOf(action))),
                0n,
            ),
        }));
    }

    /** In the table's order. */
    primitivesFor(controlled: ControlledNode): readonly Primitive[] {
        const bits = this.bitsOf(controlled);
        return this.needs
            .filter((need) => (need.bits & bits) === need.bits)
            .map(({ primitive }) => primitive);
    }

    private bitsOf({ principals, helpers = [] }: ControlledNode): bigint {
        let bits = 0n;
        for (const helper of helpers) bits |= this.bitsOf(helper);
        for (const { kind, policies } of principals) {
            if (kind === "root" || kind === "outside") return this.everything;
            for (const { fault, statements } of policies) {
                if (fault !== undefined) return this.everything;
                for (const statement of statements) {
                    if (statement.effect === "Deny") continue;
                    // A statement with a fault may allow anything.
                    if (statement.fault !== undefined) return this.everything;
                    bits |= this.bitsIn(statement.actions);
                }
            }
        }
        return bits;
    }

    private bitsIn(set: ActionSet): bigint {
        let bits = this.known.get(set);
        if (bits === undefined) {
            bits = this.actions.reduce(
                (found, action, index) => (set.has(action) ? found | (1n << BigInt(index)) : found),
                0n,
            );
            this.known.set(set, bits);
        }
        return bits;
    }
}

const actionsOf = ({ actions, anywhere = [], effect }: Primitive): string[] => [
    ...(effect.does === "passes" ? ["iam:PassRole"] : []),
    ...actions,
    ...anywhere,
];
