import type { Step } from "./rotation";

/** How one identity's rotation ended. Nothing of it is secret. */
export interface Outcome {
    readonly identity: string;
    /**
     * `rotated`: a new key is current. `cleaned`: an old key was deactivated or deleted. `unchanged`: nothing was to do.
     * `waiting`: due, but the previous key has to work until `detail`. `failed`: see `detail`; run it again.
     */
    readonly result: "rotated" | "cleaned" | "unchanged" | "waiting" | "failed";
    /** Steps that were taken, in order. */
    readonly steps: readonly Step[];
    /** One sentence for people. */
    readonly detail?: string;
}
