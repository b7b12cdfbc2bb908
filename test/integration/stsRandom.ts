import { random } from "../credentials/random";

/** A policy document as AWS takes it. */
export type RawDocument = Readonly<Record<string, unknown>>;

export interface RandomUser {
    readonly name: string;
    readonly accountId: string;
    readonly arn: string;
    readonly path: string;
    readonly tags: ReadonlyMap<string, string>;
    readonly inline?: RawDocument;
    /** Of the same account. */
    readonly groups: readonly RandomGroup[];
    readonly boundary?: RawDocument;
}

export interface RandomGroup {
    readonly name: string;
    readonly accountId: string;
    readonly inline: RawDocument;
    readonly managed: RawDocument;
}

export interface RandomRole {
    readonly name: string;
    readonly accountId: string;
    readonly arn: string;
    readonly path: string;
    readonly trust: RawDocument;
}

/** A user asks for a role. */
export interface RandomCell {
    readonly user: RandomUser;
    readonly role: RandomRole;
    readonly externalId?: string;
}

export interface RandomOrganization {
    readonly groups: readonly RandomGroup[];
    readonly users: readonly RandomUser[];
    readonly roles: readonly RandomRole[];
    /** Each user with each role. */
    readonly cells: readonly RandomCell[];
}

const accountIds = ["111111111111", "222222222222", "333333333333"];
const usersOf: Readonly<Record<string, number>> = { "111111111111": 8, "222222222222": 2 };
const groupsPerAccount = 3;
const rolesPerAccount = 20;
const paths = ["/", "/PSKRoles/", "/team/a/"];
const teams = ["dev", "ops", "Dev"];
const externalIds = [undefined, undefined, "external-1", "External-1", "other"];

/**
 * Three accounts whose documents vary whatever AssumeRole depends on. Only what AWS would take: no trust policy names a part
 * of an ARN, or somebody who isn't there.
 */
export function randomOrganization(seed: number): RandomOrganization {
    const dice = new Dice(random(seed));
    const groups = Object.keys(usersOf).flatMap((accountId) =>
        Array.from({ length: groupsPerAccount }, (_, index) => ({
            name: `group${index}`,
            accountId,
            inline: identityPolicy(dice, 2),
            managed: identityPolicy(dice, 1),
        })),
    );
    const users = Object.entries(usersOf).flatMap(([accountId, count]) =>
        Array.from({ length: count }, (_, index) => randomUser(dice, accountId, index, groups)),
    );
    const roles = accountIds.flatMap((accountId) =>
        Array.from({ length: rolesPerAccount }, (_, index): RandomRole => {
            const { name, path, arn } = nameRole(accountId, index);
            return { name, path, arn, accountId, trust: trustPolicy(dice, users) };
        }),
    );
    const cells = users.flatMap((user) =>
        roles.map((role): RandomCell => {
            const externalId = dice.one(externalIds);
            return { user, role, ...(externalId === undefined ? {} : { externalId }) };
        }),
    );
    return { groups, users, roles, cells };
}

class Dice {
    constructor(private readonly next: () => number) {}

    /** True as often as `chance` says, from 0 to 1. */
    is(chance: number): boolean {
        return this.next() < chance;
    }

    /** From 1 to `most`. */
    count(most: number): number {
        return 1 + Math.floor(this.next() * most);
    }

    one<T>(items: readonly T[]): T {
        return items[Math.floor(this.next() * items.length)] as T;
    }

    some<T>(items: readonly T[], most: number): readonly T[] {
        return [...new Set(Array.from({ length: this.count(most) }, () => this.one(items)))];
    }
}

