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
    private readonly needs: readonly {
        readonly primitive: Primitive;
        readonly bits: bigint;
        /** Of these the node must be allowed one itself. */
        readonly own: bigint;
    }[];
    private readonly known = new WeakMap<ActionSet, bigint>();
    /** Nodes without changes are asked about often. */
    private readonly ofPrincipals = new WeakMap<ControlledNode["principals"], bigint>();
    /** Nodes have few distinct sets of allowed actions: by the node's and its helpers', then by its own. */
    private readonly chosen = new Map<bigint, Map<bigint, readonly Primitive[]>>();
    private readonly everything: bigint;
    private readonly byId: ReadonlyMap<string, readonly Primitive[]>;

    constructor(readonly all: readonly Primitive[]) {
        this.byId = new Map(all.map((primitive) => [primitive.id, [primitive]]));
        this.actions = [...new Set(all.flatMap(actionsOf))];
        this.everything = (1n << BigInt(this.actions.length)) - 1n;
        const bitsFor = (actions: readonly string[]): bigint =>
            actions.reduce(
                (bits, action) => bits | (1n << BigInt(this.actions.indexOf(action))),
                0n,
            );
        this.needs = all.map((primitive) => ({
            primitive,
            bits: bitsFor(actionsOf(primitive)),
            own: bitsFor(
                primitive.effect.does === "passes" ? ["iam:PassRole"] : actionsOf(primitive),
            ),
        }));
    }

    /** The primitive of an id, as a list; empty: the table lacks it. */
    ofKind(id: string): readonly Primitive[] {
        return this.byId.get(id) ?? [];
    }

    /** Whether a node may do any action of the table. */
    hasActionFor({ principals }: ControlledNode): boolean {
        return this.bitsOf({ principals }) !== 0n;
    }

    /** In the table's order. */
    primitivesFor(controlled: ControlledNode): readonly Primitive[] {
        const bits = this.bitsOf(controlled);
        const ownBits = this.bitsOf({ principals: controlled.principals });
        const byOwn = this.chosen.get(bits) ?? new Map<bigint, readonly Primitive[]>();
        this.chosen.set(bits, byOwn);
        const found = byOwn.get(ownBits) ?? this.primitivesWith(bits, ownBits);
        byOwn.set(ownBits, found);
        return found;
    }

    private primitivesWith(bits: bigint, ownBits: bigint): readonly Primitive[] {
        return this.needs
            .filter(
                ({ primitive, bits: needed, own }) =>
                    (needed & bits) === needed &&
                    // A secret's resource policy may admit principals that no identity policy allows.
                    ((own & ownBits) !== 0n || primitive.effect.does === "reads"),
            )
            .map(({ primitive }) => primitive);
    }

    private bitsOf({
        principals,
        helpers = [],
    }: Pick<ControlledNode, "principals" | "helpers">): bigint {
        let bits = this.bitsOfAll(principals);
        for (const helper of helpers) bits |= this.bitsOfAll(helper.principals);
        return bits;
    }

    private bitsOfAll(principals: ControlledNode["principals"]): bigint {
        const known = this.ofPrincipals.get(principals);
        if (known !== undefined) return known;
        const bits = this.bitsAllowed(principals);
        this.ofPrincipals.set(principals, bits);
        return bits;
    }

    private bitsAllowed(principals: ControlledNode["principals"]): bigint {
        let bits = 0n;
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
