import { expect } from "chai";

import type { FoundAccount } from "../../../operations/adoption/foundAccount";
import { importIdOf } from "../../../operations/adoption/importIds";
import cases from "./importIds.cases.json";

interface Case {
    readonly type: string;
    readonly props: Readonly<Record<string, unknown>>;
    /** Absent: the type has no import. */
    readonly id?: string;
    /** What is not there. */
    readonly absent?: Readonly<Record<string, unknown>>;
}

const holder = (kind: string, ...policies: string[]) => ({
    Arn: `arn:aws:iam::111111111111:${kind}/a/b/x`,
    AttachedManagedPolicies: policies.map((PolicyArn) => ({
        PolicyName: PolicyArn.slice(PolicyArn.lastIndexOf("/") + 1),
        PolicyArn,
    })),
});
const inline = [{ PolicyName: "inline", PolicyDocument: "{}" }];
const policy = "arn:aws:iam::111111111111:policy/a/b/p";

const found: FoundAccount = {
    account: { name: "state", id: "111111111111" },
    details: {
        UserDetailList: [
            {
                UserName: "u",
                UserPolicyList: inline,
                ...holder("user", "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"),
            },
        ],
        GroupDetailList: [{ GroupName: "g", GroupPolicyList: inline, ...holder("group", policy) }],
        RoleDetailList: [
            {
                RoleName: "r",
                RolePolicyList: inline,
                AssumeRolePolicyDocument: "{}",
                ...holder(
                    "role",
                    "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
                ),
            },
        ],
        Policies: [{ Arn: policy }],
    },
    sessions: {},
    providers: ["arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"],
};

describe("importIdOf", () => {
    for (const { type, props, id, absent } of cases as readonly Case[]) {
        it(`${type}: ${id ?? "has no import"}`, () => {
            expect(importIdOf({ type, name: "x", props }, found)).to.equal(id);
            if (absent !== undefined) {
                expect(importIdOf({ type, name: "x", props: absent }, found)).to.equal(undefined);
            }
        });
    }
});
