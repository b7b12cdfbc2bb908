import { readFileSync } from "node:fs";

/** A long text of a fixture: `before`, then `repeat` so many `times`, then `after`. */
interface Repeated {
    readonly before?: string;
    readonly repeat: string;
    readonly times: number;
    readonly after?: string;
}

const keys = ["before", "repeat", "times", "after"];

/**
 * A fixture's JSON, with long texts written out: `{"repeat": "x", "times": 6144}` is 6,144 times `x`.
 *
 * @throws SyntaxError if it isn't JSON
 */
export const readCases = (file: string): unknown =>
    JSON.parse(readFileSync(file, "utf8"), (_, value: unknown) =>
        isRepeated(value) ? textOf(value) : value,
    );

const textOf = ({ before = "", repeat, times, after = "" }: Repeated): string =>
    before + repeat.repeat(times) + after;

const isRepeated = (value: unknown): value is Repeated =>
    typeof value === "object" &&
    value !== null &&
    "repeat" in value &&
    "times" in value &&
    Object.keys(value).every((key) => keys.includes(key));
