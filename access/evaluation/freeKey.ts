import type { Glob } from "../policy/glob";
import { literal } from "../policy/glob";
import type { FreeOperands, Requirement } from "./application";
import { chooseAddress } from "./chooseAddress";
import { chooseNumber } from "./chooseNumber";
import { chooseText } from "./chooseText";
import type { Budget, Choice, TextTest } from "./chooseText";
import { holdsIfAbsent } from "./conditions";

/** What the attacker may choose. */
export interface Freedom {
    /** Globs that every value matches. */
    readonly within: readonly Glob[];
    /** No number or date is less. */
    readonly from?: number;
    readonly mayBeAbsent: boolean;
}

/** A test of one value: whether it must match one of the operands, or none. */
interface ValueTest {
    readonly operands: FreeOperands;
    readonly wanted: boolean;
}

/**
 * Whether there is a value of a key, several values, or none at all, so that all requirements about the key are met at once.
 * Tests of different types (text and number, say) are looked at apart, which can only find too much possible.
 */
export function choose(
    requirements: readonly Requirement[],
    freedom: Freedom,
    budget: Budget,
): Choice {
    const absence = requirements.every(
        ({ test, wanted }) => test.operands.type === "either" || holdsIfAbsent(test) === wanted,
    );
    if (freedom.mayBeAbsent && absence) return "some";
    return choosePresent(requirements, freedom, budget);
}

function choosePresent(
    requirements: readonly Requirement[],
    freedom: Freedom,
    budget: Budget,
): Choice {
    // Tests that every value must pass, and tests of which each needs a value that passes it.
    const each: ValueTest[] = [];
    const some: ValueTest[] = [];
    const plain: ValueTest[] = [];
    let isSet = false;
    for (const { test, wanted } of requirements) {
        const { operands, negated, set } = test;
        if (operands.type === "either") continue;
        if (operands.type === "null") {
            if (operands.absent.has(false) !== wanted) return "none";
            continue;
        }
        const value = { operands, wanted: wanted !== negated };
        if (set === undefined) {
            plain.push(value);
            continue;
        }
        isSet = true;
        if ((set === "ForAllValues") === wanted) each.push(value);
        else some.push(value);
    }
    if (!isSet) return chooseValue(plain, freedom, budget);
    // A key tested with set operators has many values, and each plain test may be met by another of them.
    some.push(...plain);
    let choice = chooseValue(each, freedom, budget);
    for (const test of some) choice = worse(choice, chooseValue([...each, test], freedom, budget));
    return choice;
}

/** Whether one value passes all tests. */
function chooseValue(tests: readonly ValueTest[], freedom: Freedom, budget: Budget): Choice {
    let choice = chooseText(textTests(tests, freedom), budget);
    const addresses = tests.flatMap(({ operands, wanted }) =>
        operands.type === "address" ? [{ ranges: operands.ranges, wanted }] : [],
    );
    if (addresses.length > 0) choice = worse(choice, chooseAddress(addresses));
    for (const type of ["number", "date"]) {
        const numbers = tests.flatMap(({ operands, wanted }) =>
            operands.type === type && "bounds" in operands ? [{ ...operands, wanted }] : [],
        );
        if (numbers.length > 0) choice = worse(choice, chooseNumber(numbers, freedom.from));
    }
    const contents = tests.flatMap(({ operands, wanted }) =>
        operands.type === "binary"
            ? [
                  {
                      globs: [...operands.contents].map(literal),
                      ignoresCase: false,
                      wanted,
                  },
              ]
            : [],
    );
    return contents.length > 0 ? worse(choice, chooseText(contents, budget)) : choice;
}

const booleans = ["true", "false"].map(literal);

function textTests(tests: readonly ValueTest[], { within }: Freedom): readonly TextTest[] {
    const texts: TextTest[] = within.map((glob) => ({
        globs: [glob],
        ignoresCase: false,
        wanted: true,
    }));
    let isBoolean = false;
    for (const { operands, wanted } of tests) {
        if (operands.type !== "text") continue;
        const { ignoresCase, globs, certain, boolean } = operands;
        texts.push({ ignoresCase, wanted, globs: wanted ? globs : certain });
        isBoolean ||= boolean;
    }
    if (isBoolean) texts.push({ globs: booleans, ignoresCase: true, wanted: true });
    return texts;
}

function worse(left: Choice, right: Choice): Choice {
    if (left === "none" || right === "none") return "none";
    return left === "unknown" || right === "unknown" ? "unknown" : "some";
}
