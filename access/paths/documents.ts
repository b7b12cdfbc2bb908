import type { Account } from "../organization/organization";
import type { Document } from "../policy/document";

/** All policy documents of an account. */
export function documentsOf(account: Account): readonly Document[] {
    const { users, groups, roles, managedPolicies } = account;
    return [
        ...[...users, ...groups, ...roles].flatMap(({ policies }) =>
            policies.map(({ document }) => document),
        ),
        ...[...users, ...roles].flatMap(({ boundary }) => boundary?.document ?? []),
        ...roles.map(({ trust }) => trust),
        ...managedPolicies.flatMap(({ document, otherVersions }) => [
            document,
            ...otherVersions.map((version) => version.document),
        ]),
        ...(account.secrets ?? []).flatMap(({ policy }) => policy ?? []),
        ...account.serviceControlPolicies.flat(),
        ...account.resourceControlPolicies.flat(),
    ];
}
