import { readAddress, inRange } from "../policy/addressRange";
import type { Condition } from "../policy/document";
import { matches } from "../policy/glob";
import { readDate, readNumber } from "../policy/numberValue";
import { canonicalBase64 } from "../policy/operands";
import { globsOf, matchesAny } from "../policy/patterns";
import { applicable, uncertain, notApplicable, conditional } from "./applicability";
import type { Applicability, ResolvedOperands, Test } from "./applicability";
import { compares } from "./satisfiableNumber";
import type { Context } from "./question";
import { unresolvedVariable } from "./resources";
import { globWithin } from "./within";
import { resolve } from "./variables";
import type { Resolved } from "./variables";

/** No, perhaps, yes. "And" is the minimum, "or" the maximum, and "not" the difference from yes. */
type Answer = 0 | 1 | 2;
const no = 0;
const perhaps = 1;
const yes = 2;

/** Whether one test of a Condition block holds for the request. */
export function holds(condition: Condition, context: Context): Applicability {
    const { key, operands, set } = condition;
    const value = context(key);
    const isText = operands.type === "text";
    const resolved =
        isText && operands.patterns.templates.length > 0
            ? resolve(operands.patterns.templates, context, operands.ignoresCase)
            : undefined;
    if ("attackerControlled" in value) {
        for (const one of value.includes ?? []) {
            const answer = byOneValue(condition, one);
            if (answer === no) return notApplicable;
            if (answer === yes) return applicable;
        }
        return holdsIfAttackerControlled(condition, resolved);
    }
    const values = "known" in value ? value.known : [];
    if (operands.type === "null") {
        return operands.absent.has(values.length === 0) ? applicable : notApplicable;
    }
    if (values.length === 0) {
        const answer = holdsIfAbsent(condition);
        if (answer && resolved?.unresolved === true && condition.negated && !condition.ifExists) {
            return uncertain(unresolvedVariable);
        }
        return answer ? applicable : notApplicable;
    }
    let answer = overall(condition, values, resolved, false);
    if (resolved && resolved.attackerControlled.length > 0) {
        const other = overall(condition, values, resolved, true);
        if (other !== answer) {
            const test: Test = { operands: { type: "either" }, negated: false, ifExists: false };
            const [about = key] = resolved.uses;
            return conditional({ about, test, mustHold: true, uses: resolved.uses });
        }
    }
    // AWS documents that a set operator treats an empty value, "for example, an empty string", like
    // a missing key.
    if (set !== undefined && values.every((text) => text === "")) {
        if (answer !== (set === "ForAllValues" ? yes : no)) answer = perhaps;
    }
    if (answer === no) return notApplicable;
    if (answer === yes && resolved?.unresolved !== true) return applicable;
    return uncertain(
        resolved?.unresolved === true
            ? unresolvedVariable
            : `the request's values of ${key} are not valid for ${condition.operator}`,
    );
}

/**
 * Whether a test holds if the request does not contain its key.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function holdsIfAbsent({
    ifExists,
    set,
    negated,
    operands,
}: Pick<Condition, "ifExists" | "set" | "negated"> & {
    readonly operands: Condition["operands"] | ResolvedOperands;
}): boolean {
    if (operands.type === "null") return operands.absent.has(true);
    if (ifExists || set === "ForAllValues") return true;
    return set === undefined && negated;
}

/** Whether a test of a set holds by one of its values alone. @param value in lower case; the attacker chooses its case */
function byOneValue({ operands, values, negated, set }: Condition, value: string): Answer {
    if (operands.type !== "text" || operands.patterns.templates.length > 0) return perhaps;
    const mayMatch = values.some((text) => matches(globWithin(text, true), value));
    const match = !mayMatch
        ? no
        : operands.ignoresCase
          ? matchOne(operands, value, undefined, false)
          : perhaps;
    const answer = negated ? yes - match : match;
    if (set === "ForAllValues") return answer === no ? no : perhaps;
    return set === "ForAnyValue" && answer === yes ? yes : perhaps;
}

/** Applicability of a test whose key is attacker-controlled. */
function holdsIfAttackerControlled(
    condition: Condition,
    resolved: Resolved | undefined,
): Applicability {
    const { key, operands, negated, ifExists, set } = condition;
    let resolvedOperands: ResolvedOperands;
    if (operands.type === "text") {
        const { ignoresCase, boolean, patterns } = operands;
        const plain = globsOf(patterns);
        const certain = resolved ? [...plain, ...resolved.known] : plain;
        const globs = resolved ? [...certain, ...resolved.attackerControlled] : certain;
        resolvedOperands = { type: "text", ignoresCase, boolean, globs, certain };
    } else {
        resolvedOperands = operands;
    }
    const test: Test = {
        operands: resolvedOperands,
        negated,
        ifExists,
        ...(set === undefined ? {} : { set }),
    };
    return conditional(
        { about: key, test, mustHold: true, uses: resolved?.uses ?? [] },
        resolved?.unresolved === true ? unresolvedVariable : undefined,
    );
}

/**
 * @param withAttackerControlled whether patterns with attacker-controlled variables count as
 *   operands
 */
function overall(
    { operands, negated, set }: Condition,
    values: readonly string[],
    resolved: Resolved | undefined,
    withAttackerControlled: boolean,
): Answer {
    let least: Answer = yes;
    let greatest: Answer = no;
    for (const value of values) {
        const match = matchOne(operands, value, resolved, withAttackerControlled);
        const answer = (negated ? yes - match : match) as Answer;
        if (answer < least) least = answer;
        if (answer > greatest) greatest = answer;
    }
    if (set === "ForAllValues") return least;
    if (set === "ForAnyValue") return greatest;
    // AWS does not document how operators without a set prefix treat several values.
    return least === greatest ? least : perhaps;
}

function matchOne(
    operands: Condition["operands"],
    value: string,
    resolved: Resolved | undefined,
    withAttackerControlled: boolean,
): Answer {
    switch (operands.type) {
        case "text": {
            const text = operands.ignoresCase ? value.toLowerCase() : value;
            const found =
                matchesAny(operands.patterns, text) ||
                (resolved !== undefined &&
                    (resolved.known.some((glob) => matches(glob, text)) ||
                        (withAttackerControlled &&
                            resolved.attackerControlled.some((glob) => matches(glob, text)))));
            return found ? yes : no;
        }
        case "number":
        case "date": {
            const number = operands.type === "number" ? readNumber(value) : readDate(value);
            if (number === undefined) return perhaps;
            return compares(operands.comparison, number, operands.bounds) ? yes : no;
        }
        case "address": {
            const address = readAddress(value);
            if (address === undefined) return perhaps;
            return operands.ranges.some((range) => inRange(range, address)) ? yes : no;
        }
        case "binary": {
            const content = canonicalBase64(value);
            if (content === undefined) return perhaps;
            return operands.contents.has(content) ? yes : no;
        }
        case "null":
            return no;
    }
}
