import * as fc from "fast-check";

import type { RenderedKind } from "../../../plan/kinds";
import type { PlannedResource } from "../../../plan/plannedResource";
import type { RenderedStack } from "../../../plan/renderStack";
import type { RenderedKinds } from "../../../plan/renderStacks";
import type { Account } from "../../../platform/accounts";

/** A platform of many accounts, in which single ones may differ. */
export interface Platform extends RenderedKinds {
    /** Kinds and single stacks, each account as a stack of its own. */
    readonly all: readonly RenderedStack[];
    /** Hops that are left out, as waivers name them. */
    readonly waived: readonly { readonly from: string; readonly to: string }[];
}

const stateId = "111111111111";
const nonprodIds = ["000000000004", "222222222222", "422222222222", "900000000002"];
const prodIds = ["000000000003", "333333333333", "433333333333", "900000000003"];
const memberIds = [...nonprodIds, ...prodIds];
const runningId = "555555555555";

const allow = (Action: unknown, Resource: unknown = "*"): object => ({
    Effect: "Allow",
    Action,
    Resource,
});
const trust = (Principal: unknown, Condition?: object): object => ({
    Effect: "Allow",
    Principal,
    Action: "sts:AssumeRole",
    ...(Condition === undefined ? {} : { Condition }),
});

const user = (trustClass: string): string =>
    `arn:aws:iam::${stateId}:user/${trustClass}/${trustClass}`;
const roleArn = (id: string, name: string): string => `arn:aws:iam::${id}:role/${name}`;
const from = (operator: string, values: unknown): object => ({
    [operator]: { "aws:PrincipalArn": values },
});

/** Statements of trust policies, for the account whose role it is. */
const trusts: readonly ((own: string) => object)[] = [
    () => trust({ AWS: user("nonprod") }),
    () => trust({ AWS: [user("prod")] }),
    () => trust({ Service: "ec2.amazonaws.com" }),
    (own) => trust({ AWS: roleArn(own, "a") }),
    () => trust({ AWS: roleArn(stateId, "a") }),
    (own) => trust({ AWS: "*" }, { StringNotEquals: { "aws:PrincipalAccount": own } }),
    () => trust({ AWS: "*" }, from("ArnLike", roleArn("*", "b"))),
];
/** Statements that tell ids apart, or may; and those that name accounts. */
const telling: readonly ((one: string) => object)[] = [
    () => trust({ AWS: "*" }, from("ArnLike", roleArn("4*", "a"))),
    () => trust({ AWS: "*" }, { NumericLessThan: { "aws:PrincipalAccount": "5000" } }),
    (one) => trust({ AWS: roleArn(one, "a") }),
    (one) => trust({ AWS: [roleArn(one, "b"), user("prod")] }),
    () => trust({ AWS: memberIds.map((id) => roleArn(id, "a")) }),
    (one) => trust({ AWS: memberIds.filter((id) => id !== one).map((id) => roleArn(id, "b")) }),
    (one) => trust({ AWS: "*" }, from("StringLike", [roleArn(one, "*")])),
];
/** Statements of permissions, for the account whose role it is. */
const permissions: readonly ((own: string) => object)[] = [
    () => allow("sts:AssumeRole"),
    () => allow("sts:AssumeRole", roleArn("*", "b")),
    (own) => allow("sts:AssumeRole", [roleArn(own, "b"), roleArn(stateId, "a")]),
    (own) => allow(["iam:PassRole", "ec2:RunInstances"], [roleArn(own, "*"), "arn:aws:ec2:*:*:*"]),
    () => allow("iam:UpdateAssumeRolePolicy"),
    () => allow("s3:GetObject"),
    () => allow("iam:CreateAccessKey"),
];

const some = (from_: readonly unknown[]): fc.Arbitrary<readonly number[]> =>
    fc.uniqueArray(fc.nat(from_.length - 1), { maxLength: 2 });
const roleOf = fc.record({ trusts: some(trusts), permissions: some(permissions) });
const rolesOf = fc.tuple(roleOf, roleOf);
const telling1 = fc.option(fc.tuple(fc.nat(telling.length - 1), fc.constantFrom(...memberIds)), {
    freq: 2,
});

