import type { ReportIdentity } from "../report/report";
import type { Grid } from "./grid";
import { clip, printable, textWidth } from "./text";

const gap = 2;
const longestMark = "10?!".length;
/** Narrower, role names would be cut too short to recognise. */
const leastLabelWidth = 40;

/** Every cell: a block per identity, a line per role, a column per account. */
export function matrixLines(grid: Grid): string[] {
    const { accounts, identities, roleNames } = grid;
    const widths = widthsOf(grid);
    const line = (label: string, cells: readonly string[]): string =>
        [fit(label, widths.label), ...cells.map((cell) => fit(cell, widths.account))]
            .join(" ".repeat(gap))
            .trimEnd();

    return identities.flatMap((identity, i) => [
        ...(i === 0 ? [] : [""]),
        line(
            title(identity),
            accounts.map(({ name }) => name),
        ),
        ...roleNames.map((role) =>
            line(
                `  ${role}`,
                accounts.map((account) => grid.mark(identity, role, account)),
            ),
        ),
    ]);
}

/** Widths of the label column and of the account columns, so that all fit a line. */
function widthsOf({ accounts, identities, roleNames }: Grid): { label: number; account: number } {
    const most = Math.floor((textWidth - leastLabelWidth) / accounts.length) - gap;
    const account = Math.min(
        most,
        Math.max(longestMark, ...accounts.map(({ name }) => printable(name).length)),
    );
    const labels = [...identities.map(title), ...roleNames.map((role) => `  ${role}`)];
    const label = Math.min(
        textWidth - accounts.length * (account + gap),
        Math.max(...labels.map((text) => printable(text).length)),
    );
    return { label, account };
}

const title = ({ name, trustClass }: ReportIdentity): string => `${name} (${trustClass})`;

const fit = (text: string, width: number): string => clip(printable(text), width).padEnd(width);
