import fc from "fast-check";

import type { RawOrganization } from "./closure";
import type { Raw, RawDetails, RawDocument } from "./closureWorld";
import { inlineOf, nameOf } from "./closureWorld";

/** What random organizations are made of. */
export interface Alphabet {
    readonly actions: readonly string[];
    readonly resources: readonly string[];
    /** Condition blocks. */
    readonly conditions: readonly Raw[];
    /** Where Deny statements may stand: what an attacker may come by (policies of groups, managed ones), or only elsewhere. */
    readonly denies: "anywhere" | "where they stay";
}

export const nonprod = "222222222222";
export const prod = "333333333333";
const iam = (account: string, rest: string): string => `arn:aws:iam::${account}:${rest}`;

export const users = ["user/nonprod/u", "user/prod/v"].map((rest) => iam(nonprod, rest));
const groups = ["G", "H"].map((name) => iam(nonprod, `group/${name}`));
const roles = [
    ...["role/A", "role/x/B"].map((rest) => iam(nonprod, rest)),
    ...["role/C", "role/x/D"].map((rest) => iam(prod, rest)),
];
const policies = [
    ...["policy/P", "policy/x/Q"].map((rest) => iam(nonprod, rest)),
    iam(prod, "policy/P"),
];

const narrow = [
    "sts:AssumeRole",
    "iam:CreateAccessKey",
    "iam:PutUserPolicy",
    "iam:PutRolePolicy",
    "iam:PutGroupPolicy",
    "iam:AttachRolePolicy",
    "iam:UpdateAssumeRolePolicy",
    "iam:AddUserToGroup",
    "iam:CreatePolicyVersion",
    "iam:PassRole",
    "lambda:CreateFunction",
];
const things = [
    ...new Array<string>(12).fill("*"),
    ...users,
    ...groups,
    ...roles,
    ...policies,
    iam(nonprod, "role/*"),
    iam(nonprod, "role/x/*"),
    iam(prod, "role/*"),
    iam(nonprod, "user/*"),
    "arn:aws:lambda:*",
];
const plainConditions: readonly Raw[] = [
    { ArnEquals: { "aws:PrincipalArn": users[0] } },
    { ArnLike: { "aws:PrincipalArn": iam(nonprod, "role/*") } },
    { ArnNotLike: { "aws:PrincipalArn": iam(nonprod, "role/x/*") } },
    { StringEquals: { "sts:ExternalId": "k" } },
    { StringNotEquals: { "sts:ExternalId": "k" } },
    { Null: { "sts:ExternalId": "false" } },
];
const boundaryConditions: readonly Raw[] = ["StringEquals", "StringNotEquals"].flatMap((operator) =>
    policies.slice(0, 2).map((arn) => ({ [operator]: { "iam:PermissionsBoundary": arn } })),
);
const policyConditions: readonly Raw[] = ["ArnEquals", "ArnNotEquals"].flatMap((operator) =>
    policies.slice(0, 2).map((arn) => ({ [operator]: { "iam:PolicyARN": arn } })),
);

/** Organizations about which the proof says neither more nor less than the reference. */
export const exact: Alphabet = {
    actions: [...narrow, "sts:*", "iam:Put*", "iam:Update*", "lambda:*"],
    resources: things,
    conditions: plainConditions,
    denies: "where they stay",
};

/** Organizations about which the proof may say more: see where it is compared. */
export const any: Alphabet = {
    actions: [
        ...exact.actions,
        "iam:CreateRole",
        "iam:CreatePolicy",
        // Seldom of use, so often there.
        "iam:DeleteRolePermissionsBoundary",
        "iam:Delete*",
        "iam:DeleteRole*",
        "iam:*PermissionsBoundary",
        "iam:*RolePolicy",
        "iam:Create*",
        "iam:*",
        "*",
    ],
    resources: [...things, iam(nonprod, "policy/*"), iam(nonprod, "policy/x/*")],
    conditions: [...plainConditions, ...boundaryConditions, ...policyConditions],
    denies: "anywhere",
};

type Effect = "Allow" | "Deny";

const few = <T>(values: readonly T[]): fc.Arbitrary<T[]> =>
    fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });

const seldom = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    fc.option(value, { nil: undefined, freq: 2 });

/** An identity policy's statement. */
export const statement = (
    { actions, resources, conditions }: Alphabet,
    effects: readonly Effect[],
): fc.Arbitrary<Raw> =>
    fc
        .record({
            Effect: fc.constantFrom(...effects),
            Action: few(actions),
            Resource: few(resources),
            Condition: fc.option(fc.constantFrom(...conditions), { nil: undefined, freq: 1 }),
        })
        .map((drawn) =>
            withoutHoles(
                // The proof doesn't ask which resources there are for actions of other services.
                drawn.Action.some((action) => action.startsWith("lambda:"))
                    ? { ...drawn, Resource: "*" }
                    : drawn,
            ),
        );

const principals = ["*", iam(nonprod, "root"), ...users, ...users, ...roles, ...roles];

/** A trust policy's statement. */
export const trustStatement = (effects: readonly Effect[]): fc.Arbitrary<Raw> =>
    fc
        .record({
            Effect: fc.constantFrom(...effects),
            Principal: fc.oneof(
                { weight: 4, arbitrary: few(principals.slice(1)).map((AWS) => ({ AWS })) },
                { weight: 1, arbitrary: fc.constant({ Service: "lambda.amazonaws.com" }) },
                { weight: 1, arbitrary: fc.constant({ AWS: "*" }) },
            ),
            Action: fc.constant("sts:AssumeRole"),
            Condition: seldom(fc.constantFrom(...plainConditions)),
        })
        .map(withoutHoles);

