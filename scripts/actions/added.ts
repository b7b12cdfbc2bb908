import type { ByService, ServiceActions } from "./actionData";

/**
 * Actions that came with newer data and are not reviewed yet. A reason for a whole service or for a verb does not cover
 * them; they are taken off the list when they are reviewed.
 *
 * @param before the actions so far
 * @param waiting the list so far
 * @param after the actions from now on
 */
export function addedActions(
    before: ByService<ServiceActions>,
    waiting: ByService<string>,
    after: ByService<ServiceActions>,
): ByService<string> {
    const added: Record<string, string> = {};
    for (const [service, actions] of Object.entries(after)) {
        const known = new Set(namesIn(before[service] ?? {}));
        const listed = new Set((waiting[service] ?? "").split(" "));
        const names = namesIn(actions).filter((name) => !known.has(name) || listed.has(name));
        if (names.length > 0) added[service] = names.sort().join(" ");
    }
    return added;
}

const namesIn = (actions: ServiceActions): string[] =>
    Object.values(actions).flatMap((names: string) => names.split(" "));
