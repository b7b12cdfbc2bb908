/**
 * What is known about the name of a role's session, which whoever assumes the role chooses, as far as the trust policy lets
 * them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_rolesessionname
 */
export interface SessionName {
    /** Pattern that it matches. @default any name */
    readonly within?: string;
    /** Patterns that it doesn't match. @default none */
    readonly without?: readonly string[];
}
