import { expect } from "chai";

import { auditBucketPolicy } from "../../audit/bucketPolicy";
import type { BucketPolicyArgs } from "../../audit/bucketPolicy";
import { policyLength } from "../../platform/policyDocument";

const args: BucketPolicyArgs = {
    partition: "aws-cn",
    prefix: "Acme",
    region: "cn-north-1",
    bucket: "acme-111111111111-audit-trail",
    owner: "111111111111",
    accounts: ["222222222222", "111111111111"],
    organization: undefined,
};
const bucket = "arn:aws-cn:s3:::acme-111111111111-audit-trail";
const denial = (Sid: string, Condition: object): object => ({
    Sid,
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:*"],
    Resource: [bucket, `${bucket}/*`],
    Condition,
});
const documentWith = (Condition: object): object => ({
    Version: "2012-10-17",
    Statement: [
        {
            Sid: "TrailsOfThePlatform",
            Effect: "Allow",
            Principal: { Service: ["cloudtrail.amazonaws.com"] },
            Action: ["s3:GetBucketAcl", "s3:PutObject"],
            Resource: [bucket, `${bucket}/AWSLogs/*`],
            Condition,
        },
        denial("NoOtherAccount", {
            Bool: { "aws:PrincipalIsAWSService": "false" },
            StringNotEquals: { "aws:PrincipalAccount": "111111111111" },
        }),
        denial("NoPlainText", { Bool: { "aws:SecureTransport": "false" } }),
        denial("NoOldTls", { NumericLessThan: { "s3:TlsVersion": "1.2" } }),
    ],
});
const accounts = (count: number): string[] =>
    Array.from({ length: count }, (_, i) => String(400_000_000_000 + i));
const trail = (id: string): string => `arn:aws-cn:cloudtrail:cn-north-1:${id}:trail/AcmeAuditTrail`;
const listed = [trail("111111111111"), trail("222222222222")];
const organization = "o-a1b2c3d4e5";

describe("the policy of the audit trail's bucket", () => {
    it("lets in the platform's trails alone, by TLS", () => {
        expect(auditBucketPolicy(args)).to.deep.equal(
            documentWith({ StringEquals: { "aws:SourceArn": listed } }),
        );
    });

    it("of an organization, those of the organization", () => {
        expect(auditBucketPolicy({ ...args, organization })).to.deep.equal(
            documentWith({
                StringEquals: { "aws:SourceArn": listed, "aws:SourceOrgID": organization },
            }),
        );
    });

    it("of hundreds of accounts, the organization's trails of that name", () => {
        expect(
            auditBucketPolicy({ ...args, organization, accounts: accounts(1_000) }),
        ).to.deep.equal(
            documentWith({
                ArnLike: { "aws:SourceArn": trail("*") },
                StringEquals: { "aws:SourceOrgID": organization },
            }),
        );
    });

    it("lists as many as fit, and is refused beyond without an organization, with the number", () => {
        const fitting = auditBucketPolicy({ ...args, accounts: accounts(280) });
        expect(policyLength(fitting)).to.be.within(18_000, 20_480);
        expect(() => auditBucketPolicy({ ...args, accounts: accounts(400) })).to.throw(
            /^The policy of bucket acme-111111111111-audit-trail would have \d{5} characters, since it lists the trails of 400 accounts; AWS takes at most 20480\. Set auditTrail\.organization in Pulumi\.yaml/,
        );
    });
});
