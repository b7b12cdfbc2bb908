import type { RoleDetail } from "../accountDetails";
import type { LiveAccount } from "../liveAccount";
import type { Step, StepKind } from "../step";
import type { StackState } from "./stackState";

/**
 * The steps that take from a role, and from its policies, what keeps AWS from deleting them and Pulumi doesn't know of.
 *
 * @param state of the role's stack
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html
 */
export function emptyRole(
    { account, details }: LiveAccount,
    role: RoleDetail,
    { resources }: StackState,
): Step[] {
    const own = new Set(resources.map(({ arn }) => arn));
    const each = (kind: StepKind, of: string, ids: readonly string[]): Step[] =>
        ids.map((what) => ({ do: kind, account: account.id, of, what }));
    const attached = (role.AttachedManagedPolicies ?? []).map(({ PolicyArn }) => PolicyArn);
    const profiles = (role.InstanceProfileList ?? []).map((one) => one.InstanceProfileName);
    return [
        ...each("leaveInstanceProfile", role.RoleName, profiles),
        ...each(
            "deleteRolePolicy",
            role.RoleName,
            (role.RolePolicyList ?? []).map((one) => one.PolicyName),
        ),
        ...each(
            "detachRolePolicy",
            role.RoleName,
            attached.filter((arn) => !own.has(arn)),
        ),
        ...attached
            .filter((arn) => own.has(arn))
            .flatMap((arn) => each("deletePolicyVersion", arn, otherVersions(details, arn))),
    ];
}

/** Versions of a policy besides the default one: AWS deletes a policy with its last version alone. */
function otherVersions({ Policies }: LiveAccount["details"], arn: string): readonly string[] {
    const versions = Policies.find(({ Arn }) => Arn === arn)?.PolicyVersionList ?? [];
    return versions.filter((one) => !one.IsDefaultVersion).map((one) => one.VersionId);
}

/** Principals that hold a policy, as policy or as permissions boundary, but for some. */
export function holdersOf(
    { details }: LiveAccount,
    policyArn: string,
    except: ReadonlySet<string>,
): readonly string[] {
    const all = [...details.UserDetailList, ...details.GroupDetailList, ...details.RoleDetailList];
    return all
        .filter(
            ({ AttachedManagedPolicies = [], PermissionsBoundary }) =>
                PermissionsBoundary?.PermissionsBoundaryArn === policyArn ||
                AttachedManagedPolicies.some(({ PolicyArn }) => PolicyArn === policyArn),
        )
        .map(({ Arn }) => Arn)
        .filter((arn) => !except.has(arn));
}
