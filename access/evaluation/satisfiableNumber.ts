import type { Comparison } from "../policy/operands";
import type { Satisfiability } from "./satisfiability";

/** A comparison that must hold with one of the bounds, or with none. */
export interface NumberTest {
    readonly comparison: Comparison;
    readonly bounds: readonly number[];
    readonly mustHold: boolean;
}

/** Whether the comparison holds with one of the bounds. */
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
 * Whether some number passes all tests. Exact: the result changes only at the bounds, so it
 * suffices to try the bounds, a number between each two, and one beyond each end.
 *
 * @param from the least possible number; `undefined`: unbounded
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