function randomUser(
    dice: Dice,
    accountId: string,
    index: number,
    groups: readonly RandomGroup[],
): RandomUser {
    const name = `user${index}`;
    const path = dice.one(["/", "/PSKServiceAccounts/nonprod/", "/PSKServiceAccounts/prod/"]);
    const own = groups.filter((group) => group.accountId === accountId);
    return {
        name,
        path,
        accountId,
        arn: `arn:aws:iam::${accountId}:user${path}${name}`,
        tags: new Map(dice.is(0.7) ? [["team", dice.one(teams)]] : []),
        groups: dice.is(0.9) ? dice.some(own, 2) : [],
        ...(dice.is(0.5) ? { inline: identityPolicy(dice, 2) } : {}),
        ...(dice.is(0.5) ? { boundary: identityPolicy(dice, 3) } : {}),
    };
}

function nameRole(accountId: string, index: number): { name: string; path: string; arn: string } {
    const name = `role${index}`;
    const path = paths[index % paths.length] as string;
    return { name, path, arn: `arn:aws:iam::${accountId}:role${path}${name}` };
}

const assuming = [
    "sts:AssumeRole",
    "sts:*",
    "sts:Assume*",
    "STS:assumerole",
    "*",
    "sts:Assume?ole",
];
const others = ["sts:TagSession", "iam:*", "s3:Get*", "sts:AssumeRoleWith*", "sts:Assume?Role"];

const policyOf = (Statement: readonly object[]): RawDocument => ({
    Version: "2012-10-17",
    Statement,
});

const effectOf = (dice: Dice, index: number): "Allow" | "Deny" =>
    index > 0 && dice.is(0.35) ? "Deny" : "Allow";

function actionsOf(dice: Dice): object {
    if (dice.is(0.15)) return { NotAction: dice.some([...others, "sts:assumeR*"], 2) };
    return { Action: dice.is(0.85) ? dice.one(assuming) : dice.some([...others, ...assuming], 2) };
}

function identityPolicy(dice: Dice, most: number): RawDocument {
    return policyOf(
        Array.from({ length: dice.count(most) }, (_, index) => {
            const Effect = effectOf(dice, index);
            return {
                Effect,
                ...actionsOf(dice),
                ...resourcesOf(dice, Effect),
                ...conditionOf(dice, identityConditions, 0.3),
            };
        }),
    );
}

const wide = [
    "*",
    "arn:aws:iam::*:role/*",
    "arn:aws:iam::222222222222:*",
    "arn:aws:iam::333333333333:role/*",
    "arn:aws:iam::*:role/PSKRoles/*",
    "arn:aws:iam::*:role/role?",
];
const narrow = [
    "arn:aws:iam::*:role/*role1?",
    "arn:aws:iam::?????????222:role/PSKRoles/role1",
    "arn:aws:iam::*:role/pskroles/*",
    "arn:aws:iam::*:user/*",
    "arn:aws:iam::111111111111:role/team/*",
];

function resourcesOf(dice: Dice, effect: "Allow" | "Deny"): object {
    const exact = nameRole(dice.one(accountIds), dice.count(rolesPerAccount) - 1).arn;
    // A wide Deny would leave nothing to ask about.
    const patterns = effect === "Allow" ? [...wide, ...narrow, exact] : [...narrow, exact];
    const chosen = dice.some(patterns, 3);
    const except = effect === "Allow" && dice.is(0.15);
    return except ? { NotResource: dice.some([...narrow, exact], 2) } : { Resource: chosen };
}

function trustPolicy(dice: Dice, users: readonly RandomUser[]): RawDocument {
    return policyOf(
        Array.from({ length: dice.count(3) }, (_, index) => ({
            Effect: effectOf(dice, index),
            Principal: principalOf(dice, users),
            ...actionsOf(dice),
            ...conditionOf(dice, trustConditions, 0.4),
        })),
    );
}

