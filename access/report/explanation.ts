import type { PolicyType } from "../evaluation/question";
import type { StatementReference } from "../policy/document";
import type { Reach, ReportIdentity, ReportRole } from "./report";

/** Why an identity reaches a role, or why not. */
export interface Explanation {
    readonly identity: ReportIdentity;
    readonly role: ReportRole;
    /** What AWS says if the identity itself, with nothing gained before, assumes the role. */
    readonly direct: {
        readonly answer: Answer;
        /**
         * The locks of that one request: `identity policy` first, then `resource policy`, which is the role's trust
         * policy; then those others that somebody set: a boundary, SCPs, RCPs.
         */
        readonly locks: readonly LockState[];
    };
    /** The shortest path, as the report has it, the direct one too. Absent: the role isn't reached. */
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

/** Whether the identity gets the role by any path; `unknown` if only by one that isn't certain to work. */
export function answerOf({ direct, path }: Explanation): Answer {
    if (path === undefined) return direct.answer;
    return path.hops.some(({ unknown }) => unknown !== undefined) ? "unknown" : "allowed";
}
