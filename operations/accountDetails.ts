/**
 * An account's IAM data, as `GetAccountAuthorizationDetails` returns it and `plan/` renders it: what operations read of it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export interface AccountDetails {
    readonly UserDetailList: readonly UserDetail[];
    readonly GroupDetailList: readonly GroupDetail[];
    readonly RoleDetailList: readonly RoleDetail[];
    readonly Policies: readonly PolicyDetail[];
}

interface Holder {
    readonly Arn: string;
    readonly AttachedManagedPolicies?: readonly { readonly PolicyArn: string }[];
    readonly PermissionsBoundary?: { readonly PermissionsBoundaryArn?: string };
    readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

export interface UserDetail extends Holder {
    readonly UserName: string;
    /** What AWS stores in trust policies: `AIDA...`. A plan has none. */
    readonly UserId?: string;
    readonly UserPolicyList?: readonly InlinePolicy[];
    readonly GroupList?: readonly string[];
}

export interface GroupDetail extends Holder {
    readonly GroupName: string;
    readonly GroupPolicyList?: readonly InlinePolicy[];
}

export interface RoleDetail extends Holder {
    readonly RoleName: string;
    /** `AROA...`. A plan has none. */
    readonly RoleId?: string;
    readonly AssumeRolePolicyDocument: unknown;
    readonly RolePolicyList?: readonly InlinePolicy[];
    readonly InstanceProfileList?: readonly { readonly InstanceProfileName: string }[];
}

export interface PolicyDetail {
    readonly Arn: string;
    readonly PolicyVersionList?: readonly {
        readonly Document: unknown;
        readonly VersionId: string;
        readonly IsDefaultVersion: boolean;
    }[];
}

export interface InlinePolicy {
    readonly PolicyName: string;
    /** An object, or JSON text, URL-encoded or not. */
    readonly PolicyDocument: unknown;
}

/** Name of a user, group, role or policy, by its ARN. */
export const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

/** Path and name of an IAM resource, by its ARN, e.g. `role/PSKRoles/PSKPlatformVPCRole`. */
export const resourceOf = (arn: string): string => arn.split(":").slice(5).join(":");
