import type { ActionSet } from "./actions";
import type { Operands } from "./operands";
import type { PrincipalSet } from "./principals";
import type { ResourceSet } from "./resources";

/** The kind of a document, which decides the elements of its statements. */
export type Grammar = "identity" | "trust" | "resource";

/**
 * A policy document, compiled.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface Document {
    /**
     * Name in reports: a managed policy's ARN, `<owner's ARN> inline policy <name>`, `<role's ARN>
     * trust policy` or `<secret's ARN> resource policy`.
     */
    readonly name: string;
    readonly statements: readonly Statement[];
    /** Why it cannot be read; its effect is then unknown, and `statements` is empty. */
    readonly fault?: string;
}

/** One statement. */
export interface Statement {
    /** Name of its document. */
    readonly document: string;
    /** Position in the document, from 0. */
    readonly index: number;
    readonly sid?: string;
    /** The reference that reports print; one shared object, since large reports repeat it often. */
    readonly reference: StatementReference;
    readonly effect: "Allow" | "Deny";
    /** Absent in identity policies. */
    readonly principals?: PrincipalSet;
    readonly actions: ActionSet;
    /** Absent in trust policies: the resource is the role itself. */
    readonly resources?: ResourceSet;
    readonly conditions: readonly Condition[];
    /** Why a part of it is invalid; its effect is then unknown. */
    readonly fault?: string;
}

/** One test of a Condition block; all tests of a statement must hold. */
export interface Condition {
    /** Operator name as AWS spells it, without `IfExists` and set prefix, e.g. `StringEquals`. */
    readonly operator: string;
    readonly ifExists: boolean;
    readonly set?: "ForAllValues" | "ForAnyValue";
    /** Context key in lower case; IAM ignores case. */
    readonly key: string;
    /** Alternatives, with policy variables not resolved. */
    readonly values: readonly string[];
    /** Whether the test holds if none of the values matches, e.g. `StringNotEquals`. */
    readonly negated: boolean;
    /** The same values, compiled. */
    readonly operands: Operands;
}

/** A statement that a decision is based on, as reports print it. */
export interface StatementReference {
    readonly document: string;
    /** Position in the document, from 0. */
    readonly statement: number;
    readonly sid?: string;
}
