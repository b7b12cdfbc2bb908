/** A stream that may be a terminal. */
interface Stream {
    readonly isTTY?: boolean;
    readonly columns?: number;
}

const leastWidth = 40;

/** Columns of a terminal; of anything else, lines have no limit. */
export const widthOf = ({ isTTY, columns }: Stream): number =>
    isTTY === true && columns !== undefined ? Math.max(leastWidth, columns) : Infinity;

/**
 * A text with its lines broken between words, where they are longer than the width: with the indent of the line, that of
 * the text in an item of a list or a line of a diff, and a backslash in a command line, so that it can be copied. A word that is longer than a line stays whole.
 */
export const fitted = (text: string, width: number): string =>
    width === Infinity
        ? text
        : text
              .split("\n")
              .flatMap((line) => broken(line, width))
              .join("\n");

/** As `fitted`, for a help text: lines of one paragraph are joined first, since they are broken for wider screens. */
export const fittedHelp = (text: string, width: number): string =>
    width === Infinity ? text : fitted(text.replace(/(?<=^\S.*)\n(?=\S)/gm, " "), width);

function broken(line: string, width: number): string[] {
    if (line.length <= width) return [line];
    const indent = /^ */.exec(line)?.[0] ?? "";
    const isCommand = /^ *\$ /.test(line);
    const isItem = /^ *[-+] /.test(line);
    const [rest, end] = isCommand
        ? [`${indent}    `, " \\"]
        : [isItem ? `${indent}  ` : indent, ""];
    const lines: string[] = [];
    let current = indent;
    let isEmpty = true;
    for (const word of line.slice(indent.length).split(" ")) {
        if (!isEmpty && current.length + 1 + word.length + end.length > width) {
            lines.push(current + end);
            current = rest;
            isEmpty = true;
        }
        current += isEmpty ? word : ` ${word}`;
        isEmpty = false;
    }
    return [...lines, current];
}
