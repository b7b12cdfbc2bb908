import type { Report } from "../../report/report";

/** The verdict in words. Plain text: what puts it into markup must escape it. */
export interface Headline {
    readonly boundary: Report["boundary"];
    readonly title: string;
    readonly heading: string;
    readonly explanation: string;
}

export function headlineOf(report: Report): Headline {
    const { boundary } = report.verdict;
    return {
        boundary,
        title: `${titles[boundary]} - who reaches what`,
        heading: headings[boundary],
        explanation: explanationOf(report),
    };
}

const titles = {
    holds: "Boundary holds",
    crossed: "BOUNDARY CROSSED",
    unknown: "BOUNDARY UNKNOWN",
};

const headings = {
    holds: "The environment boundary holds",
    crossed: "The environment boundary is crossed",
    unknown: "Cannot determine whether the environment boundary holds",
};

function explanationOf(report: Report): string {
    const { verdict } = report;
    switch (verdict.boundary) {
        case "holds":
            return "No nonprod identity reaches a role outside nonprod accounts.";
        case "crossed":
            return sentence(whatCrosses(report, ["reaches", "reach"], "can").join(", and "));
        case "unknown": {
            const crosses = whatCrosses(report, ["may reach", "may reach"], "may");
            return sentence(
                [...(crosses.length > 0 ? [crosses.join(", and ")] : []), verdict.reason].join(
                    "; ",
                ),
            );
        }
    }
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** Parts of a sentence. @param reach of one identity, and of several */
function whatCrosses(
    { crossings, takeovers }: Report,
    reach: readonly [string, string],
    may: string,
): string[] {
    const parts = [];
    if (crossings.length > 0) {
        const roles = plural(new Set(crossings.map(({ role }) => role)).size, "role");
        parts.push(`${nonprod(crossings, ...reach)} ${roles} outside nonprod accounts`);
    }
    if (takeovers.length > 0) {
        parts.push(`${nonprod(takeovers, `${may} become`, `${may} become`)} a prod identity`);
    }
    return parts;
}

/** The identities with their verb, e.g. `2 nonprod identities reach`. */
function nonprod(
    paths: readonly { readonly identity: string }[],
    verbOfOne: string,
    verbOfMany: string,
): string {
    const { size } = new Set(paths.map(({ identity }) => identity));
    return size === 1
        ? `1 nonprod identity ${verbOfOne}`
        : `${number(size)} nonprod identities ${verbOfMany}`;
}

/** Cells without a path of identities whose search isn't finished; absent: there are none. */
function unknownCells({ unfinishedSearches, reach, roles }: Report): [string, string][] {
    const unfinished = new Set(unfinishedSearches);
    const found = reach.filter(({ identity }) => unfinished.has(identity)).length;
    const cells = unfinished.size * roles.length - found;
    return cells === 0 ? [] : [["cells unknown", number(cells)]];
}

/** Totals of the report: term and value. */
export function countsOf(report: Report): [string, string][] {
    const direct = report.reach.filter(({ hops }) => hops.length <= 1).length;
    const cells = report.identities.length * report.roles.length;
    return [
        ["identities", number(report.identities.length)],
        ["accounts", number(report.accounts.length)],
        ["roles", number(report.roles.length)],
        ["cells reached", `${number(report.reach.length)} of ${number(cells)}`],
        ["reached directly", number(direct)],
        ["crossings", number(report.crossings.length)],
        ...unknownCells(report),
    ];
}

const number = (value: number): string => value.toLocaleString("en-US");
const plural = (value: number, word: string): string =>
    `${number(value)} ${word}${value === 1 ? "" : "s"}`;
