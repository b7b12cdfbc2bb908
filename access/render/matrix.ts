import type { ReportIdentity } from "../report/report";
import { emergencyRoles, emergencyTitle } from "./emergency";
import type { Grid } from "./grid";
import { painted } from "./screen";
import type { Screen } from "./screen";
import { clip, printable } from "./text";

const gap = 2;
const longestMark = "10?!".length;
/** Narrower, role names would be cut too short to recognise. */
const leastLabelWidth = 34;

/** Every cell: a block per identity, a line per role, a column per account. */
export function matrixLines(grid: Grid, screen: Screen): string[] {
    const { accounts, identities, roleNames } = grid;
    const widths = widthsOf(grid, screen.width);
    const line = (label: string, cells: readonly string[]): string =>
        [fit(label, widths.label), ...cells.map((cell) => fit(cell, widths.account))]
            .join(" ".repeat(gap))
            .trimEnd();
    // Painted last, since colours have no width.
    const marked = (text: string): string =>
        screen.hasColour
            ? text.replace(/(?<= )\S*[!?](?= |$)/g, (mark) =>
                  painted(screen, mark.includes("!") ? "bad" : "unsure", mark),
              )
            : text;

    const head = (label: string): string =>
        painted(
            screen,
            "title",
            line(
                label,
                accounts.map(({ name }) => name),
            ),
        );
    const cells = (label: string, identity: ReportIdentity, role: string): string =>
        marked(
            line(
                `  ${label}`,
                accounts.map((account) => grid.mark(identity, role, account)),
            ),
        );
    const emergencies = emergencyRoles(grid);

    const blocks = identities.flatMap((identity, i) => [
        ...(i === 0 ? [] : [""]),
        head(title(identity)),
        ...roleNames.map((role) => cells(role, identity, role)),
    ]);
    return emergencies.length === 0
        ? blocks
        : [
              ...blocks,
              "",
              emergencyTitle,
              ...emergencies.flatMap(({ name, identities: reaching }) => [
                  "",
                  head(name),
                  ...(reaching.length === 0 ? ["  no identity"] : []),
                  ...reaching.map((identity) => cells(title(identity), identity, name)),
              ]),
          ];
}

/** Widths of the label column and of the account columns, so that all fit a line. */
function widthsOf(
    { accounts, identities, roleNames, emergencyNames }: Grid,
    width: number,
): { label: number; account: number } {
    const most = Math.floor((width - leastLabelWidth) / accounts.length) - gap;
    const account = Math.min(
        most,
        Math.max(longestMark, ...accounts.map(({ name }) => printable(name).length)),
    );
    const labels = [
        ...identities.map(title),
        ...[...roleNames, ...(emergencyNames.length === 0 ? [] : identities.map(title))].map(
            (label) => `  ${label}`,
        ),
    ];
    const label = Math.min(
        width - accounts.length * (account + gap),
        Math.max(...labels.map((text) => printable(text).length)),
    );
    return { label, account };
}

const title = ({ name, trustClass }: ReportIdentity): string => `${name} (${trustClass})`;

const fit = (text: string, width: number): string => clip(printable(text), width).padEnd(width);
