import type { ControlledNode } from "../controlledNode";
import type { Permission } from "../permission";
import type { Primitive } from "../primitive";
import type { Step } from "../step";

/** The hop of a primitive, and the helpers that its permission needs. @param to ARN of what the primitive is applied to */
export function hopBy(
    { node }: ControlledNode,
    { id, effect, actions, anywhere = [], unknown }: Primitive,
    to: string,
    permission: Permission,
): Pick<Step, "hop" | "helpers"> {
    const passed = effect.does === "passes" ? ["iam:PassRole"] : [];
    const reason = permission.unknown ?? unknown;
    const hop = {
        kind: id,
        from: node.arn,
        to,
        action: [...passed, ...actions, ...anywhere].join("+"),
        because: permission.because,
        ...(reason === undefined ? {} : { unknown: reason }),
    };
    return permission.helpers === undefined ? { hop } : { hop, helpers: permission.helpers };
}
