import { nameOf, resourceOf } from "../accountDetails";
import type { UserDetail } from "../accountDetails";
import type { LiveAccount } from "../liveAccount";
import type { Step, StepKind } from "../step";

/**
 * The steps that take from a user whatever keeps AWS from deleting it, what gives access first. Its groups are left to Pulumi,
 * unless they are named.
 *
 * @param foreignGroups groups that no stack has put it in
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html
 */
export function emptyUser(
    {
        account,
        credentials,
        unassignedMfa,
    }: Pick<LiveAccount, "credentials" | "unassignedMfa"> & {
        readonly account: { readonly id: string };
    },
    user: Pick<UserDetail, "UserName" | "UserPolicyList" | "AttachedManagedPolicies">,
    foreignGroups: readonly string[] = [],
): Step[] {
    const { UserName: of, UserPolicyList = [], AttachedManagedPolicies = [] } = user;
    const has = credentials[of];
    const each = (kind: StepKind, ids: readonly string[]): Step[] =>
        ids.map((what) => ({ do: kind, account: account.id, of, what }));
    const keys = has?.accessKeys ?? [];
    const devices = has?.mfaDevices ?? [];
    return [
        ...each(
            "deactivateKey",
            keys.filter(({ active }) => active).map(({ id }) => id),
        ),
        ...each("deletePassword", has?.password === true ? [""] : []),
        ...each("deleteServiceCredential", has?.serviceCredentials ?? []),
        ...each("deleteSshKey", has?.sshKeys ?? []),
        ...each("deleteCertificate", has?.certificates ?? []),
        ...each(
            "deleteKey",
            keys.map(({ id }) => id),
        ),
        ...devices.flatMap((serial) => [
            ...each("deactivateMfa", [serial]),
            ...each("deleteMfa", isVirtual(serial) ? [serial] : []),
        ]),
        // What a run left that was killed between the two.
        ...each(
            "deleteMfa",
            unassignedMfa.filter((serial) => resourceOf(serial) === `mfa/${of}`),
        ),
        ...each(
            "deleteUserPolicy",
            UserPolicyList.map(({ PolicyName }) => PolicyName),
        ),
        ...each(
            "detachUserPolicy",
            AttachedManagedPolicies.map(({ PolicyArn }) => PolicyArn),
        ),
        ...each("leaveGroup", foreignGroups),
    ];
}

/** The serial number of a hardware device is no ARN of a virtual one. */
const isVirtual = (serial: string): boolean => resourceOf(serial).startsWith("mfa/");

/** A user by its ARN or, whatever its path, by its name. */
export const userNamed = ({ details }: LiveAccount, name: string): UserDetail | undefined =>
    details.UserDetailList.find(({ Arn }) => nameOf(Arn) === name);
