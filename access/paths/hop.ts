import type { StatementReference } from "../policy/document";

/** One step of a path. */
export interface Hop {
    /** `AssumeRole`, or the escalation primitive's id, e.g. `CreateAccessKey` or `PassRole-Lambda`. */
    readonly kind: string;
    /** ARN of who acts. */
    readonly from: string;
    /** ARN of what it gets hold of: a user, a role, a group, a policy. */
    readonly to: string;
    /** Actions it takes, `+` between them, e.g. `iam:PassRole+lambda:CreateFunction`. */
    readonly action: string;
    /** The statements that allow it, one per lock. */
    readonly because: readonly StatementReference[];
    /** Why it isn't certain that the hop works. Absent: it does. */
    readonly unknown?: string;
}
