/** Columns that no line of a text exceeds, where no terminal says how many there are. */
export const textWidth = 100;

/**
 * Text that is safe for a terminal, since names are chosen by others: control characters and characters that change the
 * direction of text are escaped, e.g. `\u001b`.
 */
export const printable = (text: string): string =>
    text.replace(
        /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
        (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
    );

/** At most `width` characters; `…` replaces the middle, since names usually differ at their ends. */
export function clip(text: string, width: number): string {
    if (text.length <= width) return text;
    const tail = Math.floor((width - 1) / 2);
    return `${text.slice(0, width - 1 - tail)}…${text.slice(text.length - tail)}`;
}

/**
 * One sentence as lines of at most `width` columns, made printable. A word that is longer than a line (an ARN, or a hostile
 * name) continues on the next line, after a `/`, `:` or `-` if it has one.
 *
 * @param first prefix of the first line
 * @param rest prefix of the other lines; default: as many spaces
 */
export function wrap(
    text: string,
    first = "",
    rest = " ".repeat(first.length),
    width = textWidth,
): string[] {
    const lines: string[] = [];
    let line = first;
    let isEmpty = true;
    for (const word of printable(text).split(" ")) {
        if (!isEmpty && line.length + 1 + word.length > width) {
            lines.push(line);
            line = rest;
            isEmpty = true;
        }
        line += isEmpty ? word : ` ${word}`;
        isEmpty = false;
        while (line.length > width) {
            const end = breakBefore(line, width, rest.length);
            lines.push(line.slice(0, end));
            line = rest + line.slice(end);
        }
    }
    return [...lines, line.trimEnd()];
}

/** Where a line that is too long may end: after the last separator within the width, else at the width. */
function breakBefore(line: string, width: number, indent: number): number {
    const last = Math.max(...["/", ":", "-"].map((mark) => line.lastIndexOf(mark, width - 1)));
    return last > indent ? last + 1 : width;
}

/** `1 role`, `2 roles`. */
export const count = (n: number, noun: string, plural = `${noun}s`): string =>
    `${n} ${n === 1 ? noun : plural}`;

/** The first names, and the number of the others. */
export function someOf(names: readonly string[], most: number): string {
    const shown = names.slice(0, most).join(", ");
    return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
