import type { Condition } from "../policy/document";
import type { OwnerForm } from "./issuer";

/**
 * Owners whose tokens alone can pass a test of a claim; `undefined`: strangers' may pass, too. Empty: no token passes.
 *
 * @param forms how the claim names an owner
 * @param isAlwaysThere whether every token has the claim, so that `IfExists` makes no difference
 * @param ignoresCase whether two owners' names never differ in case alone
 */
export function ownersNamed(
    condition: Condition,
    forms: readonly OwnerForm[],
    isAlwaysThere: boolean,
    ignoresCase: boolean,
): readonly string[] | undefined {
    if (!isPositive(condition) || (passesWithoutValue(condition) && !isAlwaysThere)) {
        return undefined;
    }
    return ownersOfValues(condition, forms, ignoresCase);
}

/** The same of a test in a Deny: whoever it doesn't hold for is let through. */
export function ownersSpared(
    condition: Condition,
    forms: readonly OwnerForm[],
    ignoresCase: boolean,
): readonly string[] | undefined {
    const { negated, set, operands } = condition;
    if (!negated || set !== undefined || operands.type !== "text") return undefined;
    return ownersOfValues(condition, forms, ignoresCase);
}

/** Whether a test of a claim that is there needs one of its values to match. */
export const isPositive = ({ negated, operands }: Condition): boolean =>
    !negated && operands.type === "text" && !operands.boolean;

/** Whether a test holds of a token without the claim. */
export const passesWithoutValue = ({ ifExists, set }: Condition): boolean =>
    ifExists || set === "ForAllValues";

function ownersOfValues(
    condition: Condition,
    forms: readonly OwnerForm[],
    ignoresCase: boolean,
): readonly string[] | undefined {
    if (comparesWithoutCase(condition) && !ignoresCase) return undefined;
    const owners = new Set<string>();
    for (const value of condition.values) {
        const literal = literalOf(value, condition);
        const owner = ownerIn(literal, forms);
        if (owner !== undefined) owners.add(owner);
        else if (!isOfNoOwner(literal, forms)) return undefined;
    }
    return [...owners];
}

const comparesWithoutCase = ({ operands }: Condition): boolean =>
    operands.type === "text" && operands.ignoresCase;

/** What a value says for certain, from its beginning on. */
export interface Literal {
    readonly text: string;
    /** Whether that is all of the value. */
    readonly isWhole: boolean;
}

/** The part of a value before its first wildcard or policy variable. */
export function literalOf(value: string, { operator }: Condition): Literal {
    const hasWildcards = operator.endsWith("Like") || operator.startsWith("Arn");
    const end = value.search(hasWildcards ? /[*?]|\$\{/ : /\$\{/);
    return end < 0 ? { text: value, isWhole: true } : { text: value.slice(0, end), isWhole: false };
}

function ownerIn({ text, isWhole }: Literal, forms: readonly OwnerForm[]): string | undefined {
    for (const { before, name, after } of forms) {
        if (!text.startsWith(before)) continue;
        const rest = text.slice(before.length);
        const [owner] = new RegExp(`^(?:${name})`).exec(rest) ?? [];
        if (owner === undefined) continue;
        const ends = owner === rest ? isWhole && after.includes("") : false;
        if (ends || after.some((end) => end !== "" && rest.startsWith(end, owner.length))) {
            return owner;
        }
    }
    return undefined;
}

/**
 * Whether a value that is given in full is no token's: it begins as an owner's and has no owner, or its first word has a
 * `*` that is no wildcard there.
 */
const isOfNoOwner = ({ text, isWhole }: Literal, forms: readonly OwnerForm[]): boolean =>
    isWhole &&
    forms.length > 0 &&
    (forms.some(({ before }) => before !== "" && text.startsWith(before)) ||
        /^[^:]*[*?]/.test(text));
