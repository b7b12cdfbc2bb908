import type { Report } from "../../report/report";

/** The verdict in words: numbers and fixed words alone, so it needs no escaping. */
export interface Verdict {
    readonly boundary: Report["boundary"];
    readonly title: string;
    readonly heading: string;
    readonly explanation: string;
}

export function verdictOf(report: Report): Verdict {
    const { boundary } = report;
    return {
        boundary,
        title: `${titles[boundary]} - who reaches what`,
        heading: headings[boundary],
        explanation: explanations[boundary](report),
    };
}

const titles = { holds: "Boundary holds", crossed: "BOUNDARY CROSSED", unknown: "CANNOT TELL" };

const headings = {
    holds: "The environment boundary holds",
    crossed: "The environment boundary is crossed",
    unknown: "Cannot tell whether the environment boundary holds",
};

const explanations: Record<Report["boundary"], (report: Report) => string> = {
    holds: () => "No nonprod identity reaches a role outside nonprod accounts.",
    crossed: (report) => `${whatCrosses(report).join(", and ")}.`,
    unknown: (report) =>
        whatCrosses(report).length === 0
            ? "Something that decides could not be evaluated; see what was not evaluated."
            : `${whatCrosses(report).join(", and ")}, unless something that could not be evaluated is in the way.`,
};

/** Parts of a sentence. */
function whatCrosses({ crossings, takeovers }: Report): string[] {
    const parts = [];
    if (crossings.length > 0) {
        const roles = plural(new Set(crossings.map(({ role }) => role)).size, "role");
        parts.push(`${nonprod(crossings, "reaches", "reach")} ${roles} outside nonprod accounts`);
    }
    if (takeovers.length > 0) {
        parts.push(`${nonprod(takeovers, "can become", "can become")} a prod identity`);
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

/** What the report is about, term and value each. */
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
    ];
}

const number = (value: number): string => value.toLocaleString("en-US");
const plural = (value: number, word: string): string =>
    `${number(value)} ${word}${value === 1 ? "" : "s"}`;
