import { isObject } from "../platform/isObject";

/**
 * A policy document as text that is the same for documents that say the same: AWS reorders lists, turns lists of one item
 * into text, writes an account for its root, and may add an empty `Sid`.
 *
 * @param document object or JSON text, URL-encoded or not
 * @param arnOfId ARN of a live principal, by what AWS may store in its place
 * @returns what isn't a policy: as it is
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function policyText(
    document: unknown,
    arnOfId: ReadonlyMap<string, string> = new Map(),
): string {
    const parsed = parsedDocument(document);
    if (!isObject(parsed))
        return typeof parsed === "string" ? parsed : JSON.stringify(parsed ?? "");
    const { Version = "2008-10-17", Statement, ...rest } = parsed;
    const statements = listOf(Statement).map((one) => statementText(one, arnOfId));
    return `{"Version":${JSON.stringify(Version)},"Statement":[${statements.sort().join(",")}]${restText(rest)}}`;
}

/** A policy document as data; what isn't JSON stays text. */
export function parsedDocument(document: unknown): unknown {
    if (typeof document !== "string") return document;
    try {
        return JSON.parse(
            document.startsWith("%7B") ? decodeURIComponent(document) : document,
        ) as unknown;
    } catch {
        return document;
    }
}

/** Every principal that a policy document names under `AWS`, sorted. */
export function principalsOf(document: unknown): string[] {
    const parsed = parsedDocument(document);
    const names = listOf(isObject(parsed) ? parsed["Statement"] : undefined).flatMap((statement) =>
        isObject(statement)
            ? [statement["Principal"], statement["NotPrincipal"]].flatMap((principal) =>
                  isObject(principal) ? listOf(principal["AWS"]) : listOf(principal),
              )
            : [],
    );
    return [...new Set(names.map(String))].sort();
}

/** Whether a principal is the unique id of a user or role, which AWS shows when that is gone. */
export const isUniqueId = (principal: string): boolean =>
    /^A(IDA|ROA|GPA|IPA|NPA)[A-Z0-9]{8,}$/.test(principal);

const restText = (rest: object): string => {
    const text = JSON.stringify(rest);
    return text === "{}" ? "" : `,"Other":${text}`;
};

function statementText(statement: unknown, arnOfId: ReadonlyMap<string, string>): string {
    if (!isObject(statement)) return JSON.stringify(statement);
    const parts = Object.entries(statement)
        .filter(([key, value]) => !(key === "Sid" && value === ""))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => [key, normalElement(key, value, arnOfId)] as const);
    return JSON.stringify(Object.fromEntries(parts));
}

function normalElement(key: string, value: unknown, arnOfId: ReadonlyMap<string, string>): unknown {
    switch (key) {
        case "Action":
        case "NotAction":
        case "Resource":
        case "NotResource":
            return set(listOf(value));
        case "Principal":
        case "NotPrincipal":
            return normalPrincipal(value, arnOfId);
        case "Condition":
            return sortedObject(value, (operator) =>
                sortedObject(operator, (values) => set(listOf(values))),
            );
        default:
            return value;
    }
}

function normalPrincipal(value: unknown, arnOfId: ReadonlyMap<string, string>): unknown {
    if (value === "*") return { AWS: ["*"] };
    return sortedObject(value, (names) =>
        set(
            listOf(names).map((name) => {
                const text = String(name);
                const account = /^arn:[\w-]+:iam::(\d{12}):root$/.exec(text)?.[1];
                return account ?? arnOfId.get(text) ?? text;
            }),
        ),
    );
}

function sortedObject(value: unknown, normal: (part: unknown) => unknown): unknown {
    if (!isObject(value)) return value;
    return Object.fromEntries(
        Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, part]) => [key, normal(part)]),
    );
}

const set = (values: readonly unknown[]): string[] => [...new Set(values.map(String))].sort();

const listOf = (value: unknown): readonly unknown[] => {
    if (value === undefined) return [];
    return Array.isArray(value) ? (value as unknown[]) : [value];
};
