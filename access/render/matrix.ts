import type { ReportIdentity } from "../report/report";
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

    return identities.flatMap((identity, i) => [
        ...(i === 0 ? [] : [""]),
        painted(
            screen,
            "title",
            line(
                title(identity),
                accounts.map(({ name }) => name),
            ),
        ),
        ...roleNames.map((role) =>
            marked(
                line(
                    `  ${role}`,
                    accounts.map((account) => grid.mark(identity, role, account)),
                ),
            ),
        ),
    ]);
}

/** Widths of the label column and of the account columns, so that all fit a line. */
function widthsOf(
    { accounts, identities, roleNames }: Grid,
    width: number,
): { label: number; account: number } {
    const most = Math.floor((width - leastLabelWidth) / accounts.length) - gap;
    const account = Math.min(
        most,
        Math.max(longestMark, ...accounts.map(({ name }) => printable(name).length)),
    );
    const labels = [...identities.map(title), ...roleNames.map((role) => `  ${role}`)];
    const label = Math.min(
        width - accounts.length * (account + gap),
        Math.max(...labels.map((text) => printable(text).length)),
    );
    return { label, account };
}

const title = ({ name, trustClass }: ReportIdentity): string => `${name} (${trustClass})`;

const fit = (text: string, width: number): string => clip(printable(text), width).padEnd(width);
