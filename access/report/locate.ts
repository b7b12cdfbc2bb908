import type { StatementReference } from "../policy/document";

/** A place in a file. */
export interface Location {
    /** Path with `/`: relative to the current folder if it is below it, else absolute. */
    readonly file: string;
    /** From 1. */
    readonly line: number;
}

/** Where a statement is written; `undefined`: not known. */
export type Locate = (statement: StatementReference) => Location | undefined;
