import type { Step } from "./step";

/** The steps of a node, arranged for quick skipping of those that yield a node already reached. */
export interface StepList {
    readonly list: readonly Step[];
    /** For each step, the index of the node that it yields; -1: it yields something else. */
    readonly yieldedNodes: Int32Array;
    /** ARN to put as `from` of the hops, where the list was computed for an interchangeable user. */
    readonly as?: string;
}

export const stepListOf = (list: readonly Step[]): StepList => ({
    list,
    yieldedNodes: Int32Array.from(list, ({ yields }) => yields.controls?.index ?? -1),
});
