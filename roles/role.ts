import type { Account } from "../platform/accounts";
import { isNamed } from "../identities/identity";
import type { Identity } from "../identities/identity";
import type { AccountScope } from "../platform/naming";
import type { PolicyStatement } from "../platform/policyDocument";

/** AWS services that may assume catalogue roles. */
export type TrustedService = "pods.eks.amazonaws.com";

/** Which identities may assume a role, where they reach the account. */
export type AssumableByIdentities = "identities" | "prodIdentities" | "namedIdentities";

/** A role of the catalogue: the same in every account but for who may assume it. A team's role is in the team's accounts alone. */
export interface Role {
    /** IAM role name without the prefix; with it, 64 characters at most. */
    readonly name: string;
    /** What the role is for: 1,000 characters at most. */
    readonly description: string;
    /**
     * Who may assume it: the identities that reach the account, those of class prod alone, those alone whose `roles` name it, or
     * one AWS service.
     */
    readonly assumableBy: AssumableByIdentities | TrustedService;
    /**
     * Names of the only accounts that hold it; a team's role has them.
     *
     * @default every account
     */
    readonly accounts?: readonly string[];
    /**
     * Whether it changes nothing and shows no secret, so that pipelines may assume it for what was not reviewed yet.
     *
     * @default false
     */
    readonly readOnly?: true;
    /**
     * Whether it may write identities, groups, trust policies or identities' secrets. Where the account that holds them is a
     * nonprod account, too, prod identities alone assume it: others could make themselves prod.
     *
     * @default whether its permissions, as they are checked, allow any of it
     */
    readonly writesIdentities?: true;
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
    readonly permissions: Permissions;
    /**
     * More permissions policies, by name: what does not fit in the first. Each has the same quota of its own, and a role
     * has at most 10 managed policies (up to 25, if AWS granted them). The policy's IAM name is `<prefix><role><name>Policy`.
     *
     * @default none
     */
    readonly furtherPermissions?: Readonly<Record<string, Permissions>>;
}

/** Statements of a permissions policy in an account. */
export type Permissions = (scope: AccountScope) => PolicyStatement[];

/** A permissions policy of a role, by its name without the prefix. */
export interface PermissionsPolicy {
    /** The role's name for its first policy, e.g. `PlatformVPCRole`; the IAM name is `<prefix><name>Policy`. */
    readonly name: string;
    readonly permissions: Permissions;
}

/** Every permissions policy of a role, the first one first. */
export const permissionsPoliciesOf = ({
    name,
    permissions,
    furtherPermissions = {},
}: Pick<Role, "name" | "permissions" | "furtherPermissions">): readonly [
    PermissionsPolicy,
    ...PermissionsPolicy[],
] => [
    { name, permissions },
    ...Object.entries(furtherPermissions).map(([further, its]) => ({
        name: `${name}${further}`,
        permissions: its,
    })),
];

/** Whether an AWS service assumes a role, not identities. */
export const isService = (assumableBy: Role["assumableBy"]): assumableBy is TrustedService =>
    !["identities", "prodIdentities", "namedIdentities"].includes(assumableBy);

/** Whether an account holds a role. */
export const isIn = (
    { accounts }: Pick<Role, "accounts">,
    { name }: Pick<Account, "name">,
): boolean => accounts?.includes(name) ?? true;

/** What decides which roles an identity, or each of a group, may assume. */
export type Assuming = Pick<Identity, "trustClass" | "roles">;

/** Whether an identity may assume a role in an account that it reaches, as far as the role says. */
export function isAssumableBy(
    role: Pick<Role, "name" | "assumableBy" | "writesIdentities" | "accounts">,
    { trustClass, roles }: Assuming,
    account: Pick<Account, "name" | "sharedWith">,
): boolean {
    const { assumableBy, writesIdentities } = role;
    if (isService(assumableBy) || !isIn(role, account)) return false;
    const isProdsAlone =
        assumableBy === "prodIdentities" ||
        (writesIdentities === true && account.sharedWith !== undefined);
    if (isProdsAlone && trustClass !== "prod") return false;
    return (
        assumableBy !== "namedIdentities" ||
        (roles !== undefined && isNamed(roles, role.name, account))
    );
}

/** Names of the roles that an identity assumes in an account that it reaches, without the prefix. */
export const assumableRoleNames = (
    roles: readonly Role[],
    identity: Assuming,
    account: Pick<Account, "name" | "sharedWith">,
): readonly string[] =>
    roles.filter((role) => isAssumableBy(role, identity, account)).map(({ name }) => name);
