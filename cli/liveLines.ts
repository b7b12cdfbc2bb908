import { fitted, widthOf } from "../platform/fitted";

/** What is written to: a terminal, or anything else. */
export interface Output {
    readonly isTTY?: boolean;
    readonly columns?: number;
    readonly rows?: number;
    readonly write: (text: string) => unknown;
}

/** Lines at the end of a terminal, which are written anew while other lines are printed above them. */
export interface LiveLines {
    /** Prints a text that stays. */
    readonly print: (text: string) => void;
    /** Prints what another program printed, as it is. */
    readonly pass: (text: string) => void;
    /** Sets the line of a name; elsewhere than on a terminal, nothing is written. */
    readonly set: (name: string, line: string) => void;
    readonly remove: (name: string) => void;
}

/** Cursor to the first column, so many lines up; then everything from there on erased. */
const erase = (lines: number): string => (lines === 0 ? "" : `\u001b[${lines}A\r\u001b[J`);

/** What has left the top of a screen can't be erased. */
const fitting = (lines: readonly string[], rows: number): readonly string[] =>
    lines.length <= rows
        ? lines
        : [...lines.slice(0, rows - 1), `and ${lines.length - rows + 1} more`];

export function liveLines(output: Output): LiveLines {
    const isTerminal = output.isTTY === true;
    const lines = new Map<string, string>();
    let shown = 0;
    const draw = (above: string): void => {
        // In one piece, so that it doesn't flicker. A line that is broken would not be erased whole.
        const width = widthOf(output);
        const live = fitting([...lines.values()], (output.rows ?? 24) - 1).map(
            (line) => `${line.slice(0, width - 1)}\n`,
        );
        output.write(`${erase(shown)}${above}${live.join("")}`);
        shown = live.length;
    };
    return {
        print: (text) => {
            draw(`${fitted(text, widthOf(output))}\n`);
        },
        pass: (text) => {
            draw(`${text}\n`);
        },
        set: (name, line) => {
            if (!isTerminal || lines.get(name) === line) return;
            lines.set(name, line);
            draw("");
        },
        remove: (name) => {
            if (lines.delete(name)) draw("");
        },
    };
}
