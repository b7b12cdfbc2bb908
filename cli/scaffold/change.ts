import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";

/** A file as it is to be. */
export interface Change {
    /** From the checkout, with slashes. */
    readonly file: string;
    readonly text: string;
    /** What is there now; `undefined`: nothing is. */
    readonly before: string | undefined;
}

/** What is to be written, and what a person does next. */
export interface Scaffold {
    readonly kind: string;
    readonly name: string;
    readonly changes: readonly Change[];
    /** Commands and steps, in order. */
    readonly next: readonly string[];
}

/** What a file says; `undefined`: there is none. */
export function readIfThere(root: string, file: string): string | undefined {
    try {
        return readFileSync(path.join(root, file), "utf8");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
    }
}

/**
 * Writes all files or none: each beside its place first, then moved there; what was moved is put back if another can't be.
 *
 * @throws Error if a file is no longer as it was when the changes were made, or can't be written
 */
export function writeChanges(root: string, changes: readonly Change[]): void {
    const done: Change[] = [];
    const temporary = ({ file }: Change): string => `${path.join(root, file)}.${process.pid}.new`;
    try {
        for (const change of changes) {
            mkdirSync(path.dirname(path.join(root, change.file)), { recursive: true });
            writeFileSync(temporary(change), change.text, { flag: "wx" });
        }
        for (const change of changes) {
            if (readIfThere(root, change.file) !== change.before) {
                throw new Error(`${change.file} was changed meanwhile; run it again`);
            }
        }
        for (const change of changes) {
            renameSync(temporary(change), path.join(root, change.file));
            done.push(change);
        }
    } catch (error) {
        for (const { file, before } of done) {
            if (before === undefined) rmSync(path.join(root, file), { force: true });
            else writeFileSync(path.join(root, file), before);
        }
        for (const change of changes) rmSync(temporary(change), { force: true });
        throw error;
    }
}
