import type { Hop } from "../hop";
import type { ControlledNode } from "../controlledNode";
import type { Permission } from "../permission";
import type { Primitive } from "../primitive";

/** The hop of a primitive. @param to ARN of what the primitive is applied to */
export function hopBy(
    { node }: ControlledNode,
    { id, effect, actions, anywhere = [], unknown }: Primitive,
    to: string,
    permission: Permission,
): Hop {
    const passed = effect.does === "passes" ? ["iam:PassRole"] : [];
    const reason = permission.unknown ?? unknown;
    return {
        kind: id,
        from: node.arn,
        to,
        action: [...passed, ...actions, ...anywhere].join("+"),
        because: permission.because,
        ...(reason === undefined ? {} : { unknown: reason }),
    };
}
