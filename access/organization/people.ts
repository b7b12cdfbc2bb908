import type { Account, Assignment, Organization, Role, TrustedIssuers } from "./organization";
import type { PermissionSetAssignment, RegistryPerson } from "./readPeople";
import type { Registry } from "./registry";

/**
 * Adds the people and groups of IAM Identity Center to the account that owns it, each as an entry role whose ways in are
 * its assignments.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html
 */
export function withPeople(
    accounts: readonly Account[],
    { people, trustedIssuers, unreadAccounts, unread: refused }: Registry,
): Pick<Organization, "accounts" | "trustedIssuers" | "unread"> {
    if (people === undefined) {
        // Of a permission set that is an identity, whoever comes by Identity Center is of its class.
        const isIdentity = ({ trustClass }: Role): boolean => trustClass !== undefined;
        return {
            accounts,
            trustedIssuers: withIdentityCenter(trustedIssuers, accounts, isIdentity),
            unread: [],
        };
    }
    const unread = new Set<string>();
    const rolesOf = rolesByPermissionSet(accounts);
    const assignmentOf = (assignment: PermissionSetAssignment, name: string): Assignment[] => {
        const { account, permissionSet, group } = assignment;
        const roles = rolesOf.get(`${account} ${permissionSet}`) ?? [];
        if (roles.length === 0 && !unreadAccounts.has(account)) {
            unread.add(
                `The role of permission set ${permissionSet} in account ${account} was not read, though it is assigned: read the accounts again.`,
            );
        }
        const to = group === undefined ? name : `group ${group}`;
        return roles.map(({ arn }) => ({
            role: arn,
            by: `assignment of ${permissionSet} to ${to}`,
        }));
    };
    const byAccount = new Map<string, Role[]>();
    for (const person of people) {
        const assignments = person.assignments.flatMap((one) => assignmentOf(one, person.name));
        const listed = byAccount.get(person.account) ?? [];
        byAccount.set(person.account, [...listed, entryRole(person, assignments)]);
    }
    const assigned = new Set(
        people.flatMap(({ assignments }) =>
            assignments.map(({ account, permissionSet }) => `${account} ${permissionSet}`),
        ),
    );
    // Where something else was not read, that is said already.
    for (const [key, roles] of refused.length > 0 ? [] : rolesOf) {
        // AWS deletes the role with its last assignment. That of an identity lets in whoever is of its class.
        if (assigned.has(key) || roles.every(({ trustClass }) => trustClass !== undefined))
            continue;
        const [account = "", permissionSet = ""] = key.split(" ");
        unread.add(
            `Who is assigned permission set ${permissionSet} in account ${account} is not known, though its role is there: read IAM Identity Center again, in its region.`,
        );
    }
    return {
        accounts: accounts.map((account) => {
            const roles = byAccount.get(account.id);
            return roles === undefined
                ? account
                : { ...account, roles: [...account.roles, ...roles] };
        }),
        trustedIssuers: withIdentityCenter(trustedIssuers, accounts),
        unread: [...unread],
    };
}

const reservedPattern =
    /:role\/aws-reserved\/sso\.amazonaws\.com\/(?:[a-z0-9-]+\/)?AWSReservedSSO_(.+)_[0-9a-f]{16}$/;

/** By account id and name of the permission set. */
function rolesByPermissionSet(accounts: readonly Account[]): ReadonlyMap<string, readonly Role[]> {
    const found = new Map<string, Role[]>();
    for (const { id, roles } of accounts) {
        for (const role of roles) {
            const permissionSet = reservedPattern.exec(role.arn)?.[1];
            if (permissionSet === undefined) continue;
            const key = `${id} ${permissionSet}`;
            const listed = found.get(key);
            if (listed === undefined) found.set(key, [role]);
            else listed.push(role);
        }
    }
    return found;
}

const entryRole = (
    { arn, name, account, trustClass }: RegistryPerson,
    assignments: readonly Assignment[],
): Role => ({
    kind: "role",
    arn,
    name,
    accountId: account,
    policies: [],
    tags: new Map(),
    trust: { name: `${arn} trust policy`, statements: [] },
    trustClass,
    hasInstanceProfile: false,
    assignments,
});

const providerPattern = /^arn:[^:]+:iam::\d{12}:saml-provider\/AWSSSO_\w+_DO_NOT_DELETE$/;

/**
 * Whom Identity Center lets in through its SAML providers is known from the assignments.
 *
 * @param isKnown whether that is so of one of its roles
 */
function withIdentityCenter(
    { environments, owners }: TrustedIssuers,
    accounts: readonly Account[],
    isKnown: (role: Role) => boolean = () => true,
): TrustedIssuers {
    const providers = accounts
        .flatMap(({ roles }) => roles)
        .filter((role) => reservedPattern.test(role.arn) && isKnown(role))
        .flatMap(({ trust }) => trust.statements)
        .flatMap(({ principals }) => [...(principals?.federated ?? [])])
        .filter((provider) => providerPattern.test(provider));
    return {
        environments: new Map([
            ...providers.map((provider) => [provider, "prod"] as const),
            ...environments,
        ]),
        owners,
    };
}
