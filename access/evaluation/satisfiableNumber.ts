import type { Comparison } from "../policy/operands";
import type { Satisfiability } from "./satisfiability";

/** How a number must stand to one of some bounds, or to none of them. */
export interface NumberTest {
    readonly comparison: Comparison;
    readonly bounds: readonly number[];
    readonly mustHold: boolean;
}

/** Whether a number stands so to one of the bounds. */
export function compares(
    comparison: Comparison,
    number: number,
    bounds: readonly number[],
): boolean {
    switch (comparison) {
        case "=":
            return bounds.some((bound) => number === bound);
        case "<":
            return bounds.some((bound) => number < bound);
        case "<=":
            return bounds.some((bound) => number <= bound);
        case ">":
            return bounds.some((bound) => number > bound);
        case ">=":
            return bounds.some((bound) => number >= bound);
    }
}

/**
 * Whether some number meets all tests. Exact: what holds changes only at the bounds, so those, what is between two of them
 * and what is beyond them all stand for every number.
 *
 * @param from the least number there is; `undefined`: there is none
 */
export function satisfiableNumber(tests: readonly NumberTest[], from?: number): Satisfiability {
    const points = tests.flatMap(({ bounds }) => bounds);
    if (from !== undefined) points.push(from);
    const sorted = [...new Set(points)].sort((left, right) => left - right);
    const candidates = sorted.flatMap((point, index) => [
        point,
        (point + (sorted[index + 1] ?? point + 2)) / 2,
    ]);
    candidates.push((sorted[0] ?? 0) - 1);
    const found = candidates.some(
        (number) =>
            (from === undefined || number >= from) &&
            tests.every(
                ({ comparison, bounds, mustHold }) =>
                    compares(comparison, number, bounds) === mustHold,
            ),
    );
    return found ? "satisfiable" : "unsatisfiable";
}
