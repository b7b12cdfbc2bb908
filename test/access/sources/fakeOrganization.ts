import type { LiveOrganizationOptions } from "../../../access/sources/liveOrganization";

/** An organization as AWS has it, in short: accounts, units, policies, people. */
export interface FakeOrganization {
    /** The root's policy types that are enabled. */
    readonly policyTypes: readonly string[];
    /** By path: names of the accounts, by id. */
    readonly units: Readonly<Record<string, Readonly<Record<string, string>>>>;
    /** Ids of accounts that are suspended. */
    readonly suspended?: readonly string[];
    /** Policies: type, targets (paths or account ids), content. */
    readonly policies: readonly {
        readonly type: string;
        readonly targets: readonly string[];
        readonly content: unknown;
    }[];
    /** Groups: name -> user names. */
    readonly groups: Readonly<Record<string, readonly string[]>>;
    /** Account id, permission set, `group NAME` or `user NAME`. */
    readonly assignments: readonly (readonly [string, string, string])[];
    /** Authorization details, by account id. */
    readonly details: Readonly<Record<string, object>>;
}

/** What AWS does wrong: by command, an error's name, and how often (-1: always). */
export type Failures = Readonly<Record<string, readonly [string, number]>>;

type Input = Readonly<Record<string, string | undefined>>;
type Output = Readonly<Record<string, unknown>>;

/** Items of a page. */
const pageSize = 2;

export interface FakeClients extends Pick<
    LiveOrganizationOptions,
    "organizations" | "identityCenter" | "clientFor"
> {
    /** The commands sent, each with the subject of its input. */
    readonly sent: readonly string[];
    /** Seconds waited between attempts. */
    readonly waits: readonly number[];
}

export const managementId = "111111111111";

/** Clients that answer as AWS does of the organization, page by page. */
export function fakeClients(world: FakeOrganization, failures: Failures = {}): FakeClients {
    const sent: string[] = [];
    const waits: number[] = [];
    const left = new Map(Object.entries(failures).map(([name, [, times]]) => [name, times]));
    const client = (answers: Readonly<Record<string, (input: Input) => Output>>, subject = "") => ({
        send: (command: { readonly input: Input }): Promise<Output> => {
            const name = command.constructor.name.replace(/Command$/, "");
            const about = Object.entries(command.input).flatMap(([key, value]) =>
                key === "NextToken" || typeof value !== "string" || key.startsWith("Instance")
                    ? []
                    : [value],
            );
            sent.push([name, ...about, ...(subject === "" ? [] : [subject])].join(" "));
            const key = [`${name} ${[...about, subject].join("")}`, name].find(
                (one) => (left.get(one) ?? 0) !== 0,
            );
            if (key !== undefined) {
                left.set(key, (left.get(key) ?? 0) - 1);
                return Promise.reject(failure(failures[key]?.[0] ?? ""));
            }
            const answer = answers[name];
            return answer === undefined
                ? Promise.reject(new Error(`${name} isn't faked`))
                : Promise.resolve(answer(command.input));
        },
    });
    const wait = (seconds: number): Promise<void> => {
        waits.push(seconds);
        return Promise.resolve();
    };
    const caller = "arn:aws:iam::111111111111:role/Reader";
    const asked = { caller, wait };
    return {
        sent,
        waits,
        organizations: { ...asked, organizations: client(organizationsOf(world)) as never },
        identityCenter: {
            ...asked,
            ssoAdmin: client(ssoAdminOf(world)) as never,
            identityStore: client(identityStoreOf(world)) as never,
        },
        clientFor: (id) =>
            Promise.resolve({
                caller: `arn:aws:iam::${id}:role/Reader`,
                iam: client(
                    { GetAccountAuthorizationDetails: () => world.details[id] as Output },
                    id,
                ) as never,
                secrets: client({ ListSecrets: () => ({ SecretList: [] }) }, id) as never,
            }),
    };
}

export function failure(name: string): Error {
    const error = new Error(`${name} of AWS`);
    error.name = name;
    return error;
}

/** One page of a list; the token is where the next one begins. */
function page(key: string, items: readonly unknown[], { NextToken = "0" }: Input): Output {
    const start = Number(NextToken);
    const end = start + pageSize;
    return {
        [key]: items.slice(start, end),
        ...(end < items.length ? { NextToken: String(end) } : {}),
    };
}

const unitId = (path: string): string =>
    path === "/" ? "r-ab12" : `ou-ab12-${path.replaceAll(/\W/g, "").toLowerCase().padEnd(8, "0")}`;

