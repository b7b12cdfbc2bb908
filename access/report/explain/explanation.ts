import type { PolicyType } from "../../evaluation/question";
import type { TrustClass } from "../../organization/organization";
import type { SearchResult } from "../../paths/searchResult";
import type { StatementReference } from "../../policy/document";
import type { Reach, ReportRole } from "../report";

/** Why a principal reaches a role, or why not. */
export interface Explanation {
    /** Whether the principal gets the role by any path; `denied` only where that was ruled out. */
    readonly answer: Answer;
    /** Why it isn't known, where the answer is `unknown`: the end of a sentence. */
    readonly reason?: string;
    readonly identity: ExplainedPrincipal;
    readonly role: ReportRole;
    /** What decides the answer, and what to do next; the most important first. At least one. */
    readonly findings: readonly Finding[];
    /** What AWS says if the principal itself, with nothing gained before, assumes the role. */
    readonly direct: {
        readonly answer: Answer;
        /**
         * The locks of that one request: `identity policy` first, then `resource policy`, which is the role's trust
         * policy; then those that are set: a permissions boundary, SCPs, RCPs.
         */
        readonly locks: readonly LockState[];
    };
    /** Whom the role's trust policy names, statement by statement. */
    readonly trusts: readonly Trust[];
    /** What the principal's own and its groups' policies let it assume, statement by statement. */
    readonly covers: readonly Coverage[];
    /** The shortest path, the direct one too. Absent: none was found. */
    readonly path?: Reach;
    /** What was not evaluated, a sentence each. */
    readonly limits: readonly string[];
}

export type Answer = "allowed" | "denied" | "unknown";

/** Who asks: an IAM user, or a role in whose session the request is made. */
export interface ExplainedPrincipal extends ReportRole {
    readonly kind: "user" | "role";
    /** A role has that of its path, or else that of its account's environment. */
    readonly trustClass: TrustClass;
}

/** One lock, looked at alone. */
export interface LockState {
    readonly lock: PolicyType;
    /** `not needed`: the request gets in without it, as where a trust policy names a user of its own account. */
    readonly answer: Answer | "not needed";
    /** The statements that allow the request; they may be overruled by `denies`. */
    readonly allows: readonly StatementReference[];
    /** The Deny statements that apply. */
    readonly denies: readonly StatementReference[];
    /** What couldn't be evaluated, where the answer is `unknown`. */
    readonly reason?: string;
}

/** A statement of a trust policy, in short. */
export interface Trust {
    readonly effect: "Allow" | "Deny";
    /** ARNs, account ids, services and identity providers; `*` is every principal. */
    readonly principals: readonly string[];
    /** Whether every principal but these is meant (`NotPrincipal`). */
    readonly except: boolean;
    /** As `conditionText` writes them. */
    readonly conditions: readonly string[];
    readonly statement: StatementReference;
}

/** A statement that allows or denies `sts:AssumeRole`, in short. */
export interface Coverage {
    readonly effect: "Allow" | "Deny";
    /** ARN patterns of roles. */
    readonly roles: readonly string[];
    /** Whether every role but these is meant (`NotResource`). */
    readonly except: boolean;
    readonly conditions: readonly string[];
    readonly statement: StatementReference;
}

/** What a finding is about; stable, for scripts. */
export type FindingCode =
    | "environment-boundary"
    | "boundary-crossed"
    | "reaches"
    | "needs-condition"
    | "session"
    | "indirect"
    | "no-policy"
    | "other-account"
    | "policy-lacks-role"
    | "trust-lacks-principal"
    | "trust-other-arn"
    | "trust-deleted-principal"
    | "trust-other-action"
    | "condition-not-met"
    | "explicit-deny"
    | "permissions-boundary"
    | "service-control-policy"
    | "resource-control-policy"
    | "not-evaluated";

/** One reason, and what to do about it. */
export interface Finding {
    readonly code: FindingCode;
    /** What is the case: a sentence or two. */
    readonly text: string;
    /** The next step: a sentence or two, with full ARNs. */
    readonly next: string;
    /** The statements that it is about. */
    readonly statements: readonly StatementReference[];
}

/** What follows from the direct request, the shortest path, the search for it, and what was not read. */
export function conclude(
    { direct, path }: Pick<Explanation, "direct" | "path">,
    { isFinished, isOutOfTime }: Pick<SearchResult, "isFinished" | "isOutOfTime">,
    [unread]: readonly string[] = [],
): Pick<Explanation, "answer" | "reason"> {
    const isCertain = path?.hops.every(({ unknown }) => unknown === undefined);
    if (isCertain === true) return { answer: "allowed" };
    if (isCertain === false || direct.answer === "unknown") {
        return {
            answer: "unknown",
            reason: "a policy or condition on the path could not be evaluated",
        };
    }
    if (direct.answer === "denied" && unread !== undefined) {
        return { answer: "unknown", reason: `not everything was read: ${unread}` };
    }
    if (direct.answer === "allowed" || isFinished) return { answer: direct.answer };
    return {
        answer: "unknown",
        reason: `the ${isOutOfTime ? "time" : "search"} limit was reached before a path was found or ruled out`,
    };
}
