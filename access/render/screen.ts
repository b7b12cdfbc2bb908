import { styleText } from "node:util";

import { textWidth, wrap } from "./text";

/** What a part of a text means; colour alone never says it. */
export type Meaning = "good" | "bad" | "unsure" | "title" | "faint";

/** Where a text is shown. */
export interface Screen {
    /** Columns that no line exceeds, unless a word of it is longer: from 40. */
    readonly width: number;
    /** Lines after which the answer is repeated. */
    readonly height: number;
    readonly hasColour: boolean;
}

/** No terminal: a file, a pipe, a test. */
export const plain: Screen = { width: textWidth, height: 60, hasColour: false };

const styles = {
    good: "green",
    bad: "red",
    unsure: "yellow",
    title: "bold",
    faint: "dim",
} as const satisfies Record<Meaning, Parameters<typeof styleText>[0]>;

/** A text in colour, where the screen has any. */
export const painted = (screen: Screen, meaning: Meaning, text: string): string =>
    screen.hasColour ? styleText(styles[meaning], text, { validateStream: false }) : text;

/** As `wrap`, to the width of a screen. */
export const wrapTo =
    (screen: Screen) =>
    (text: string, first?: string, rest?: string): string[] =>
        wrap(text, first, rest, screen.width);

/** `--color` of a command. */
export const colourChoices = ["auto", "always", "never"] as const;
export type ColourChoice = (typeof colourChoices)[number];

const leastWidth = 40;
const mostWidth = 120;

/**
 * The screen that a command prints to. `FORCE_COLOR` and `NO_COLOR` decide where `--color` doesn't.
 *
 * @see https://no-color.org
 */
export function screenOf(
    stream: { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number },
    environment: Readonly<Record<string, string | undefined>>,
    choice: ColourChoice = "auto",
): Screen {
    const isTerminal = stream.isTTY === true;
    const width = isTerminal ? (stream.columns ?? plain.width) : plain.width;
    return {
        width: Math.max(leastWidth, Math.min(mostWidth, width)),
        height: isTerminal ? (stream.rows ?? plain.height) : plain.height,
        hasColour: choice === "auto" ? autoColour(isTerminal, environment) : choice === "always",
    };
}

function autoColour(
    isTerminal: boolean,
    environment: Readonly<Record<string, string | undefined>>,
): boolean {
    const force = environment["FORCE_COLOR"];
    if (force !== undefined) return !["0", "false"].includes(force);
    if ((environment["NO_COLOR"] ?? "") !== "" || environment["TERM"] === "dumb") return false;
    return isTerminal;
}
