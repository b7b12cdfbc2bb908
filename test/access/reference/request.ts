import type { RawAsker } from "./rawQuestion";

/** A request in which everything is chosen: nothing is free, nothing is a pattern. */
export interface Request {
    readonly asker: RawAsker;
    /** ARN of the role's session; absent where the asker is no role. */
    readonly sessionArn?: string;
    readonly action: string;
    readonly resource: string;
    readonly resourceAccountId: string;
    /** By key in lower case; a key that isn't here isn't in the request. */
    readonly context: ReadonlyMap<string, readonly string[]>;
}
