import type { ActionSet } from "./actions";
import type { Operands } from "./operands";
import type { PrincipalSet } from "./principals";
import type { ResourceSet } from "./resources";

/** Where a document stands, which decides the elements its statements have. */
export type Grammar = "identity" | "trust" | "resource";

/**
 * A policy document, compiled.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface Document {
    /**
     * As reports name it: a managed policy's ARN, `<owner's ARN> inline policy <name>`, `<role's ARN> trust policy` or
     * `<secret's ARN> resource policy`.
     */
    readonly name: string;
    readonly statements: readonly Statement[];
    /** Why it couldn't be read; whatever it might say is then unknown. `statements` is empty. */
    readonly fault?: string;
}

/** One statement. */
export interface Statement {
    /** Name of its document. */
    readonly document: string;
    /** Its place in the document, from 0. */
    readonly index: number;
    readonly sid?: string;
    /** The same, as reports quote it: one object, since a report of a large organization shows it very often. */
    readonly reference: StatementReference;
    readonly effect: "Allow" | "Deny";
    /** Absent in identity policies. */
    readonly principals?: PrincipalSet;
    readonly actions: ActionSet;
    /** Absent in trust policies: the resource is the role that carries it. */
    readonly resources?: ResourceSet;
    readonly conditions: readonly Condition[];
    /** Why a part of it isn't understood; what it does is then unknown. */
    readonly fault?: string;
}

/** One test of a Condition block; all tests of a statement must hold. */
export interface Condition {
    /** As AWS spells it, `IfExists` and set prefix taken off, e.g. `StringEquals`. */
    readonly operator: string;
    readonly ifExists: boolean;
    readonly set?: "ForAllValues" | "ForAnyValue";
    /** Context key in lower case, since IAM ignores its case. */
    readonly key: string;
    /** Alternatives. Policy variables are not replaced yet. */
    readonly values: readonly string[];
    /** Whether it holds if none of the values matches, e.g. `StringNotEquals`. */
    readonly negated: boolean;
    /** The same values, compiled. */
    readonly operands: Operands;
}

/** A statement that decided something, as reports quote it. */
export interface StatementReference {
    readonly document: string;
    /** Its place in the document, from 0. */
    readonly statement: number;
    readonly sid?: string;
}
