import type { Change } from "./change";
import { accountsIn } from "./reach";
import type { Expectation } from "./reach";

/** Reads a file of the checkout; `undefined`: there is none. */
export type Read = (file: string) => string | undefined;

/** Steps that follow what is written. */
export const format = "npm run format";
export const prove = "npx iam-profiles access";
export const ownTest = "npx mocha test/plan/reach.spec.ts";

/** The accounts that Pulumi.yaml has. */
export const registry = (read: Read) => accountsIn(read("Pulumi.yaml") ?? "");

/** What is to be true of it, for `test/plan/reach.spec.ts`. */
export const test = (
    read: Read,
    team: string | undefined,
    name: string,
    reach: readonly Expectation[],
): Change =>
    made(
        read,
        `${team === undefined ? "test/plan" : `teams/${team}`}/reach/${name}.json`,
        `${JSON.stringify(reach, undefined, 4)}\n`,
    );

/** A file that isn't there yet. @throws Error if it is */
export function made(read: Read, file: string, text: string): Change {
    if (read(file) !== undefined)
        throw new Error(`${file} is there already; it is never overwritten`);
    return { file, text, before: undefined };
}

/** A file that is there, and another text for it. @throws Error naming the file */
export function changed(read: Read, file: string, edit: (text: string) => string): Change {
    const before = read(file);
    if (before === undefined) throw new Error(`there is no ${file}`);
    try {
        return { file, text: edit(before), before };
    } catch (error) {
        throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
    }
}
