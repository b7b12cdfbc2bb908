import type { Group, IdentitystoreClient, User } from "@aws-sdk/client-identitystore";
import type { InstanceMetadata, SSOAdminClient } from "@aws-sdk/client-sso-admin";

import { awsCall } from "./awsCall";
import { allPages } from "./pages";
import { pool } from "./pool";
import { Refused, orRefused } from "./refused";
import { withRetries } from "./retry";
import type { Wait } from "./retry";

/** Who asks IAM Identity Center, in its region. */
export interface IdentityCenterCaller {
    readonly ssoAdmin: Pick<SSOAdminClient, "send">;
    readonly identityStore: Pick<IdentitystoreClient, "send">;
    /** Principal of the calls, for messages. */
    readonly caller: string;
    /** How to wait between attempts. @default as long as it says */
    readonly wait?: Wait;
}

/** The organization's instance of IAM Identity Center, and who has which permission set where, as JSON. */
export interface IdentityCenter {
    readonly principals: readonly IdentityCenterPrincipal[];
    readonly unread: readonly string[];
}

export interface IdentityCenterPrincipal {
    readonly type: "user" | "group";
    readonly id: string;
    readonly name: string;
    /** Of a user: names of its groups that are assigned something. */
    readonly groups: readonly string[];
    readonly assignments: readonly AccountAssignment[];
}

/** A permission set that a principal has in an account, by itself or by a group. */
export interface AccountAssignment {
    /** 12 digits. */
    readonly account: string;
    readonly permissionSet: string;
    /** Name of the group. */
    readonly group?: string;
}

const atOnce = 4;

/** The instance that assigns permission sets in accounts: the management account's. `undefined`: there is none. */
export async function organizationInstance(
    asker: IdentityCenterCaller,
    managementAccount: string,
): Promise<InstanceMetadata | undefined> {
    const { ListInstancesCommand } = await import("@aws-sdk/client-sso-admin");
    const instances = await allPages<InstanceMetadata>(async (NextToken) => {
        const page = await call(asker, "sso:ListInstances", () =>
            asker.ssoAdmin.send(new ListInstancesCommand({ NextToken })),
        );
        return { items: page.Instances ?? [], next: page.NextToken };
    });
    return instances.find(({ OwnerAccountId }) => OwnerAccountId === managementAccount);
}

/** A permission set that is assigned to a user or group, by id. */
interface RawAssignment {
    readonly type: "user" | "group";
    readonly id: string;
    readonly permissionSet: string;
}

/**
 * The assignments of permission sets in one account.
 *
 * @param nameOf the name of a permission set by its ARN
 * @see https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_ListAccountAssignments.html
 */
export async function readAssignments(
    asker: IdentityCenterCaller,
    InstanceArn: string | undefined,
    AccountId: string,
    nameOf: (permissionSetArn: string) => Promise<string>,
): Promise<readonly RawAssignment[]> {
    const { ListAccountAssignmentsCommand, ListPermissionSetsProvisionedToAccountCommand } =
        await import("@aws-sdk/client-sso-admin");
    const arns = await allPages<string>(async (NextToken) => {
        const page = await call(asker, "sso:ListPermissionSetsProvisionedToAccount", () =>
            asker.ssoAdmin.send(
                new ListPermissionSetsProvisionedToAccountCommand({
                    InstanceArn,
                    AccountId,
                    NextToken,
                }),
            ),
        );
        return { items: page.PermissionSets ?? [], next: page.NextToken };
    });
    const found: RawAssignment[] = [];
    for (const PermissionSetArn of arns) {
        const permissionSet = await nameOf(PermissionSetArn);
        const assignments = await allPages(async (NextToken) => {
            const page = await call(asker, "sso:ListAccountAssignments", () =>
                asker.ssoAdmin.send(
                    new ListAccountAssignmentsCommand({
                        InstanceArn,
                        AccountId,
                        PermissionSetArn,
                        NextToken,
                    }),
                ),
            );
            return { items: page.AccountAssignments ?? [], next: page.NextToken };
        });
        for (const { PrincipalId: id = "", PrincipalType } of assignments) {
            found.push({ type: PrincipalType === "GROUP" ? "group" : "user", id, permissionSet });
        }
    }
    return found;
}

/** Names of permission sets, each asked for once. */
export function permissionSetNames(
    asker: IdentityCenterCaller,
    InstanceArn: string | undefined,
): (permissionSetArn: string) => Promise<string> {
    const names = new Map<string, Promise<string>>();
    const read = async (PermissionSetArn: string): Promise<string> => {
        const { DescribePermissionSetCommand } = await import("@aws-sdk/client-sso-admin");
        const { PermissionSet } = await call(asker, "sso:DescribePermissionSet", () =>
            asker.ssoAdmin.send(
                new DescribePermissionSetCommand({ InstanceArn, PermissionSetArn }),
            ),
        );
        return PermissionSet?.Name ?? "";
    };
    return (arn) => {
        const name = names.get(arn) ?? read(arn);
        names.set(arn, name);
        return name;
    };
}

