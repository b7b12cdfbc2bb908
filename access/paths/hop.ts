import type { StatementReference } from "../policy/document";

/** One step of a path. */
export interface Hop {
    /** `AssumeRole`, or the escalation primitive's id, e.g. `CreateAccessKey` or `PassRole-Lambda`. */
    readonly kind: string;
    /** ARN of the acting principal. */
    readonly from: string;
    /** ARN of what is gained or changed: a user, role, group, policy or secret. */
    readonly to: string;
    /** Actions needed, joined by `+`, e.g. `iam:PassRole+lambda:CreateFunction`. */
    readonly action: string;
    /** The statements that allow it, one per required policy. */
    readonly because: readonly StatementReference[];
    /** Why the hop is uncertain; absent: it is certain. */
    readonly unknown?: string;
}
