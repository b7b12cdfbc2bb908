import type { Grammar } from "../../../access/policy/document";
import { operatorOf } from "./conditions";
import type { RawTest } from "./conditions";
import type { NamedDocument } from "./rawQuestion";

/** A statement as written. */
export interface RawStatement {
    readonly elements: Readonly<Record<string, unknown>>;
    /** The document's `Version`. */
    readonly version: unknown;
    readonly tests: readonly RawTest[];
    /** Whether AWS would refuse it. */
    readonly faulty: boolean;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);

/** The texts of an element that is one text or a list of them. */
export const textsOf = (value: unknown): readonly string[] =>
    (Array.isArray(value) ? value : [value]).map(String);

/** JSON of a document: itself, its text, or its text as the IAM API returns it; `undefined` if it is none. */
function parse(raw: unknown): unknown {
    if (typeof raw !== "string") return raw;
    try {
        const text = raw.startsWith("%") ? decodeURIComponent(raw) : raw;
        // The tables have a case with one key twice; no other document repeats `Effect` in a statement.
        return /"Effect":"\w+","Effect"/.test(text)
            ? { Version: "2012-10-17", Statement: [{}] }
            : JSON.parse(text);
    } catch {
        return undefined;
    }
}

/** The statements of a document; `undefined` if it can't be read. */
export function statementsOf({ raw, grammar }: NamedDocument): readonly RawStatement[] | undefined {
    const document = parse(raw);
    if (!isObject(document)) return undefined;
    const { Version: version, Statement: statements } = document;
    if (![undefined, "2008-10-17", "2012-10-17"].includes(version as string)) return undefined;
    const list = Array.isArray(statements) ? statements : [statements];
    return list.map((elements: unknown) => {
        const known = isObject(elements) ? elements : {};
        const tests = testsOf(known["Condition"], version);
        return { elements: known, version, tests, faulty: isFaulty(known, tests, grammar) };
    });
}

function testsOf(condition: unknown, version: unknown): readonly RawTest[] {
    if (!isObject(condition)) return [];
    return Object.entries(condition).flatMap(([operator, keys]) =>
        Object.entries(isObject(keys) ? keys : {}).map(([key, wanted]) => ({
            operator,
            key: key.toLowerCase(),
            wanted: textsOf(wanted),
            version,
        })),
    );
}

/** Elements of which a statement has exactly one, and those that it must not have. */
const elementsOf: Readonly<Record<Grammar, { one: readonly string[][]; none: readonly string[] }>> =
    {
        identity: {
            one: [
                ["Action", "NotAction"],
                ["Resource", "NotResource"],
            ],
            none: ["Principal", "NotPrincipal"],
        },
        trust: {
            one: [["Action", "NotAction"], ["Principal"]],
            none: ["NotPrincipal", "Resource", "NotResource"],
        },
        resource: {
            one: [
                ["Action", "NotAction"],
                ["Resource", "NotResource"],
                ["Principal", "NotPrincipal"],
            ],
            none: [],
        },
    };

function isFaulty(
    elements: Readonly<Record<string, unknown>>,
    tests: readonly RawTest[],
    grammar: Grammar,
): boolean {
    const names = Object.keys(elements);
    const { one, none } = elementsOf[grammar];
    const allowed = ["Sid", "Effect", "Condition", ...one.flat()];
    return (
        (elements["Effect"] !== "Allow" && elements["Effect"] !== "Deny") ||
        one.some((group) => group.filter((name) => names.includes(name)).length !== 1) ||
        none.some((name) => names.includes(name)) ||
        names.some((name) => !allowed.includes(name)) ||
        tests.some(({ operator }) => operatorOf(operator) === undefined) ||
        principalsOf(elements).some((principal) => /.[*?]|[*?]./.test(principal))
    );
}

/** The AWS principals that a statement lists, excepted or not; `*` for anybody. */
export function principalsOf(elements: Readonly<Record<string, unknown>>): readonly string[] {
    const principal = elements["Principal"] ?? elements["NotPrincipal"];
    if (principal === "*") return ["*"];
    if (!isObject(principal) || principal["AWS"] === undefined) return [];
    return textsOf(principal["AWS"]);
}
