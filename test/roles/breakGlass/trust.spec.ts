import { expect } from "chai";

import { decide } from "../../../access/evaluation/decide";
import { readDocument } from "../../../access/policy/readDocument";
import { breakGlassTrustPolicy } from "../../../roles/breakGlass/trust";
import cases from "./trust.cases.json";

interface Case {
    readonly name: string;
    /** @default Ada, who is named */
    readonly principal?: string;
    /** @default sts:AssumeRole */
    readonly action?: string;
    /** Values by key, over those of a request as it should be; `null`: the request doesn't have it. */
    readonly context: Readonly<Record<string, readonly string[] | null>>;
    readonly answer: "allowed" | "denied";
}

const ada = "arn:aws:iam::111111111111:user/PSKPeople/prod/PSKAda";
const role = "arn:aws:iam::333333333333:role/PSKBreakGlass/PSKBreakGlassRole";
const trust = breakGlassTrustPolicy([ada], { ticket: "INC-*", maxMfaAge: 900 }, "us-east-1");
const asItShouldBe: Case["context"] = {
    "aws:multifactorauthpresent": ["true"],
    "aws:multifactorauthage": ["30"],
    "aws:requestedregion": ["us-east-1"],
    "sts:sourceidentity": ["INC-1234"],
};

describe("the trust policy of emergency access", () => {
    it("is one statement, whose operators all refuse a request without the key", () => {
        expect(trust).to.deep.equal({
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "TrustPeopleWithMfaAndTicket",
                    Effect: "Allow",
                    Principal: { AWS: [ada] },
                    Action: ["sts:AssumeRole", "sts:SetSourceIdentity"],
                    Condition: {
                        Bool: { "aws:MultiFactorAuthPresent": "true" },
                        NumericLessThanEquals: { "aws:MultiFactorAuthAge": "900" },
                        StringEquals: { "aws:RequestedRegion": "us-east-1" },
                        StringLike: { "sts:SourceIdentity": "INC-*" },
                    },
                },
            ],
        });
    });

    for (const { name, principal = ada, action = "sts:AssumeRole", ...given } of cases as Case[]) {
        it(`${given.answer} ${name}`, () => {
            const all = { ...asItShouldBe, ...given.context };
            const allow = { Statement: [{ Effect: "Allow", Action: "sts:*", Resource: role }] };
            const { answer } = decide({
                principal: {
                    kind: "user",
                    arn: principal,
                    accountId: "111111111111",
                    policies: [readDocument("group", allow, "identity")],
                    serviceControlPolicies: [],
                },
                action,
                resource: role,
                resourceAccountId: "333333333333",
                resourcePolicy: readDocument("trust", trust, "trust"),
                resourceControlPolicies: [],
                context: (key) => {
                    const values = all[key];
                    return values === undefined || values === null
                        ? { absent: true }
                        : { known: values };
                },
            });
            expect(answer).to.equal(given.answer);
        });
    }

    for (const arn of [
        "arn:aws:iam::111111111111:root",
        "arn:aws:iam::111111111111:user/PSKServiceAccounts/prod/PSKProdServiceAccount",
        "arn:aws:iam::111111111111:user/PSKPeople/prod/*",
    ]) {
        it(`isn't made for ${arn}`, () => {
            expect(() =>
                breakGlassTrustPolicy([arn], { ticket: "INC-*", maxMfaAge: 900 }, "us-east-1"),
            ).to.throw(`these are none: ${arn}`);
        });
    }
});
