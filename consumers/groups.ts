import type { ActionGroup, TypeActions } from "./actionTable";
import { attributeOf, changedAttributes } from "./attributes";
import { whenOf } from "./template";
import type { Operation, PlannedChange } from "./plannedChange";
import type { TerraformPlan } from "./terraformPlan";

/**
 * The groups of actions that an operation on a resource calls.
 *
 * @returns text if an update changes what the table lacks
 */
export function groupsOf(
    table: TypeActions,
    operation: Operation,
    change: PlannedChange,
    plan: TerraformPlan,
): readonly ActionGroup[] | string {
    const groups = table[operation].map((entry) =>
        typeof entry === "string" ? { actions: [entry] } : entry,
    );
    const applicable = groups.filter((group) => isMet(group, operation, change));
    if (operation !== "update") return applicable;
    const changed = changedAttributes(change);
    const named = new Set(groups.flatMap((group) => group.changed ?? []));
    // What the configuration doesn't set, AWS computes: a version, a time. Tags may come from the provider's own.
    const others = changed.filter(
        (attribute) => !named.has(attribute) && plan.configures(change, attribute),
    );
    if (others.length > 0 && groups.every((group) => group.changed !== undefined)) {
        return `what an update of ${others.join(", ")} of ${change.type} calls is not in the table`;
    }
    return applicable.filter((group) =>
        group.changed === undefined
            ? others.length > 0
            : group.changed.some((attribute) => changed.includes(attribute)),
    );
}

function isMet(
    { if: set, unless }: ActionGroup,
    operation: Operation,
    change: PlannedChange,
): boolean {
    const when = whenOf(operation, change);
    const isSet = (attribute: string): boolean =>
        attributeOf(change, attribute, when).kind !== "absent";
    return (set === undefined || isSet(set)) && (unless === undefined || !isSet(unless));
}