const withoutHoles = (raw: Raw): Raw =>
    Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined));

const documentOf = (statements: fc.Arbitrary<Raw>, least: number): fc.Arbitrary<RawDocument> =>
    fc
        .array(statements, { minLength: least, maxLength: 2 })
        .map((Statement) => ({ Version: "2012-10-17", Statement }));

/** A small organization: two accounts, two users and groups, four roles, three managed policies. */
export function rawOrganization(alphabet: Alphabet): fc.Arbitrary<RawOrganization> {
    const mixed: readonly Effect[] = ["Allow", "Allow", "Allow", "Deny"];
    const moving: readonly Effect[] = alphabet.denies === "anywhere" ? mixed : ["Allow"];
    const own = documentOf(statement(alphabet, mixed), 0);
    const shared = documentOf(statement(alphabet, moving), 1);
    const boundary = fc.option(fc.constantFrom(0, 1), { nil: undefined, freq: 1 });
    const attached = fc.subarray([0, 1], { maxLength: 1 });
    return fc
        .record({
            own: fc.tuple(own, own, own, own, own, own),
            groups: fc.tuple(shared, shared),
            policies: fc.tuple(shared, shared, shared),
            trust: fc.tuple(...roles.map(() => documentOf(trustStatement(mixed), 1))),
            boundaries: fc.tuple(boundary, boundary, boundary, boundary),
            attached: fc.tuple(attached, attached, attached),
            members: fc.subarray(groups.map(nameOf), { maxLength: 1 }),
        })
        .map((drawn) => {
            const list = (name: string, document: RawDocument | undefined): Raw => ({
                [name]: [{ PolicyName: "own", PolicyDocument: document }],
            });
            const holder = (type: string, arn: string, document: RawDocument | undefined): Raw => ({
                Arn: arn,
                [`${type}Name`]: nameOf(arn),
                ...list(`${type}PolicyList`, document),
                AttachedManagedPolicies: [],
            });
            const boundaryOf = (index: number): Raw => {
                const chosen = drawn.boundaries[index];
                // In each account its own.
                const arn = index < 2 ? policies[chosen ?? 0] : policies[2];
                return chosen === undefined
                    ? {}
                    : {
                          PermissionsBoundary: {
                              PermissionsBoundaryType: "Policy",
                              PermissionsBoundaryArn: arn,
                          },
                      };
            };
            const attachedTo = (index: number): Raw => ({
                AttachedManagedPolicies: (drawn.attached[index] ?? []).map((chosen) => ({
                    PolicyArn: policies[chosen],
                })),
            });
            const role = (arn: string, index: number): Raw => ({
                ...holder("Role", arn, drawn.own[index + 2]),
                ...(index < 2 ? attachedTo(index) : {}),
                ...boundaryOf(index),
                AssumeRolePolicyDocument: drawn.trust[index],
                InstanceProfileList: [],
            });
            const policy = (arn: string, index: number): Raw => ({
                Arn: arn,
                PolicyName: nameOf(arn),
                PolicyVersionList: [
                    { VersionId: "v1", IsDefaultVersion: true, Document: drawn.policies[index] },
                ],
            });
            const details = {
                [nonprod]: {
                    UserDetailList: users.map((arn, index) => ({
                        ...holder("User", arn, drawn.own[index]),
                        GroupList: index === 0 ? drawn.members : [],
                    })),
                    GroupDetailList: groups.map((arn, index) => ({
                        ...holder("Group", arn, drawn.groups[index]),
                        ...(index === 0 ? attachedTo(2) : {}),
                    })),
                    RoleDetailList: roles.slice(0, 2).map(role),
                    Policies: policies.slice(0, 2).map(policy),
                },
                [prod]: {
                    UserDetailList: [],
                    GroupDetailList: [],
                    RoleDetailList: roles.slice(2).map((arn, index) => role(arn, index + 2)),
                    Policies: policies.slice(2).map((arn) => policy(arn, 2)),
                },
            };
            return {
                accounts: {
                    [nonprod]: { name: "nonprod", environment: "nonprod", secrets: [] },
                    [prod]: { name: "prod", environment: "prod", secrets: [] },
                },
                details: details as unknown as Record<string, RawDetails>,
            };
        });
}

/** Every place in an organization's documents where an identity policy's statement can be added, and every trust policy. */
export const documentsIn = ({
    details,
}: RawOrganization): readonly { readonly isTrust: boolean; readonly document: RawDocument }[] =>
    Object.values(details).flatMap(
        ({ UserDetailList, GroupDetailList, RoleDetailList, Policies }) => [
            ...[...UserDetailList, ...GroupDetailList, ...RoleDetailList]
                .flatMap((holder) => inlineOf(holder))
                .map(({ PolicyDocument }) => ({ isTrust: false, document: PolicyDocument })),
            ...Policies.flatMap(({ PolicyVersionList }) =>
                PolicyVersionList.map(({ Document }) => ({ isTrust: false, document: Document })),
            ),
            ...RoleDetailList.flatMap(({ AssumeRolePolicyDocument: document }) =>
                document === undefined ? [] : [{ isTrust: true, document }],
            ),
        ],
    );