function principalOf(dice: Dice, users: readonly RandomUser[]): unknown {
    const accountId = dice.one(accountIds);
    const userArns = users.map(({ arn }) => arn);
    const choices: readonly (() => unknown)[] = [
        () => ({ AWS: dice.some(userArns, 5) }),
        () => ({ AWS: dice.one(userArns) }),
        () => ({ AWS: "arn:aws:iam::111111111111:root" }),
        () => ({ AWS: [`arn:aws:iam::${accountId}:root`, dice.one(userArns)] }),
        () => ({ AWS: accountId }),
        () => "*",
        () => ({ AWS: "*" }),
        () => ({ Service: "lambda.amazonaws.com" }),
        () => ({ Service: "ec2.amazonaws.com", AWS: dice.one(userArns) }),
        () => ({ Federated: `arn:aws:iam::${accountId}:saml-provider/login` }),
        // What AWS makes of the ARN of somebody who was deleted.
        () => ({ AWS: ["AIDAEXAMPLEOFDELETED1", dice.one(userArns)] }),
    ];
    return dice.one(choices)();
}

type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** What both sides may ask. */
const commonConditions: readonly Conditions[] = [
    { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:user/PSKServiceAccounts/*" } },
    {
        ArnEquals: {
            "aws:PrincipalArn": [
                "arn:aws:iam::111111111111:user/user?",
                "arn:aws:iam::111111111111:user/*/user1",
            ],
        },
    },
    { ArnNotLike: { "aws:principalarn": "arn:aws:iam::*:user/*/nonprod/*" } },
    { StringEquals: { "aws:PrincipalTag/team": ["dev", "none"] } },
    { StringEqualsIgnoreCase: { "aws:PrincipalTag/team": "DEV" } },
    { StringNotEquals: { "aws:PrincipalTag/team": "dev" } },
    { StringNotEqualsIgnoreCase: { "aws:PrincipalTag/team": ["DEV", "ops"] } },
    { StringEqualsIfExists: { "aws:PrincipalTag/team": "ops" } },
    { StringLike: { "aws:PrincipalTag/TEAM": "?ev" } },
    { Null: { "aws:PrincipalTag/team": "true" } },
    { Null: { "aws:PrincipalTag/team": "false" } },
    { StringEquals: { "aws:PrincipalAccount": "111111111111" } },
    { StringEquals: { "aws:PrincipalType": "User" } },
    { StringLike: { "aws:username": ["user1", "user[0-9]", "user?"] } },
    { Bool: { "aws:MultiFactorAuthPresent": "true" } },
    { BoolIfExists: { "aws:MultiFactorAuthPresent": "True" } },
    { Bool: { "aws:SecureTransport": "FALSE" } },
    { NumericLessThan: { "aws:MultiFactorAuthAge": "3600" } },
    { IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "127.0.0.0/8"] } },
    { NotIpAddress: { "aws:SourceIp": "127.0.0.1" } },
    { DateGreaterThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } },
    {
        DateLessThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" },
        StringEquals: { "aws:username": "user1" },
    },
    { "ForAllValues:StringEquals": { "aws:TagKeys": "team" } },
    { "ForAnyValue:StringLike": { "aws:TagKeys": "*" } },
];

const trustConditions: readonly Conditions[] = [
    ...commonConditions,
    { StringEquals: { "sts:ExternalId": "external-1" } },
    { StringLike: { "sts:ExternalId": "external*" } },
    { StringNotEquals: { "sts:ExternalId": ["other", "external-1"] } },
    {
        StringEqualsIgnoreCase: { "sts:externalid": "EXTERNAL-1" },
        Null: { "sts:ExternalId": "false" },
    },
    { StringLikeIfExists: { "sts:ExternalId": "E*-1" } },
    { Null: { "sts:ExternalId": "true" } },
    { StringLike: { "sts:RoleSessionName": "j?dge*" } },
];

const identityConditions: readonly Conditions[] = [
    ...commonConditions,
    { StringEquals: { "aws:ResourceAccount": ["222222222222", "333333333333"] } },
];

function conditionOf(dice: Dice, conditions: readonly Conditions[], chance: number): object {
    return dice.is(chance) ? { Condition: dice.one(conditions) } : {};
}
