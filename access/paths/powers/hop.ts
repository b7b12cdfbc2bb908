import type { Hop } from "../hop";
import type { Actor } from "../actor";
import type { Yes } from "../ask";
import type { Primitive } from "../primitive";

/** The hop that an actor takes by a primitive, done to what `to` names. */
export function hopBy(
    { node }: Actor,
    { id, effect, actions, anywhere = [], unknown }: Primitive,
    to: string,
    yes: Yes,
): Hop {
    const passed = effect.does === "passes" ? ["iam:PassRole"] : [];
    const reason = yes.unknown ?? unknown;
    return {
        kind: id,
        from: node.arn,
        to,
        action: [...passed, ...actions, ...anywhere].join("+"),
        because: yes.because,
        ...(reason === undefined ? {} : { unknown: reason }),
    };
}
