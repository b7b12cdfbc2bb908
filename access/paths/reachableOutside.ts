import type { Account, Policy, Secret } from "../organization/organization";
import type { Statement } from "../policy/document";
import { namesOrganizationServices } from "./review/notReviewed";
import type { TrustIndex } from "./trustIndex";
import type { AccountNode, PrincipalNode } from "./nodes";

/**
 * Whether principals of other accounts might read a secret: its resource policy may allow
 * something.
 */
export const isShared = ({ policy }: Secret): boolean =>
    policy !== undefined &&
    (policy.fault !== undefined ||
        policy.statements.some(({ effect, fault }) => effect === "Allow" || fault !== undefined));

/** Users whose keys may be in an account's secrets. @param isMeant selects secrets; absent: all */
export function keyHolders(
    { account, users }: AccountNode,
    userOf: ReadonlyMap<string, PrincipalNode>,
    isMeant: (secret: Secret) => boolean = () => true,
): readonly PrincipalNode[] {
    return (account.secrets ?? []).filter(isMeant).flatMap(({ holdsKeyOf }) => {
        if (holdsKeyOf === undefined) return users;
        const user = userOf.get(holdsKeyOf);
        return user === undefined ? [] : [user];
    });
}

/**
 * Whether a policy of the account names `sts:AssumeRoot`. A wildcard that includes it does not
 * count.
 */
export const namesAssumeRoot = (account: Account): boolean =>
    statementsOf(account).some(
        ({ effect, actions }) =>
            effect === "Allow" && actions.has("sts:AssumeRoot") && !actions.has("any:Action"),
    );

/**
 * Whether a policy of the account allows, by name, an action of a service that decides who gets into every account, such as
 * IAM Identity Center, that is more than a read.
 */
export const mayDecideForAll = (account: Account): boolean =>
    statementsOf(account).some(
        ({ effect, actions, fault }) =>
            effect === "Allow" && (fault !== undefined || namesOrganizationServices(actions)),
    );

/**
 * Unregistered accounts that may be trusted by roles that trust `*` under conditions: those whose
 * roles a statement allows to assume by name. Whether such an account meets the conditions is
 * unknown.
 */
export function idsThatMayBeTrusted(
    trust: TrustIndex,
    accounts: readonly Account[],
): readonly string[] {
    if (trust.rolesThatMayTrustAnybody.length === 0) return [];
    return accounts
        .flatMap(statementsOf)
        .filter(({ effect, actions }) => effect === "Allow" && actions.has("sts:AssumeRole"))
        .flatMap(({ resources }) => resources?.patterns ?? [])
        .flatMap((pattern) => /^arn:[^:]*:iam::(\d{12}):/.exec(pattern)?.[1] ?? []);
}

/** Statements of all identity policies of an account, without duplicates. */
function statementsOf({ users, groups, roles, managedPolicies }: Account): readonly Statement[] {
    const held: readonly Pick<Policy, "document">[] = [
        ...[...users, ...groups, ...roles].flatMap(({ policies }) => policies),
        ...managedPolicies,
    ];
    return [...new Set(held.map(({ document }) => document))].flatMap(
        ({ statements }) => statements,
    );
}