/**
 * The people and groups that are assigned something: a person by itself and by its groups.
 *
 * @param assigned by account id
 */
export async function readPrincipals(
    asker: IdentityCenterCaller,
    IdentityStoreId: string | undefined,
    assigned: ReadonlyMap<string, readonly RawAssignment[]>,
): Promise<IdentityCenter> {
    const { ListGroupMembershipsCommand, ListGroupsCommand, ListUsersCommand } =
        await import("@aws-sdk/client-identitystore");
    const { identityStore } = asker;
    const unread: string[] = [];
    const known = <Value>(read: Value | Refused, what: string, instead: Value): Value => {
        if (!(read instanceof Refused)) return read;
        unread.push(`${what}: ${read.why}`);
        return instead;
    };
    const users = await orRefused(() =>
        allPages<User>(async (NextToken) => {
            const page = await call(asker, "identitystore:ListUsers", () =>
                identityStore.send(new ListUsersCommand({ IdentityStoreId, NextToken })),
            );
            return { items: page.Users ?? [], next: page.NextToken };
        }),
    );
    const groups = await orRefused(() =>
        allPages<Group>(async (NextToken) => {
            const page = await call(asker, "identitystore:ListGroups", () =>
                identityStore.send(new ListGroupsCommand({ IdentityStoreId, NextToken })),
            );
            return { items: page.Groups ?? [], next: page.NextToken };
        }),
    );
    const userNames = namesBy(
        known(users, "The people of IAM Identity Center", []).map(({ UserId, UserName }) => [
            UserId,
            UserName,
        ]),
    );
    const groupNames = namesBy(
        known(groups, "The groups of IAM Identity Center", []).map(({ GroupId, DisplayName }) => [
            GroupId,
            DisplayName,
        ]),
    );
    const byPrincipal = assignmentsByPrincipal(assigned);
    const principals = new Map<
        string,
        { -readonly [K in keyof IdentityCenterPrincipal]: IdentityCenterPrincipal[K] }
    >();
    const principal = (type: "user" | "group", id: string) => {
        const key = `${type} ${id}`;
        const found = principals.get(key) ?? {
            type,
            id,
            name: (type === "user" ? userNames : groupNames).get(id) ?? id,
            groups: [],
            assignments: byPrincipal.get(key) ?? [],
        };
        principals.set(key, found);
        return found;
    };
    const ids = [...byPrincipal.keys()]
        .sort()
        .map((key) => key.split(" ") as ["user" | "group", string]);
    for (const [type, id] of ids) principal(type, id);
    const groupIds = ids.flatMap(([type, id]) => (type === "group" ? [id] : []));
    const memberships = await pool(groupIds, atOnce, async (GroupId) => ({
        GroupId,
        members: await orRefused(() =>
            allPages(async (NextToken) => {
                const page = await call(asker, "identitystore:ListGroupMemberships", () =>
                    identityStore.send(
                        new ListGroupMembershipsCommand({ IdentityStoreId, GroupId, NextToken }),
                    ),
                );
                return { items: page.GroupMemberships ?? [], next: page.NextToken };
            }),
        ),
    }));
    for (const { GroupId, members } of memberships) {
        const group = principal("group", GroupId);
        for (const { MemberId } of known(members, `The members of group ${group.name}`, [])) {
            if (MemberId?.UserId === undefined) continue;
            const person = principal("user", MemberId.UserId);
            person.groups = [...person.groups, group.name];
            const own = group.assignments.map((one) => ({ ...one, group: group.name }));
            person.assignments = [...person.assignments, ...own];
        }
    }
    return { principals: [...principals.values()], unread };
}

const namesBy = (
    entries: readonly (readonly [string | undefined, string | undefined])[],
): ReadonlyMap<string, string> =>
    new Map(entries.flatMap(([id, name]) => (id && name ? [[id, name] as const] : [])));

/** By `user <id>` or `group <id>`. */
function assignmentsByPrincipal(
    assigned: ReadonlyMap<string, readonly RawAssignment[]>,
): ReadonlyMap<string, readonly AccountAssignment[]> {
    const found = new Map<string, AccountAssignment[]>();
    for (const [account, assignments] of assigned) {
        for (const { type, id, permissionSet } of assignments) {
            const key = `${type} ${id}`;
            const listed = found.get(key) ?? [];
            found.set(key, [...listed, { account, permissionSet }]);
        }
    }
    return found;
}

const call = <Result>(
    { caller, wait }: IdentityCenterCaller,
    action: string,
    send: () => Promise<Result>,
): Promise<Result> => awsCall(action, caller, () => withRetries(send, wait));
