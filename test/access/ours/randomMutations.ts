import type { Documents } from "./documents";
import type { Mutation } from "./mutation";

/** What IAM, STS and Secrets Manager let somebody do to get further. */
const writes = [
    "iam:AddUserToGroup",
    "iam:AttachGroupPolicy",
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:CreateAccessKey",
    "iam:CreatePolicyVersion",
    "iam:DeleteRolePermissionsBoundary",
    "iam:PutGroupPolicy",
    "iam:PutRolePolicy",
    "iam:PutUserPolicy",
    "iam:UpdateAssumeRolePolicy",
    "iam:*",
    "secretsmanager:GetSecretValue",
    "sts:AssumeRole",
];

/**
 * One to four mistakes at random: wherever a document may be, and whatever nonprod identities already reach.
 *
 * @param next numbers from 0 to 1
 */
export function randomMutations(documents: Documents, next: () => number): readonly Mutation[] {
    const one = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T;
    const details = [...documents.detailsOf.values()];
    const roles = details.flatMap(({ RoleDetailList }) => RoleDetailList.map(({ Arn }) => Arn));
    const policies = details.flatMap(({ Policies }) => Policies.map(({ Arn }) => Arn));
    const groups = details.flatMap(({ GroupDetailList }) => GroupDetailList.map(({ Arn }) => Arn));
    const users = details.flatMap(({ UserDetailList }) => UserDetailList.map(({ Arn }) => Arn));
    const isNonprod = (arn: string): boolean => arn.includes(":222222222222:");
    const nonprodUsers = users.filter((arn) => arn.includes("/nonprod/"));
    const attackers = [
        ...roles.filter(isNonprod),
        ...groups.filter((arn) => arn.includes("Nonprod")),
    ];
    const number = (): number => Math.floor(next() * 30);
    const principals = (): unknown =>
        one<unknown>([
            "*",
            { AWS: "*" },
            { AWS: "arn:aws:iam::111111111111:root" },
            { AWS: "222222222222" },
            { AWS: one(nonprodUsers) },
            { AWS: [one(roles.filter(isNonprod)), one(users)] },
            { AWS: "AIDAEXAMPLEOFDELETED" },
        ]);
    const choices: readonly (() => Mutation)[] = [
        () => ({ kind: "trust", role: one(roles), principal: principals() }),
        () => ({
            kind: "allow",
            to: one(attackers),
            action: one(writes),
            resource: one(["*", "arn:aws:iam::*:role/PSKRoles/*", one(roles), one(users)]),
        }),
        () => ({ kind: "allowAllBut", to: one(attackers), action: [one(writes), "iam:*"] }),
        () => ({ kind: "dropStatement", policy: one(policies), statement: number() }),
        () => ({ kind: "dropCondition", policy: one(policies), statement: number() }),
        () => ({ kind: "anyResource", policy: one(policies), statement: number() }),
        () => ({ kind: "dropBoundary", role: one(roles) }),
        () => ({ kind: "join", user: one(nonprodUsers), group: one(groups) }),
        () => ({ kind: "openSecret", of: one(users) }),
        () => ({ kind: "shareSecret", of: one(users), principal: principals() }),
    ];
    return Array.from({ length: 1 + Math.floor(next() * 4) }, () => one(choices)());
}
