import type { PolicyType } from "../evaluation/question";
import type { StatementReference } from "../policy/document";
import type { Reach, ReportIdentity, ReportRole } from "./report";

/** Why an identity reaches a role, or why not. */
export interface Explanation {
    /** Whether the identity gets the role by any path; `denied` only where that was ruled out. */
    readonly answer: Answer;
    /** Why it isn't known, where the answer is `unknown`: the end of a sentence. */
    readonly reason?: string;
    readonly identity: ReportIdentity;
    readonly role: ReportRole;
    /** What AWS says if the identity itself, with nothing gained before, assumes the role. */
    readonly direct: {
        readonly answer: Answer;
        /**
         * The locks of that one request: `identity policy` first, then `resource policy`, which is the role's trust
         * policy; then those that are set: a permissions boundary, SCPs, RCPs.
         */
        readonly locks: readonly LockState[];
    };
    /** The shortest path, the direct one too. Absent: none was found. */
    readonly path?: Reach;
    /** What was not evaluated, a sentence each. */
    readonly limits: readonly string[];
}

export type Answer = "allowed" | "denied" | "unknown";

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

/**
 * What follows from the direct request, the shortest path, and the search for it.
 *
 * @param isFinished whether the search for a path ended by itself, not at its limit
 */
export function conclude(
    { direct, path }: Pick<Explanation, "direct" | "path">,
    isFinished: boolean,
): Pick<Explanation, "answer" | "reason"> {
    const isCertain = path?.hops.every(({ unknown }) => unknown === undefined);
    if (isCertain === true) return { answer: "allowed" };
    if (isCertain === false || direct.answer === "unknown") {
        return {
            answer: "unknown",
            reason: "a policy or condition on the path could not be evaluated",
        };
    }
    if (direct.answer === "allowed" || isFinished) return { answer: direct.answer };
    return {
        answer: "unknown",
        reason: "the search limit was reached before a path was found or ruled out",
    };
}
