import type { Document, StatementReference } from "../policy/document";

import type { SessionName } from "./sessionName";

/**
 * The value of a context key.
 *
 * - `known`: the request has exactly these values.
 * - `absent`: the request does not have the key.
 * - `attackerControlled`: the attacker can choose the value, or it cannot be known; any value is
 *   possible. `within`: a pattern that every value matches; `oneOf`: patterns of which every value
 *   matches one; `without`: patterns that no value matches; `includes`: some of its values, in lower
 *   case, of which the attacker chooses the case;
 *   `from`: the least number or date (epoch seconds); `mayBeAbsent`: whether the key may also be missing.
 */
export type ContextValue =
    | { readonly known: readonly string[] }
    | { readonly absent: true }
    | {
          readonly attackerControlled: true;
          readonly within?: string;
          readonly oneOf?: readonly string[];
          readonly includes?: readonly string[];
          readonly without?: readonly string[];
          readonly from?: number;
          readonly mayBeAbsent: boolean;
      };

/** Values of tags by key as written; `undefined`: any value is possible, and none. */
export type Tags = ReadonlyMap<string, string | undefined>;

/** The context of a request, by key in lower case. Undocumented keys are attacker-controlled. */
export type Context = (key: string) => ContextValue;

/** The principal that makes a request. */
export interface Principal {
    /**
     * `outside`: a principal of the attacker's own account, whose identity policies allow
     * everything.
     */
    readonly kind: "user" | "role" | "root" | "outside";
    /** ARN of the user or role (for a session: of its role); a pattern, if `isPattern`. */
    readonly arn: string;
    /** Whether the ARN stands for every principal that it matches, such as one not created yet. */
    readonly isPattern?: boolean;
    /** ARN patterns of existing principals that it is not, although its own pattern matches them. */
    readonly isNot?: readonly string[];
    /** Of a role's session, what is known about its name. @default whoever makes the request chose it */
    readonly sessionName?: SessionName;
    /** 12 digits. */
    readonly accountId: string;
    /** Its identity policies: inline, managed, and a user's groups'. */
    readonly policies: readonly Document[];
    readonly boundary?: Document;
    /** Session policies, if the session has any. */
    readonly sessionPolicies?: readonly Document[];
    /**
     * Service control policies, one list per level from the root down. Each level must allow.
     * Empty: none apply.
     */
    readonly serviceControlPolicies: readonly (readonly Document[])[];
}

/** A request to evaluate. */
export interface Question {
    readonly principal: Principal;
    /** Full action name as AWS spells it, e.g. `sts:AssumeRole`. */
    readonly action: string;
    /** Actions that the request takes as well: all must be allowed, with the same values of its keys. */
    readonly furtherActions?: readonly string[];
    /**
     * ARN of the resource. If `isPattern`, a pattern: is the action allowed on any resource that it
     * matches?
     */
    readonly resource: string;
    readonly isPattern?: boolean;
    /** ARN patterns of resources that are left out, although the pattern matches them. */
    readonly resourceIsNot?: readonly string[];
    /** Account of the resource, 12 digits. */
    readonly resourceAccountId: string;
    /** Trust policy or resource policy, if the resource has one. */
    readonly resourcePolicy?: Document;
    /**
     * Resource control policies of the resource's account, in levels like service control policies.
     */
    readonly resourceControlPolicies: readonly (readonly Document[])[];
    readonly context: Context;
}

/**
 * The decision, and the statements it is based on: one Allow per required policy, or the Deny
 * statements.
 *
 * `denied` is certain. `unknown` says what could not be evaluated.
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
          /** The Deny statements that apply; empty: no policy allows the request. */
          readonly because: readonly StatementReference[];
          /** The policy types that do not allow the request. */
          readonly missing: readonly PolicyType[];
      };

/** A type of policy that may have to allow a request. */
export type PolicyType =
    | "identity policy"
    | "permissions boundary"
    | "session policy"
    | "service control policy"
    | "resource control policy"
    | "resource policy";
