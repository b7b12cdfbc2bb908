import type { Report } from "./report";

const mostFaults = 10;

/**
 * Takes parsed JSON for a report, if it is one. Keys that it doesn't know are let through.
 *
 * @param source as messages name it, e.g. `before.json`
 * @throws Error with the first faults of all, each with its place
 */
export function readReport(source: string, value: unknown): Report {
    const faults: string[] = [];
    const fault: Fault = (place, found, bound) => {
        if (faults.length < mostFaults) {
            faults.push(`${place === "" ? "it" : place} is ${shortText(found)}; ${bound}`);
        }
    };
    report(value, "", fault);
    if (faults.length === 0) return value as Report;
    throw new Error(
        [
            `${source} is no report as \`iam-profiles access --format json\` writes it; make it anew:`,
            ...faults.map((text) => `  - ${text}`),
        ].join("\n"),
    );
}

type Fault = (place: string, found: unknown, bound: string) => void;

/** Tells every fault of a value. */
type Check = (value: unknown, place: string, fault: Fault) => void;

const text: Check = (value, place, fault) => {
    if (typeof value !== "string") fault(place, value, "must be a text");
};

const index: Check = (value, place, fault) => {
    if (!Number.isSafeInteger(value) || (value as number) < 0) {
        fault(place, value, "must be a whole number from 0");
    }
};

const oneOf =
    (...choices: readonly (string | number)[]): Check =>
    (value, place, fault) => {
        if (!choices.includes(value as string)) {
            fault(
                place,
                value,
                `must be ${choices.length > 1 ? "one of " : ""}${choices.join(", ")}`,
            );
        }
    };

const listOf =
    (entry: Check): Check =>
    (value, place, fault) => {
        if (!Array.isArray(value)) fault(place, value, "must be a list");
        else for (const [i, item] of value.entries()) entry(item, `${place}[${i}]`, fault);
    };

const object =
    (required: Readonly<Record<string, Check>>, optional: typeof required = {}): Check =>
    (value, place, fault) => {
        if (typeof value !== "object" || value === null || Array.isArray(value)) {
            fault(place, value, "must be an object");
            return;
        }
        const at = (key: string): string => (place === "" ? key : `${place}.${key}`);
        const own = (key: string): unknown =>
            Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
        for (const [key, check] of Object.entries(required)) check(own(key), at(key), fault);
        for (const [key, check] of Object.entries(optional)) {
            if (own(key) !== undefined) check(own(key), at(key), fault);
        }
    };

const hops = listOf(
    object(
        {
            kind: text,
            from: text,
            to: text,
            action: text,
            because: listOf(object({ document: text, statement: index }, { sid: text })),
        },
        { unknown: text },
    ),
);
const reach = listOf(object({ identity: text, role: text, hops }));
const report = object({
    version: oneOf(1),
    boundary: oneOf("holds", "crossed", "unknown"),
    accounts: listOf(
        object({ id: text, name: text, environment: oneOf("state", "nonprod", "prod") }),
    ),
    identities: listOf(
        object({ arn: text, name: text, account: text, trustClass: oneOf("nonprod", "prod") }),
    ),
    roles: listOf(object({ arn: text, name: text, account: text })),
    reach,
    crossings: reach,
    takeovers: listOf(object({ identity: text, becomes: text, hops })),
    limits: listOf(text),
});

/** A value as messages show it: not more of it than tells what it is. */
function shortText(value: unknown): string {
    if (value === undefined) return "missing";
    if (Array.isArray(value)) return "a list";
    if (typeof value === "object" && value !== null) return "an object";
    const shown = JSON.stringify(value);
    return shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
}
