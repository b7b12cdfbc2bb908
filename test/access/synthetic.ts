import {
    groupPath,
    policyPath,
    roleArn,
    roleName,
    rolePath,
    secretPath,
    userPath,
} from "../../platform/naming";
import { boundaryArn, boundaryName, iamArn, policyArn } from "../../platform/naming";
import type { AccountScope, TrustClass } from "../../platform/naming";
import { secretPolicy } from "../../identities/secretPolicy";
import { policyDocument } from "../../platform/policyDocument";
import type { PolicyDocument } from "../../platform/policyDocument";
import { permissionsBoundary } from "../../roles/boundary";
import { roleCatalogue } from "../../roles/catalogue";
import { isAssumableBy, isService, permissionsPoliciesOf } from "../../roles/role";
import type { Role } from "../../roles/role";
import { serviceTrustPolicy, identitiesTrustPolicy } from "../../roles/trustPolicy";
import { random } from "../credentials/random";

export interface SyntheticSize {
    /** At least 3; the first is the state account. */
    readonly accounts: number;
    /** At least 1; beyond the catalogue's own, its roles come again under other names. */
    readonly rolesPerAccount: number;
    /** At least 2. */
    readonly identities: number;
    /** Decides which accounts and identities are nonprod: about half of either. */
    readonly seed: number;
}

/** What `readOrganization` takes. */
export interface SyntheticOrganization {
    /** accounts.json. */
    readonly accounts: Readonly<Record<string, unknown>>;
    /** By account id, what `aws iam get-account-authorization-details` prints. */
    readonly detailsOf: ReadonlyMap<string, unknown>;
}

/**
 * A platform of any size as the program would make it: the catalogue's own roles, with their permissions and boundary,
 * trusting the users of the state account by exact ARN, and a group per trust class.
 *
 * Two quotas of IAM don't hold: trust policies are longer than 4,096 characters, and a group's role ARNs, which no inline
 * policy of 5,120 characters could list for so many accounts, are in 10 managed policies longer than 6,144.
 */
export function syntheticOrganization(size: SyntheticSize): SyntheticOrganization {
    const next = random(size.seed);
    const isNonprod = alternately(next);
    const roles = rolesOf(size.rolesPerAccount);
    const state: SyntheticAccount = { ...accountAt(0), environment: "state" };
    const others = Array.from({ length: size.accounts - 1 }, (_, index): SyntheticAccount => ({
        ...accountAt(index + 1),
        environment: isNonprod(index) ? "nonprod" : "prod",
    }));
    const accounts = [state, ...others];
    const identities = Array.from({ length: size.identities }, (_, index) =>
        identityAt(state.scope, index, isNonprod(index) ? "nonprod" : "prod"),
    );
    return {
        accounts: Object.fromEntries(
            accounts.map(({ scope, name, environment }) => [
                scope.accountId,
                {
                    name,
                    environment,
                    secrets: environment === "state" ? identities.map(secretOf(scope)) : [],
                },
            ]),
        ),
        detailsOf: new Map(
            accounts.map(({ scope, environment }): [string, unknown] => {
                const trusted = identities.filter(
                    ({ trustClass }) => trustClass === "prod" || environment === "nonprod",
                );
                const inAccount = rolesIn(scope, roles, trusted);
                if (environment !== "state") return [scope.accountId, inAccount];
                const users = usersIn(scope, identities, accounts, roles);
                const Policies = [...inAccount.Policies, ...users.Policies];
                return [scope.accountId, { ...inAccount, ...users, Policies }];
            }),
        ),
    };
}

interface SyntheticAccount {
    readonly scope: AccountScope;
    readonly name: string;
    readonly environment: "state" | "nonprod" | "prod";
}

interface SyntheticIdentity {
    readonly name: string;
    readonly path: string;
    readonly arn: string;
    readonly trustClass: TrustClass;
}

const prefix = "PSK";
const created = "2026-01-01T00:00:00+00:00";
/** Managed policies that a group may have attached. */
const policiesPerGroup = 10;

/** The first two are of either kind, so that both are there however few there are; chance decides the rest. */
const alternately =
    (next: () => number) =>
    (index: number): boolean =>
        index < 2 ? index === 0 : next() < 0.5;

const accountAt = (index: number): Pick<SyntheticAccount, "scope" | "name"> => ({
    scope: { partition: "aws", prefix, accountId: String(100_000_000_000 + index) },
    name: `account${index}`,
});

function identityAt(scope: AccountScope, index: number, trustClass: TrustClass): SyntheticIdentity {
    const name = `${prefix}Identity${index}`;
    const path = userPath(prefix, "serviceAccount", trustClass);
    return { name, path, trustClass, arn: iamArn(scope, `user${path}${name}`) };
}

const secretOf =
    (scope: AccountScope) =>
    ({ name, arn, trustClass }: SyntheticIdentity): object => ({
        arn: `arn:aws:secretsmanager:us-east-1:${scope.accountId}:secret:${secretPath(prefix)}${trustClass}/${name}-AbCdEf`,
        policy: secretPolicy([]),
        holdsKeyOf: arn,
    });

const rolesOf = (count: number): readonly Role[] =>
    Array.from({ length: count }, (_, index): Role => {
        const role = roleCatalogue[index % roleCatalogue.length] as Role;
        const round = Math.floor(index / roleCatalogue.length);
        return round === 0 ? role : { ...role, name: `${role.name}${round}` };
    });

