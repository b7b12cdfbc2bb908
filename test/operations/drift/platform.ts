import * as path from "node:path";

import type { Contract } from "../../../identities/contract";
import { declaredAccount } from "../../../operations/drift/declaredAccount";
import type { LiveAccount } from "../../../operations/liveAccount";
import type { RenderedStack } from "../../../plan/renderStack";
import { renderStacks } from "../../../plan/renderStacks";

const checkout = path.join(__dirname, "..", "..", "..");

/** This project's own platform, as declared, and as AWS has it when nothing drifted. */
export interface TestPlatform {
    readonly declared: readonly RenderedStack[];
    readonly live: readonly LiveAccount[];
    readonly contract: Contract;
}

/** @param folder of Pulumi.yaml @default this project's own */
export async function testPlatform(folder = checkout): Promise<TestPlatform> {
    const declared = await renderStacks(folder);
    const state = declared.find(({ account }) => account.environment === "state");
    const planned = state?.outputs["contract"] as Contract;
    const secrets = Object.fromEntries(
        Object.keys(planned.secrets).map((name) => [name, secretArn(name)]),
    );
    const contract: Contract = { ...planned, secrets };
    return { declared, contract, live: declared.map((stack) => liveOf(stack, contract)) };
}

const secretArn = (name: string): string =>
    `arn:aws:secretsmanager:us-east-1:111111111111:secret:PSKServiceAccounts/x/${name}-99999999-XyZXyZ`;

/** A deployed stack as AWS shows it: other order, ids, encoded documents, an empty Sid, a list of one as text. */
function liveOf(stack: RenderedStack, contract: Contract): LiveAccount {
    const { account, details, sessions, secretPolicies } = declaredAccount(stack);
    const encoded = (document: unknown): string =>
        encodeURIComponent(JSON.stringify(document, (key, value: unknown) => asAws(key, value)));
    const id = (kind: string, index: number): string =>
        `${kind}${account.id}${String(index).padStart(5, "0")}`;
    return {
        account,
        details: {
            UserDetailList: details.UserDetailList.map((user, index) => ({
                ...user,
                UserId: id("AIDA", index),
                Tags: [
                    ...(user.Tags ?? []),
                    { Key: `iam-profiles:key:AKIA${user.UserName}`, Value: "current" },
                    { Key: "iam-profiles:store", Value: "secrets-manager x" },
                ],
            })),
            GroupDetailList: [...details.GroupDetailList].reverse().map((group) => ({
                ...group,
                GroupPolicyList: (group.GroupPolicyList ?? []).map((policy) => ({
                    ...policy,
                    PolicyDocument: encoded(policy.PolicyDocument),
                })),
            })),
            RoleDetailList: [
                ...details.RoleDetailList.map((role, index) => ({
                    ...role,
                    RoleId: id("AROA", index),
                    AssumeRolePolicyDocument: encoded(role.AssumeRolePolicyDocument),
                })).reverse(),
                // AWS's own, which every account has.
                {
                    Arn: `arn:aws:iam::${account.id}:role/aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport`,
                    RoleName: "AWSServiceRoleForSupport",
                    RoleId: id("AROA", 99),
                    AssumeRolePolicyDocument: {
                        Version: "2012-10-17",
                        Statement: [
                            {
                                Effect: "Allow",
                                Principal: { Service: "support.amazonaws.com" },
                                Action: "sts:AssumeRole",
                            },
                        ],
                    },
                },
            ].map((role) => ({
                Path: "/",
                RolePolicyList: [],
                AttachedManagedPolicies: [],
                InstanceProfileList: [],
                Tags: [],
                ...role,
            })),
            Policies: details.Policies.map((policy) => ({
                ...policy,
                PolicyVersionList: (policy.PolicyVersionList ?? []).map((version) => ({
                    ...version,
                    Document: encoded(version.Document),
                })),
            })),
        },
        sessions,
        credentials: Object.fromEntries(
            details.UserDetailList.map(({ UserName }) => [
                UserName,
                {
                    accessKeys: [{ id: `AKIA${UserName}`, active: true }],
                    password: false,
                    mfaDevices: [],
                    sshKeys: [],
                    certificates: [],
                    serviceCredentials: [],
                },
            ]),
        ),
        unassignedMfa: [],
        providers: [],
        secrets: Object.entries(secretPolicies).map(([name, policy]) => ({
            arn: contract.secrets[name],
            policy: typeof policy === "string" ? policy : JSON.stringify(policy),
        })),
        unread: [],
    };
}

/** Lists the other way round, and those of one item as text. */
function asAws(key: string, value: unknown): unknown {
    if (key === "Statement" && Array.isArray(value)) {
        return (value as object[]).map((statement) => ({ Sid: "", ...statement })).reverse();
    }
    if (!Array.isArray(value)) return value;
    return value.length === 1 ? (value[0] as unknown) : [...(value as unknown[])].reverse();
}
