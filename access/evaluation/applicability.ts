import type { Condition } from "../policy/document";
import type { Glob } from "../policy/glob";

/** A condition on an attacker-controlled value that must hold for a statement to apply. */
export interface Requirement {
    /** Context key in lower case, `theResource` or `theSession`. */
    readonly about: string;
    readonly test: Test;
    /** False: the test must fail. */
    readonly mustHold: boolean;
    /**
     * Attacker-controlled context keys that occur in the test as policy variables. Such a variable
     * is treated as a wildcard if the test must match, and as no restriction if it must not. This
     * is exact as long as nothing else is required of the key.
     */
    readonly uses: readonly string[];
}

/** A condition with its policy variables resolved. */
export interface Test extends Pick<Condition, "negated" | "ifExists" | "set"> {
    readonly operands: ResolvedOperands;
}

/** The operands that a value is compared with. */
export type ResolvedOperands =
    | {
          readonly type: "text";
          readonly ignoresCase: boolean;
          readonly boolean: boolean;
          /** If the test must match, one of these must. */
          readonly globs: readonly Glob[];
          /** If the test must not match, none of these may. */
          readonly certain: readonly Glob[];
      }
    | Exclude<Condition["operands"], { type: "text" }>
    /** The value of a policy variable alone decides whether the test holds. */
    | { readonly type: "either" };

/**
 * Takes the place of a context key and stands for the resource. No context key contains this
 * character.
 */
export const theResource = "\u0000resource";
/**
 * Takes the place of a context key and stands for the role session name, which the caller of
 * AssumeRole chooses.
 */
export const theSession = "\u0000session";

/**
 * Whether a statement, or a part of one, applies to the request: certainly not (`notApplicable`),
 * or if all requirements are met. With a `doubt`, it may still not apply.
 */
export type Applicability = typeof notApplicable | PossiblyApplicable;

export interface PossiblyApplicable {
    readonly requirements: readonly Requirement[];
    /** Why the applicability is uncertain. */
    readonly doubt: string | undefined;
}

export const notApplicable = undefined;

const none: readonly Requirement[] = [];

/** Applies, whatever the attacker-controlled values. */
export const applicable: PossiblyApplicable = { requirements: none, doubt: undefined };

export const uncertain = (doubt: string): PossiblyApplicable => ({ requirements: none, doubt });

export const conditional = (requirement: Requirement, doubt?: string): PossiblyApplicable => ({
    requirements: [requirement],
    doubt,
});

export const isCertain = (applicability: PossiblyApplicable): boolean =>
    applicability.doubt === undefined && applicability.requirements.length === 0;

export function allOf(left: PossiblyApplicable, right: Applicability): Applicability {
    if (right === notApplicable) return notApplicable;
    if (left === applicable) return right;
    if (right === applicable) return left;
    return {
        requirements: [...left.requirements, ...right.requirements],
        doubt: left.doubt ?? right.doubt,
    };
}
