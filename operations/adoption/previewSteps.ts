import type { EngineEvent } from "@pulumi/pulumi/automation";

/** Steps after which something is there no more, or another thing in its place. */
const destructive: ReadonlySet<string> = new Set([
    "delete",
    "replace",
    "create-replacement",
    "delete-replaced",
    "import-replacement",
    "discard",
    "discard-replaced",
    "remove-pending-replace",
]);

/**
 * What a preview would replace or delete: after an adoption, nothing.
 *
 * @returns a sentence for each resource, e.g. `replace aws:iam/role:Role PSKPlatformVPCRole`
 */
export function destructiveSteps(events: readonly EngineEvent[]): readonly string[] {
    const steps = events.flatMap(({ resourcePreEvent }) => {
        const { op, type, urn } = resourcePreEvent?.metadata ?? {};
        if (op === undefined || !destructive.has(op)) return [];
        return [`${op} ${type ?? ""} ${urn?.split("::").pop() ?? ""}`];
    });
    return [...new Set(steps)];
}
