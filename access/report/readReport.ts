import { environments } from "../organization/organization";
import { trustClasses } from "../organization/trustClass";
import type { Report } from "./report";
import type { Verdict } from "./verdict";

const mostFaults = 10;

/**
 * Parsed JSON as a report. Unknown keys are kept; `verdict` and `unfinishedSearches`, which reports of earlier versions
 * lack, are added.
 *
 * @param source as messages name it, e.g. `before.json`
 * @throws Error listing the first 10 faults, each with its place
 */
export function readReport(source: string, value: unknown): Report {
    const faults: string[] = [];
    const fault: Fault = (place, found, bound) => {
        if (faults.length < mostFaults) {
            faults.push(`${place === "" ? "it" : place} is ${shortText(found)}; ${bound}`);
        }
    };
    report(value, "", fault);
    if (faults.length === 0) checkVerdict(value as WrittenReport, fault);
    if (faults.length === 0) return withVerdict(value as WrittenReport);
    throw new Error(
        [
            `${source} is not a report of \`iam-profiles access --format json\`; create it again:`,
            ...faults.map((text) => `  - ${text}`),
        ].join("\n"),
    );
}

/** A report as some version wrote it. */
type WrittenReport = Omit<Report, "verdict" | "unfinishedSearches"> &
    Partial<Pick<Report, "verdict" | "unfinishedSearches">>;

/** A report that was edited by hand may be inconsistent. */
function checkVerdict({ boundary, verdict }: WrittenReport, fault: Fault): void {
    if (verdict === undefined) return;
    if (verdict.boundary !== boundary) {
        fault("verdict.boundary", verdict.boundary, `must be as boundary, "${boundary}"`);
    }
    if (verdict.boundary === "unknown") text(verdict.reason, "verdict.reason", fault);
}

function withVerdict(written: WrittenReport): Report {
    const { boundary, identities, crossings, takeovers } = written;
    const verdict: Verdict =
        boundary === "unknown"
            ? { boundary, reason: "the report was written by a version that gives no reason" }
            : { boundary };
    // Without a path to doubt, the boundary was unknown because searches had stopped; which ones wasn't recorded.
    const mayBeUnfinished = boundary === "unknown" && crossings.length + takeovers.length === 0;
    const unfinishedSearches = mayBeUnfinished
        ? identities.flatMap(({ arn, trustClass }) => (trustClass === "nonprod" ? [arn] : []))
        : [];
    return { verdict, unfinishedSearches, ...written };
}

type Fault = (place: string, found: unknown, bound: string) => void;

/** Reports every fault of a value. */
type Check = (value: unknown, place: string, fault: Fault) => void;

const text: Check = (value, place, fault) => {
    if (typeof value !== "string") fault(place, value, "must be a string");
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
const boundaries = oneOf("holds", "crossed", "unknown");
const requiredKeys = {
    version: oneOf(1),
    boundary: boundaries,
    accounts: listOf(object({ id: text, name: text, environment: oneOf(...environments) })),
    identities: listOf(
        object({ arn: text, name: text, account: text, trustClass: oneOf(...trustClasses) }),
    ),
    roles: listOf(object({ arn: text, name: text, account: text })),
    reach,
    crossings: reach,
    takeovers: listOf(object({ identity: text, becomes: text, hops })),
    limits: listOf(text),
};
const report = object(requiredKeys, {
    verdict: object({ boundary: boundaries }, { reason: text }),
    unfinishedSearches: listOf(text),
});

/** A value as messages show it, shortened to 60 characters. */
function shortText(value: unknown): string {
    if (value === undefined) return "missing";
    if (Array.isArray(value)) return "a list";
    if (typeof value === "object" && value !== null) return "an object";
    const shown = JSON.stringify(value);
    return shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
}
