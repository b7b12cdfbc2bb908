import type { Condition, Principal } from "./statement";
import { show } from "./unknown";

type Report = (path: string, message: string) => void;

const principalTypes = ["AWS", "Service", "Federated", "CanonicalUser"];
export const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);

// What IAM takes in a policy, but for line breaks and tabs, which no name has and a terminal would obey.
const printable = /^[\x20-\x7e\xa0-\xff]+$/;

/** Text or a list of text as a list; `undefined` for anything else, an empty list and empty text included. */
export function strings(value: unknown): readonly string[] | undefined {
    const list: unknown[] = Array.isArray(value) ? value : [value];
    const isText = (item: unknown): item is string =>
        typeof item === "string" && printable.test(item);
    return list.length > 0 && list.every(isText) ? list : undefined;
}

/**
 * The Principal element.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function parsePrincipals(value: unknown, report: Report): readonly Principal[] {
    if (value === "*") return [{ type: "AWS", value: "*" }];
    if (!isObject(value) || Object.keys(value).length === 0) {
        report(
            "Principal",
            `is ${show(value)}; must name principals, e.g. {"AWS": ["<user ARN>"]}`,
        );
        return [];
    }
    return Object.entries(value).flatMap(([type, names]) => {
        if (!principalTypes.includes(type)) {
            report(
                `Principal.${type}`,
                `is no type of principal; IAM has ${principalTypes.join(", ")}`,
            );
            return [];
        }
        const found = strings(names);
        if (found === undefined) {
            report(
                `Principal.${type}`,
                `is ${show(names)}; must be text or a list of text, not empty`,
            );
        }
        return (found ?? []).map((name) => ({ type, value: name }));
    });
}

/**
 * The Condition element. A Boolean or number is read as its text, as IAM does.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
export function parseConditions(value: unknown, report: Report): readonly Condition[] {
    if (!isObject(value)) {
        report("Condition", `is ${show(value)}; must map operators to context keys and values`);
        return [];
    }
    const seen = new Set<string>();
    return Object.entries(value).flatMap(([operator, tests]) => {
        if (!isObject(tests) || Object.keys(tests).length === 0) {
            report(`Condition.${operator}`, `is ${show(tests)}; must map context keys to values`);
            return [];
        }
        return Object.entries(tests).flatMap(([name, raw]) => {
            const list = (Array.isArray(raw) ? (raw as unknown[]) : [raw]).map((item) =>
                typeof item === "boolean" || typeof item === "number" ? String(item) : item,
            );
            const values = strings(list);
            const key = name.toLowerCase();
            if (values === undefined) {
                report(
                    `Condition.${operator}.${name}`,
                    `is ${show(raw)}; must be text or a list of text, not empty`,
                );
            }
            // IAM ignores the case of a key, so two spellings are one key given twice.
            if (seen.has(`${operator} ${key}`)) {
                report(`Condition.${operator}.${name}`, "is given twice in different case");
            }
            seen.add(`${operator} ${key}`);
            return values === undefined ? [] : [{ operator, key, values }];
        });
    });
}