function organizationsOf(
    world: FakeOrganization,
): Parameters<typeof page>[0] extends string
    ? Readonly<Record<string, (input: Input) => Output>>
    : never {
    const paths = Object.keys(world.units);
    const pathOf = (id: string | undefined): string =>
        paths.find((path) => unitId(path) === id) ?? "";
    const parentOf = (path: string): string => path.slice(0, path.lastIndexOf("/")) || "/";
    const policies = world.policies.map((policy, index) => ({ ...policy, Id: `p-${index}` }));
    const policyOf = ({ PolicyId }: Input) => policies.find(({ Id }) => Id === PolicyId);
    return {
        DescribeOrganization: () => ({
            Organization: { Id: "o-abcdefghij", MasterAccountId: managementId },
        }),
        ListRoots: (input) =>
            page(
                "Roots",
                [
                    {
                        Id: unitId("/"),
                        PolicyTypes: world.policyTypes.map((Type) => ({ Type, Status: "ENABLED" })),
                    },
                ],
                input,
            ),
        ListAccountsForParent: (input) =>
            page(
                "Accounts",
                Object.entries(world.units[pathOf(input["ParentId"])] ?? {}).map(([Id, Name]) => ({
                    Id,
                    Name,
                    State: world.suspended?.includes(Id) === true ? "SUSPENDED" : "ACTIVE",
                })),
                input,
            ),
        ListOrganizationalUnitsForParent: (input) =>
            page(
                "OrganizationalUnits",
                paths
                    .filter((path) => path !== "/" && parentOf(path) === pathOf(input["ParentId"]))
                    .map((path) => ({
                        Id: unitId(path),
                        Name: path.slice(path.lastIndexOf("/") + 1),
                    })),
                input,
            ),
        ListPolicies: (input) =>
            page(
                "Policies",
                policies.filter(({ type }) => type === input["Filter"]),
                input,
            ),
        DescribePolicy: (input) => ({
            Policy: { Content: JSON.stringify(policyOf(input)?.content) },
        }),
        ListTargetsForPolicy: (input) =>
            page(
                "Targets",
                (policyOf(input)?.targets ?? []).map((target) => ({
                    TargetId: target.startsWith("/") ? unitId(target) : target,
                })),
                input,
            ),
    };
}

const instanceArn = "arn:aws:sso:::instance/ssoins-0123456789abcdef";
const setArn = (name: string): string => `arn:aws:sso:::permissionSet/ssoins-0/${name}`;

const ssoAdminOf = ({
    assignments,
}: FakeOrganization): Readonly<Record<string, (input: Input) => Output>> => ({
    ListInstances: (input) =>
        page(
            "Instances",
            [
                {
                    InstanceArn: "arn:aws:sso:::instance/ssoins-other",
                    OwnerAccountId: "222222222222",
                },
                {
                    InstanceArn: instanceArn,
                    IdentityStoreId: "d-0123456789",
                    OwnerAccountId: managementId,
                },
            ],
            input,
        ),
    ListPermissionSetsProvisionedToAccount: (input) =>
        page(
            "PermissionSets",
            [
                ...new Set(
                    assignments.flatMap(([account, set]) =>
                        account === input["AccountId"] ? [setArn(set)] : [],
                    ),
                ),
            ],
            input,
        ),
    DescribePermissionSet: ({ PermissionSetArn = "" }) => ({
        PermissionSet: { Name: PermissionSetArn.slice(PermissionSetArn.lastIndexOf("/") + 1) },
    }),
    ListAccountAssignments: (input) =>
        page(
            "AccountAssignments",
            assignments
                .filter(
                    ([account, set]) =>
                        account === input["AccountId"] && setArn(set) === input["PermissionSetArn"],
                )
                .map(([, , principal]) => {
                    const [type = "", name = ""] = principal.split(" ");
                    return { PrincipalId: `id-${name}`, PrincipalType: type.toUpperCase() };
                }),
            input,
        ),
});

const identityStoreOf = ({
    groups,
}: FakeOrganization): Readonly<Record<string, (input: Input) => Output>> => ({
    ListUsers: (input) =>
        page(
            "Users",
            [...new Set([...Object.values(groups).flat(), "joe"])].map((name) => ({
                UserId: `id-${name}`,
                UserName: name,
            })),
            input,
        ),
    ListGroups: (input) =>
        page(
            "Groups",
            Object.keys(groups).map((name) => ({ GroupId: `id-${name}`, DisplayName: name })),
            input,
        ),
    ListGroupMemberships: (input) =>
        page(
            "GroupMemberships",
            (groups[(input["GroupId"] ?? "").replace("id-", "")] ?? []).map((name) => ({
                MemberId: { UserId: `id-${name}` },
            })),
            input,
        ),
});
