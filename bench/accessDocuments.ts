import type { AuthorizationDetails } from "../plan/detailsShape";
import type { Simulation } from "./iamSimulate";

/** Raw policy documents, by whom they are for. */
export interface DirectPolicies {
    /** Its own and its groups' managed policies, by the user's ARN. */
    readonly ofUser: ReadonlyMap<string, Simulation["identityPolicies"]>;
    /** Trust policy, by the role's ARN. */
    readonly trustOf: ReadonlyMap<string, unknown>;
}

/** The documents that decide whether a user may assume a role directly. Inline policies, which the bench has none of, are left out. */
export function directPolicies(detailsOf: ReadonlyMap<string, unknown>): DirectPolicies {
    const accounts = [...detailsOf.values()] as AuthorizationDetails[];
    const documents = new Map(
        accounts
            .flatMap(({ Policies }) => Policies)
            .map(({ Arn, PolicyVersionList: [version] }) => [Arn, version?.Document]),
    );
    const ofUser = accounts.flatMap(({ UserDetailList, GroupDetailList }) =>
        UserDetailList.map((user) => {
            const groups = GroupDetailList.filter(({ GroupName }) =>
                user.GroupList.includes(GroupName),
            );
            const policies = [user, ...groups]
                .flatMap(({ AttachedManagedPolicies }) => AttachedManagedPolicies)
                .map(({ PolicyArn: name }) => ({ name, policy: documents.get(name) }));
            return [user.Arn, policies] as const;
        }),
    );
    const trustOf = accounts
        .flatMap(({ RoleDetailList }) => RoleDetailList)
        .map((role) => [role.Arn, role.AssumeRolePolicyDocument] as const);
    return { ofUser: new Map(ofUser), trustOf: new Map(trustOf) };
}
