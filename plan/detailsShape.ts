import type { Tag } from "./properties";

/**
 * The output of `aws iam get-account-authorization-details`, reduced to what access depends on. Unique ids are omitted,
 * since AWS assigns them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export interface AuthorizationDetails {
    readonly UserDetailList: readonly UserDetail[];
    readonly GroupDetailList: readonly GroupDetail[];
    readonly RoleDetailList: readonly RoleDetail[];
    readonly Policies: readonly PolicyDetail[];
}

export interface UserDetail {
    readonly Path: string;
    readonly UserName: string;
    readonly Arn: string;
    readonly UserPolicyList: readonly InlinePolicy[];
    readonly GroupList: readonly string[];
    readonly AttachedManagedPolicies: readonly AttachedPolicy[];
    readonly PermissionsBoundary?: Boundary;
    readonly Tags: readonly Tag[];
}

export interface GroupDetail {
    readonly Path: string;
    readonly GroupName: string;
    readonly Arn: string;
    readonly GroupPolicyList: readonly InlinePolicy[];
    readonly AttachedManagedPolicies: readonly AttachedPolicy[];
}

export interface RoleDetail {
    readonly Path: string;
    readonly RoleName: string;
    readonly Arn: string;
    readonly AssumeRolePolicyDocument: unknown;
    readonly InstanceProfileList: readonly { readonly InstanceProfileName: string }[];
    readonly RolePolicyList: readonly InlinePolicy[];
    readonly AttachedManagedPolicies: readonly AttachedPolicy[];
    readonly PermissionsBoundary?: Boundary;
    readonly Tags: readonly Tag[];
}

export interface PolicyDetail {
    readonly PolicyName: string;
    readonly Arn: string;
    readonly Path: string;
    readonly DefaultVersionId: string;
    readonly PolicyVersionList: readonly {
        readonly Document: unknown;
        readonly VersionId: string;
        readonly IsDefaultVersion: boolean;
    }[];
}

export interface InlinePolicy {
    readonly PolicyName: string;
    /** An object, or JSON text. */
    readonly PolicyDocument: unknown;
}

export interface AttachedPolicy {
    readonly PolicyName: string;
    readonly PolicyArn: string;
}

export interface Boundary {
    readonly PermissionsBoundaryType: "Policy";
    readonly PermissionsBoundaryArn: string;
}

/** A secret, which authorization details don't list. */
export interface SecretDetail {
    readonly arn: string;
    /** Resource policy: an object, or JSON text. */
    readonly policy?: unknown;
    /** ARN of the user whose access key it holds. */
    readonly holdsKeyOf?: string;
}
