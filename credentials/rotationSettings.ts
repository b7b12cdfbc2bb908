import type { Step } from "./rotationState";
import type { Target } from "./target";

/** How a rotation is driven: `RotateOptions` with their defaults. */
export interface RotationSettings {
    readonly graceMs: number;
    readonly maxAgeMs: number;
    readonly force: boolean;
    readonly rebind: boolean;
    /** Id of a key, or its last characters. */
    readonly hasten?: string;
    readonly otherRunMs: number;
    readonly now: () => Date;
    readonly sleep: (ms: number) => Promise<unknown>;
    readonly onStep: (target: Target, step: Step) => void;
}