/** Platforms: two kinds of four accounts, the state account, and one that runs. */
export const platforms: fc.Arbitrary<Platform> = fc
    .record({
        nonprod: rolesOf,
        prod: rolesOf,
        state: rolesOf,
        running: rolesOf,
        runningEnvironment: fc.constantFrom("nonprod" as const, "prod" as const),
        stateTells: telling1,
        runningTells: telling1,
        /** Accounts whose roles a group's policy doesn't list. */
        unlisted: fc.option(fc.constantFrom(...memberIds), { freq: 2 }),
        isText: fc.boolean(),
        /** Roles of which prod accounts the policy of nonprod's group lists, too. */
        wide: fc.constantFrom(prodIds, prodIds.slice(1), [], []),
        /** From which of its accounts on a policy goes on in another one. */
        dividedAt: fc.constantFrom(0, 0, 0, 1, 3),
        waived: fc.option(fc.constantFrom(...prodIds.slice(0, 3)), { freq: 3 }),
    })
    .map((random) => {
        const rolesAt = (
            id: string,
            roles: typeof random.state,
            more: typeof random.stateTells = null,
        ): readonly PlannedResource[] =>
            roles.map((role, i) => {
                const name = i === 0 ? "a" : "b";
                const extra = more !== null && i === 0 ? [telling[more[0]]?.(more[1])] : [];
                return {
                    type: "aws:iam/role:Role",
                    name,
                    props: {
                        name,
                        path: "/",
                        assumeRolePolicy: policy([
                            ...role.trusts.map((one) => trusts[one]?.(id)),
                            ...extra,
                        ]),
                        inlinePolicies: [
                            {
                                name: "p",
                                policy: policy(
                                    role.permissions.map((one) => permissions[one]?.(id)),
                                ),
                            },
                        ],
                    },
                };
            });
        const policy = (Statement: readonly unknown[]): unknown => {
            const document = { Version: "2012-10-17", Statement };
            return random.isText ? JSON.stringify(document) : document;
        };
        const assume = (ids: readonly string[]): unknown =>
            policy([
                allow(
                    "sts:AssumeRole",
                    ids.flatMap((id) => [roleArn(id, "a"), roleArn(id, "b")]),
                ),
            ]);
        const group = (trustClass: string, ids: readonly string[]): readonly PlannedResource[] => [
            {
                type: "aws:iam/user:User",
                name: trustClass,
                props: { name: trustClass, path: `/${trustClass}/` },
            },
            {
                type: "aws:iam/userPolicy:UserPolicy",
                name: `${trustClass}-policy`,
                props: {
                    name: "p",
                    user: trustClass,
                    policy: assume(ids.slice(random.dividedAt)),
                },
            },
            ...(random.dividedAt === 0
                ? []
                : [
                      {
                          type: "aws:iam/userPolicy:UserPolicy",
                          name: `${trustClass}-policy2`,
                          props: {
                              name: "p2",
                              user: trustClass,
                              policy: assume(ids.slice(0, random.dividedAt)),
                          },
                      },
                  ]),
        ];
        const listed = (ids: readonly string[]): readonly string[] =>
            ids.filter((id) => id !== random.unlisted);
        const stack = (account: Account, resources: readonly PlannedResource[]): RenderedStack => ({
            account,
            partition: "aws",
            resources,
            outputs: {},
        });
        const kind = (
            environment: "nonprod" | "prod",
            ids: readonly string[],
            roles: typeof random.state,
        ): RenderedKind => ({
            members: ids.map((id) => ({ name: `team${id}`, id, environment })),
            isNamed: false,
            stackOf: (member) => stack(member, rolesAt(member.id, roles)),
        });
        const single = [
            stack({ name: "state", id: stateId, environment: "state" }, [
                ...group("nonprod", listed([...nonprodIds, ...random.wide, runningId])),
                ...group("prod", listed([...memberIds, runningId, stateId])),
                ...rolesAt(stateId, random.state, random.stateTells),
            ]),
            stack(
                { name: "running", id: runningId, environment: random.runningEnvironment },
                rolesAt(runningId, random.running, random.runningTells),
            ),
        ];
        const kinds = [
            kind("nonprod", nonprodIds, random.nonprod),
            kind("prod", prodIds, random.prod),
        ];
        return {
            single,
            kinds,
            all: [
                ...single,
                ...kinds.flatMap(({ members, stackOf }) => members.map((one) => stackOf(one))),
            ],
            waived:
                random.waived === null
                    ? []
                    : [{ from: user("nonprod"), to: roleArn(random.waived, "a") }],
        };
    });
