import type { Condition } from "../policy/document";
import type { Glob } from "../policy/glob";

/** What has to be so of something the attacker chooses, for a statement to apply. */
export interface Requirement {
    /** Context key in lower case; `theResource` or `theSession`. */
    readonly about: string;
    readonly test: Test;
    /** Whether the test must hold, or must not. */
    readonly mustHold: boolean;
    /**
     * Context keys whose free value stands in the test as a policy variable: a wildcard when the test must match, and
     * no hindrance when it must not. That is exact as long as nothing else is required of the key.
     */
    readonly uses: readonly string[];
}

/** A condition whose policy variables are replaced. */
export interface Test extends Pick<Condition, "negated" | "ifExists" | "set"> {
    readonly operands: ResolvedOperands;
}

/** What a value is compared with. */
export type ResolvedOperands =
    | {
          readonly type: "text";
          readonly ignoresCase: boolean;
          readonly boolean: boolean;
          /** One of these must match, if a match is needed. */
          readonly globs: readonly Glob[];
          /** None of these may match, if no match is needed. */
          readonly certain: readonly Glob[];
      }
    | Exclude<Condition["operands"], { type: "text" }>
    /** Whether it holds is decided by the value of a policy variable alone. */
    | { readonly type: "either" };

/** Stands for the resource where context keys are named; no key has such a character. */
export const theResource = "\u0000resource";
/** Stands for the name of a role's session, which whoever assumes the role chooses. */
export const theSession = "\u0000session";

/**
 * Whether a part of a statement, or a statement, applies: certainly not (`notApplicable`), or if all requirements are met; even
 * then not for certain, if there is a `doubt`.
 */
export type Applicability = typeof notApplicable | PossiblyApplicable;

export interface PossiblyApplicable {
    readonly requirements: readonly Requirement[];
    /** Why it isn't certain. */
    readonly doubt: string | undefined;
}

export const notApplicable = undefined;

const none: readonly Requirement[] = [];

/** PossiblyApplicable, whatever the attacker chooses. */
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
