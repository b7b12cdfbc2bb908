import type { Document, StatementReference } from "../policy/document";

/**
 * What is known of a context key.
 *
 * - `known`: the request carries exactly these values.
 * - `absent`: the request doesn't carry the key.
 * - `free`: nobody here can know it; the attacker is given whatever value helps. `within`: a pattern that every value
 *   matches; `from`: no number or date is less (epoch seconds for dates); `absent`: whether it may be missing as well.
 */
export type ContextValue =
    | { readonly known: readonly string[] }
    | { readonly absent: true }
    | {
          readonly attackerControlled: true;
          readonly within?: string;
          readonly from?: number;
          readonly mayBeAbsent: boolean;
      };

/** Context of a request, by key in lower case. A key that AWS doesn't document is free. */
export type Context = (key: string) => ContextValue;

/** Who asks. */
export interface Principal {
    /** `outside`: a principal of the attacker's own account, whose own policies allow everything. */
    readonly kind: "user" | "role" | "root" | "outside";
    /** ARN of the user or role (for a session: of its role). A pattern, if `isPattern`. */
    readonly arn: string;
    /** Whether the ARN stands for every principal that it matches: one that doesn't exist yet. */
    readonly isPattern?: boolean;
    /** 12 digits. */
    readonly accountId: string;
    /** Its identity policies: inline, managed, and a user's groups'. */
    readonly policies: readonly Document[];
    readonly boundary?: Document;
    /** Of the session, if it was limited when it was made. */
    readonly sessionPolicies?: readonly Document[];
    /** Service control policies, a list per level from the root down; each level must allow. Empty: none apply. */
    readonly serviceControlPolicies: readonly (readonly Document[])[];
}

/** What is asked for. */
export interface Question {
    readonly principal: Principal;
    /** In full, as AWS spells it, e.g. `sts:AssumeRole`. */
    readonly action: string;
    /** ARN of the resource; a pattern, if `isPattern`: is there any resource it matches that may be acted on? */
    readonly resource: string;
    readonly isPattern?: boolean;
    /** Account of the resource, 12 digits. */
    readonly resourceAccountId: string;
    /** Trust policy or resource policy, where the resource has one. */
    readonly resourcePolicy?: Document;
    /** Of the resource's account, as for the principal's service control policies. */
    readonly resourceControlPolicies: readonly (readonly Document[])[];
    readonly context: Context;
}

/**
 * The answer, and the statements that decided it: those that let it in, one per lock; or those that refuse it.
 *
 * `denied` is given only for certain; `unknown` says what couldn't be evaluated.
 */
export type Decision =
    | { readonly answer: "allowed"; readonly because: readonly StatementReference[] }
    | {
          readonly answer: "unknown";
          readonly because: readonly StatementReference[];
          readonly reason: string;
      }
    | {
          readonly answer: "denied";
          /** The Deny statements in the way; none: nothing allows it. */
          readonly because: readonly StatementReference[];
          /** The locks that nothing opens. */
          readonly missing: readonly PolicyType[];
      };

/** What must allow a request. */
export type PolicyType =
    | "identity policy"
    | "permissions boundary"
    | "session policy"
    | "service control policy"
    | "resource control policy"
    | "resource policy";
