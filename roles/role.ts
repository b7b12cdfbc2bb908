import type { AccountScope } from "../platform/naming";
import type { PolicyStatement } from "../platform/policyDocument";

/** AWS services that may assume catalogue roles. */
export type TrustedService = "pods.eks.amazonaws.com";

/** A role of the catalogue: the same in every account but for who may assume it. */
export interface Role {
    /** IAM role name without the prefix; with it, 64 characters at most. */
    readonly name: string;
    /** What the role is for: 1,000 characters at most. */
    readonly description: string;
    /** Who may assume it: the identities that reach the account, or one AWS service. */
    readonly assumableBy: "identities" | TrustedService;
    /**
     * Longest session, in seconds: 3600 to 43200.
     *
     * @default 3600, IAM's own default
     * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
     */
    readonly maxSessionDuration?: number;
    /**
     * Statements of its permissions policy in an account: 6,144 characters at most, white space aside.
     *
     * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
     */
    readonly permissions: (scope: AccountScope) => PolicyStatement[];
}

/** Names of the roles that identities assume, without the prefix. */
export const assumableRoleNames = (roles: readonly Role[]): readonly string[] =>
    roles.filter(({ assumableBy }) => assumableBy === "identities").map(({ name }) => name);