interface AccountDetails {
    readonly UserDetailList: readonly object[];
    readonly GroupDetailList: readonly object[];
    readonly RoleDetailList: readonly object[];
    readonly Policies: readonly object[];
}

function rolesIn(
    scope: AccountScope,
    roles: readonly Role[],
    trusted: readonly SyntheticIdentity[],
): AccountDetails {
    return {
        UserDetailList: [],
        GroupDetailList: [],
        RoleDetailList: roles.map((role) =>
            roleDetail(
                scope,
                role,
                trusted
                    .filter(({ trustClass }) =>
                        isAssumableBy(role, { trustClass }, { name: "any" }),
                    )
                    .map(({ arn }) => arn),
            ),
        ),
        Policies: [
            policyDetail(scope, boundaryName(prefix), permissionsBoundary(scope)),
            ...roles
                .flatMap(permissionsPoliciesOf)
                .map(({ name, permissions }) =>
                    policyDetail(
                        scope,
                        permissionsName(scope, name),
                        policyDocument(permissions(scope)),
                    ),
                ),
        ],
    };
}

const permissionsName = (scope: AccountScope, name: string): string =>
    `${roleName(scope, name)}Policy`;

function roleDetail(scope: AccountScope, role: Role, trustedArns: readonly string[]): object {
    const name = roleName(scope, role.name);
    return {
        Path: rolePath(prefix),
        RoleName: name,
        RoleId: `AROA${scope.accountId}${name.toUpperCase()}`,
        Arn: roleArn(scope, role.name),
        CreateDate: created,
        AssumeRolePolicyDocument: isService(role.assumableBy)
            ? serviceTrustPolicy(role.assumableBy, scope.accountId)
            : identitiesTrustPolicy({ serviceAccounts: trustedArns, people: [] }),
        InstanceProfileList: [],
        RolePolicyList: [],
        AttachedManagedPolicies: permissionsPoliciesOf(role).map(({ name: policy }) =>
            attached(scope, permissionsName(scope, policy)),
        ),
        PermissionsBoundary: {
            PermissionsBoundaryType: "Policy",
            PermissionsBoundaryArn: boundaryArn(scope),
        },
        Tags: [],
        RoleLastUsed: {},
    };
}

function usersIn(
    scope: AccountScope,
    identities: readonly SyntheticIdentity[],
    accounts: readonly SyntheticAccount[],
    roles: readonly Role[],
): Omit<AccountDetails, "RoleDetailList"> {
    const groups = (["nonprod", "prod"] as const).map((trustClass) =>
        groupOf(scope, trustClass, accounts, roles),
    );
    return {
        UserDetailList: identities.map(({ name, path, arn, trustClass }) => ({
            Path: path,
            UserName: name,
            UserId: `AIDA${name.toUpperCase()}`,
            Arn: arn,
            CreateDate: created,
            GroupList: [groupName(trustClass)],
            AttachedManagedPolicies: [],
            Tags: [],
        })),
        GroupDetailList: groups.map(({ detail }) => detail),
        Policies: groups.flatMap(({ policies }) => policies),
    };
}

const groupName = (trustClass: TrustClass): string =>
    `${prefix}${trustClass === "prod" ? "Prod" : "Nonprod"}ServiceAccountGroup`;

function groupOf(
    scope: AccountScope,
    trustClass: TrustClass,
    accounts: readonly SyntheticAccount[],
    roles: readonly Role[],
): { readonly detail: object; readonly policies: readonly object[] } {
    const name = groupName(trustClass);
    const assumable = roles.filter((role) => isAssumableBy(role, { trustClass }, { name: "any" }));
    const arns = accounts
        .filter(({ environment }) => trustClass === "prod" || environment === "nonprod")
        .flatMap((account) => assumable.map((role) => roleArn(account.scope, role.name)));
    const perPolicy = Math.ceil(arns.length / policiesPerGroup);
    const parts = Array.from({ length: policiesPerGroup }, (_, index) =>
        arns.slice(index * perPolicy, (index + 1) * perPolicy),
    ).filter((part) => part.length > 0);
    const nameOf = (index: number): string => `${name}${index}Policy`;
    return {
        detail: {
            Path: groupPath(prefix),
            GroupName: name,
            GroupId: `AGPA${name.toUpperCase()}`,
            Arn: iamArn(scope, `group${groupPath(prefix)}${name}`),
            CreateDate: created,
            GroupPolicyList: [],
            AttachedManagedPolicies: parts.map((_, index) => attached(scope, nameOf(index))),
        },
        policies: parts.map((Resource, index) =>
            policyDetail(
                scope,
                nameOf(index),
                policyDocument([
                    {
                        Sid: "AssumeRoles",
                        Effect: "Allow",
                        Action: ["sts:AssumeRole", "sts:TagSession"],
                        Resource,
                    },
                ]),
            ),
        ),
    };
}

const attached = (scope: AccountScope, name: string): object => ({
    PolicyName: name,
    PolicyArn: policyArn(scope, name),
});

const policyDetail = (scope: AccountScope, name: string, Document: PolicyDocument): object => ({
    PolicyName: name,
    PolicyId: `ANPA${scope.accountId}${name.toUpperCase()}`,
    Arn: policyArn(scope, name),
    Path: policyPath(prefix),
    DefaultVersionId: "v1",
    AttachmentCount: 1,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: created,
    UpdateDate: created,
    PolicyVersionList: [{ Document, VersionId: "v1", IsDefaultVersion: true, CreateDate: created }],
});
