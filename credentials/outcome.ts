import type { Step } from "./rotationState";

/** How one identity's rotation ended. Nothing of it is secret. */
export interface Outcome {
    readonly identity: string;
    /**
     * `rotated`: another version is current. `cleaned`: an old key was deactivated or deleted. `unchanged`: nothing was to do.
     * `waiting`: due, but a key that may be in use takes its place, see `detail`. `failed`: see `detail`; run it again.
     */
    readonly result: "rotated" | "cleaned" | "unchanged" | "waiting" | "failed";
    /** Steps that were taken, in order. */
    readonly steps: readonly Step[];
    /** One sentence for people. */
    readonly detail?: string;
}
