import type { Glob } from "../policy/glob";
import { literal } from "../policy/glob";
import type { ResolvedOperands, Requirement } from "./applicability";
import { satisfiableAddress } from "./satisfiableAddress";
import { satisfiableNumber } from "./satisfiableNumber";
import { satisfiableText } from "./satisfiableText";
import type { TextTest } from "./satisfiableText";
import type { Satisfiability } from "./satisfiability";
import type { WorkLimit } from "./workLimit";
import { holdsIfAbsent } from "./conditions";

/** Bounds on an attacker-controlled value. */
export interface ValueBounds {
    /** Globs that every value must match. */
    readonly within: readonly Glob[];
    /** Globs of which every value must match one. @default any value */
    readonly oneOf?: readonly Glob[];
    /** Globs that no value may match. @default none */
    readonly without?: readonly Glob[];
    /** The least number or date. */
    readonly from?: number;
    readonly mayBeAbsent: boolean;
}

/** A test of a single value: whether it must match one of the operands, or none. */
interface ValueTest {
    readonly operands: ResolvedOperands;
    readonly mustHold: boolean;
}

/**
 * Whether a key can have a value, several values, or be absent, so that all requirements on it are
 * met. Tests of different types (text and number, for example) are considered separately; this may
 * find too much satisfiable, never too little.
 */
export function satisfiable(
    requirements: readonly Requirement[],
    bounds: ValueBounds,
    workLimit: WorkLimit,
): Satisfiability {
    const holdsIfMissing = requirements.every(
        ({ test, mustHold }) => test.operands.type === "either" || holdsIfAbsent(test) === mustHold,
    );
    if (bounds.mayBeAbsent && holdsIfMissing) return "satisfiable";
    return satisfiableIfPresent(requirements, bounds, workLimit);
}

function satisfiableIfPresent(
    requirements: readonly Requirement[],
    bounds: ValueBounds,
    workLimit: WorkLimit,
): Satisfiability {
    // `each`: tests that every value must pass. `some`: tests that at least one value must pass.
    const each: ValueTest[] = [];
    const some: ValueTest[] = [];
    const plain: ValueTest[] = [];
    let isSet = false;
    for (const { test, mustHold } of requirements) {
        const { operands, negated, set } = test;
        if (operands.type === "either") continue;
        if (operands.type === "null") {
            if (operands.absent.has(false) !== mustHold) return "unsatisfiable";
            continue;
        }
        const value = { operands, mustHold: mustHold !== negated };
        if (set === undefined) {
            plain.push(value);
            continue;
        }
        isSet = true;
        if ((set === "ForAllValues") === mustHold) each.push(value);
        else some.push(value);
    }
    if (!isSet) return satisfiableValue(plain, bounds, workLimit);
    // With set operators a key has several values, and each test without one may be met by a
    // different value.
    some.push(...plain);
    let result = satisfiableValue(each, bounds, workLimit);
    for (const test of some)
        result = worse(result, satisfiableValue([...each, test], bounds, workLimit));
    return result;
}

/** Whether a single value passes all tests. */
function satisfiableValue(
    tests: readonly ValueTest[],
    bounds: ValueBounds,
    workLimit: WorkLimit,
): Satisfiability {
    let result = satisfiableText(textTests(tests, bounds), workLimit);
    const addresses = tests.flatMap(({ operands, mustHold }) =>
        operands.type === "address" ? [{ ranges: operands.ranges, mustHold }] : [],
    );
    if (addresses.length > 0) result = worse(result, satisfiableAddress(addresses));
    for (const type of ["number", "date"]) {
        const numbers = tests.flatMap(({ operands, mustHold }) =>
            operands.type === type && "bounds" in operands ? [{ ...operands, mustHold }] : [],
        );
        if (numbers.length > 0) result = worse(result, satisfiableNumber(numbers, bounds.from));
    }
    const contents = tests.flatMap(({ operands, mustHold }) =>
        operands.type === "binary"
            ? [
                  {
                      globs: [...operands.contents].map(literal),
                      ignoresCase: false,
                      mustHold,
                  },
              ]
            : [],
    );
    return contents.length > 0 ? worse(result, satisfiableText(contents, workLimit)) : result;
}

const booleans = ["true", "false"].map(literal);

function textTests(
    tests: readonly ValueTest[],
    { within, oneOf, without = [] }: ValueBounds,
): readonly TextTest[] {
    const texts: TextTest[] = within.map((glob) => ({
        globs: [glob],
        ignoresCase: false,
        mustHold: true,
    }));
    if (oneOf !== undefined) texts.push({ globs: oneOf, ignoresCase: false, mustHold: true });
    if (without.length > 0) texts.push({ globs: without, ignoresCase: false, mustHold: false });
    let isBoolean = false;
    for (const { operands, mustHold } of tests) {
        if (operands.type !== "text") continue;
        const { ignoresCase, globs, certain, boolean } = operands;
        texts.push({ ignoresCase, mustHold, globs: mustHold ? globs : certain });
        isBoolean ||= boolean;
    }
    if (isBoolean) texts.push({ globs: booleans, ignoresCase: true, mustHold: true });
    return texts;
}

function worse(left: Satisfiability, right: Satisfiability): Satisfiability {
    if (left === "unsatisfiable" || right === "unsatisfiable") return "unsatisfiable";
    return left === "unknown" || right === "unknown" ? "unknown" : "satisfiable";
}
