import { environments } from "../organization/environments";
import type { Environment } from "../organization/environments";
import type { ReportIdentity } from "../report/report";
import { differencesOf } from "./differences";
import { emergencyCounts, emergencyTitle } from "./emergency";
import type { Grid } from "./grid";
import { wrapTo } from "./screen";
import type { Screen } from "./screen";
import { clip, printable, someOf } from "./text";

const gap = 2;
const mostNames = 5;
const mostGroups = 20;
const mostDifferences = 20;

/** For reports too large for a matrix: counts by environment, then the accounts that differ. */
export function summaryLines(grid: Grid, screen: Screen): string[] {
    const present = environments.filter((environment) =>
        grid.accounts.some((account) => account.environment === environment),
    );
    return [
        ...wrapTo(screen)(
            "Roles reached directly + indirectly (+ unknown?), of all roles in the environment:",
        ),
        "",
        ...countLines(grid, present, screen),
        ...emergencyLines(grid, screen),
        // An account that is the only one of its environment has none to differ from.
        ...(grid.accounts.length > present.length ? ["", ...differenceLines(grid, screen)] : []),
    ];
}

function emergencyLines(grid: Grid, screen: Screen): string[] {
    const lines = emergencyCounts(grid);
    if (lines.length === 0) return [];
    return [
        "",
        ...wrapTo(screen)(emergencyTitle),
        ...lines.slice(0, mostGroups).flatMap((text) => wrapTo(screen)(text, "  ", "    ")),
        ...andMore(lines.length - mostGroups, "lines"),
    ];
}

/** A line per group of identities of one class that have the same counts. */
function countLines(grid: Grid, present: readonly Environment[], screen: Screen): string[] {
    const groups = new Map<string, { cells: readonly string[]; identities: ReportIdentity[] }>();
    for (const identity of grid.identities) {
        const cells = present.map((environment) => countText(grid, identity, environment));
        const key = [identity.trustClass, ...cells].join("\n");
        const group = groups.get(key) ?? { cells, identities: [] };
        groups.set(key, group);
        group.identities.push(identity);
    }
    const shown = [...groups.values()].slice(0, mostGroups);
    const width = Math.max(...[present, ...shown.map(({ cells }) => cells)].flat().map(length));
    const labelWidth = screen.width - present.length * (width + gap);
    const line = (label: string, cells: readonly string[]): string =>
        [
            clip(printable(label), labelWidth).padEnd(labelWidth),
            ...cells.map((cell) => cell.padStart(width)),
        ].join(" ".repeat(gap));
    return [
        line("", present),
        ...shown.flatMap(({ cells, identities }) =>
            groupLines(identities, cells, line, wrapTo(screen)),
        ),
        ...andMore(groups.size - shown.length, "lines"),
    ];
}

function groupLines(
    identities: readonly ReportIdentity[],
    cells: readonly string[],
    line: (label: string, cells: readonly string[]) => string,
    wrap: ReturnType<typeof wrapTo>,
): string[] {
    const [first] = identities;
    if (first === undefined) return [];
    if (identities.length === 1) return [line(`${first.name} (${first.trustClass})`, cells)];
    const names = identities.map(({ name }) => name);
    return [
        line(`${identities.length} ${first.trustClass} identities`, cells),
        ...wrap(someOf(names, mostNames), "  "),
    ];
}

function countText(grid: Grid, identity: ReportIdentity, environment: Environment): string {
    let direct = 0;
    let indirect = 0;
    let unknown = 0;
    let all = 0;
    for (const account of grid.accounts) {
        if (account.environment !== environment) continue;
        for (const role of grid.roleNames) {
            const mark = grid.mark(identity, role, account);
            if (mark !== "") all++;
            if (mark === "?") unknown++;
            else if (mark.startsWith("yes")) direct++;
            else if (mark !== "" && mark !== "-") indirect++;
        }
    }
    return `${direct} + ${indirect}${unknown === 0 ? "" : ` + ${unknown}?`} of ${all}`;
}

function differenceLines(grid: Grid, screen: Screen): string[] {
    const differences = differencesOf(grid);
    if (differences.length === 0) {
        return wrapTo(screen)(
            "The accounts of each environment have the same roles, reached in the same way.",
        );
    }
    return [
        "Accounts that differ from the others of their environment:",
        ...differences
            .slice(0, mostDifferences)
            .flatMap(({ environment, accounts, identities, roles, mark, usual }) =>
                wrapTo(screen)(
                    `${someOf(accounts, mostNames)}: ${someOf(roles, mostNames)} by ${someOf(identities, mostNames)}: ${markText(mark)}; elsewhere in ${environment}: ${markText(usual)}`,
                    "  ",
                    "    ",
                ),
            ),
        ...andMore(differences.length - mostDifferences, "differences"),
    ];
}

const markText = (mark: string): string => (mark === "" ? "no such role" : `"${mark}"`);

const andMore = (n: number, what: string): string[] =>
    n > 0 ? [`  and ${n} more ${what}; see --format json`] : [];

const length = (text: string): number => text.length;
