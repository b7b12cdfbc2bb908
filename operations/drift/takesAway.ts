import { isObject } from "../../platform/isObject";
import { isUniqueId } from "../policyText";

/**
 * Whether a policy document allows nothing that another one doesn't: the same statements, or fewer, each with the same conditions
 * and with the same elements or fewer. Denials must all be there.
 *
 * @param declared normalized text, as `policyText` gives it
 * @param live the same; ids of deleted principals in it let nobody in
 */
export function takesAwayOnly(declared: string, live: string): boolean {
    const [wanted, found] = [statementsOf(declared), statementsOf(live)];
    if (wanted === undefined || found === undefined) return false;
    const isDeny = (statement: Statement): boolean => statement["Effect"] !== "Allow";
    const texts = (statements: readonly Statement[]): string[] =>
        statements.filter(isDeny).map((one) => JSON.stringify(one));
    const keepsDenials = texts(wanted).every((text) => texts(found).includes(text));
    const keepsOthers = found
        .filter((one) => !isDeny(one))
        .every((one) => wanted.some((other) => isWithin(one, other)));
    return keepsDenials && keepsOthers;
}

type Statement = Readonly<Record<string, unknown>>;

function statementsOf(text: string): readonly Statement[] | undefined {
    try {
        const parsed = JSON.parse(text) as { readonly Statement?: unknown };
        return Array.isArray(parsed.Statement) ? (parsed.Statement as Statement[]) : undefined;
    } catch {
        return undefined;
    }
}

/** Elements whose lists may be shorter; of the others, more or fewer may allow more. */
const lists = ["Action", "Resource", "Principal"];

function isWithin(live: Statement, declared: Statement): boolean {
    const keys = [...new Set([...Object.keys(live), ...Object.keys(declared)])].filter(
        (key) => key !== "Sid",
    );
    return keys.every((key) =>
        lists.includes(key)
            ? isSubset(live[key], declared[key])
            : JSON.stringify(live[key]) === JSON.stringify(declared[key]),
    );
}

function isSubset(live: unknown, declared: unknown): boolean {
    if (Array.isArray(live) && Array.isArray(declared)) {
        return live.map(String).every((item) => declared.includes(item) || isUniqueId(item));
    }
    if (!isObject(live) || !isObject(declared)) return false;
    return Object.entries(live).every(([key, part]) => isSubset(part, declared[key]));
}
