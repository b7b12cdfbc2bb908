import { expect } from "chai";

import { roleMay } from "../../../access";
import type { Organization } from "../../../access";
import { readOrganization } from "../../../access/organization/readOrganization";

const id = "222222222222";
const arn = `arn:aws:iam::${id}:role/Tool`;
const allow = (Action: string, Resource: string, Condition?: object): object => ({
    Effect: "Allow",
    Action,
    Resource,
    ...(Condition && { Condition }),
});

const identity = [
    allow("s3:*", "arn:aws:s3:::logs-*"),
    allow("iam:PassRole", "*", { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } }),
    allow("kms:Decrypt", "*", { StringEquals: { "aws:PrincipalArn": arn } }),
    allow("ec2:RunInstances", "*", { StringEquals: { "ec2:InstanceType": "t3.micro" } }),
    allow("sqs:*", "*"),
];
const boundary = [
    allow("*", "*"),
    { Effect: "Deny", Action: "s3:DeleteBucket", Resource: "*", Sid: "KeepBuckets" },
];

const document = (Statement: readonly object[]): object => ({ Version: "2012-10-17", Statement });

function organization(ofBoundary: readonly object[] = boundary): Organization {
    const policy = (name: string, Statement: readonly object[]): object => ({
        PolicyName: name,
        Arn: `arn:aws:iam::${id}:policy/${name}`,
        Path: "/",
        DefaultVersionId: "v1",
        PolicyVersionList: [
            { Document: document(Statement), VersionId: "v1", IsDefaultVersion: true },
        ],
    });
    const role = {
        Path: "/",
        RoleName: "Tool",
        Arn: arn,
        AssumeRolePolicyDocument: document([]),
        InstanceProfileList: [],
        RolePolicyList: [{ PolicyName: "Inline", PolicyDocument: document(identity) }],
        AttachedManagedPolicies: [],
        PermissionsBoundary: {
            PermissionsBoundaryType: "Policy",
            PermissionsBoundaryArn: `arn:aws:iam::${id}:policy/Boundary`,
        },
        Tags: [],
    };
    const details = {
        UserDetailList: [],
        GroupDetailList: [],
        RoleDetailList: [role],
        Policies: [policy("Boundary", ofBoundary)],
    };
    return readOrganization(
        { [id]: { name: "nonprod", environment: "nonprod" } },
        new Map([[id, details]]),
    );
}

/** What, action, resource, context, answer. */
const table: readonly (readonly [string, string, string, Record<string, string>, string])[] = [
    ["what a policy allows", "s3:GetObject", "arn:aws:s3:::logs-1/x", {}, "allowed"],
    ["in another case", "S3:getobject", "arn:aws:s3:::logs-1/x", {}, "allowed"],
    ["another resource", "s3:GetObject", "arn:aws:s3:::data/x", {}, "denied"],
    ["what the boundary denies", "s3:DeleteBucket", "arn:aws:s3:::logs-1", {}, "denied"],
    // A name that is not known yet is allowed only if every name would be.
    ["an unknown end of a name", "s3:GetObject", "arn:aws:s3:::logs-*", {}, "allowed"],
    ["an unknown name", "s3:GetObject", "arn:aws:s3:::*", {}, "denied"],
    [
        "a key's value",
        "iam:PassRole",
        arn,
        { "iam:PassedToService": "ec2.amazonaws.com" },
        "allowed",
    ],
    [
        "a key in lower case",
        "iam:PassRole",
        arn,
        { "iam:passedtoservice": "ec2.amazonaws.com" },
        "allowed",
    ],
    [
        "a key's other value",
        "iam:PassRole",
        arn,
        { "iam:PassedToService": "lambda.amazonaws.com" },
        "denied",
    ],
    ["a key that is absent", "iam:PassRole", arn, {}, "denied"],
    // The caller could choose it, but this request doesn't.
    ["a key that the request doesn't name", "ec2:RunInstances", "*", {}, "denied"],
    ["a key of every session", "kms:Decrypt", `arn:aws:kms:us-east-1:${id}:key/k`, {}, "allowed"],
    // Without that account's own policy, the role's is not enough.
    ["another account", "sqs:SendMessage", "arn:aws:sqs:us-east-1:333333333333:q", {}, "denied"],
    ["an ARN of AWS's own", "sqs:SendMessage", "arn:aws:sqs:us-east-1:aws:q", {}, "allowed"],
];

describe("roleMay", () => {
    for (const [name, action, resource, context, answer] of table) {
        it(`${name}: ${answer}`, () => {
            const decision = roleMay(organization(), arn, { action, resource, context });
            expect(decision.answer).to.equal(answer);
        });
    }

    it("allows on some resource what it does not allow on all", () => {
        for (const [resource, answer] of [
            ["arn:aws:s3:::*", "allowed"],
            ["arn:aws:s3:::data-*", "denied"],
        ] as const) {
            const request = { action: "s3:GetObject", resource, isPattern: true };
            expect(roleMay(organization(), arn, request).answer, resource).to.equal(answer);
        }
    });

    it("names the statement that denies", () => {
        const request = { action: "s3:DeleteBucket", resource: "arn:aws:s3:::logs-1" };
        const { because } = roleMay(organization(), arn, request);
        expect(because.map(({ sid }) => sid)).to.deep.equal(["KeepBuckets"]);
    });

    it("doesn't know with a boundary that cannot be read", () => {
        const unread = organization([{ Effect: "Allow", Action: 1, Resource: "*" }]);
        const request = { action: "s3:GetObject", resource: "arn:aws:s3:::logs-1/x" };
        expect(roleMay(unread, arn, request).answer).to.equal("unknown");
    });

    it("fails for a role that doesn't exist, with the nearest one", () => {
        const ask = () =>
            roleMay(organization(), `${arn}s`, { action: "s3:GetObject", resource: "*" });
        expect(ask).to.throw(`ROLE "${arn}s" not found. Did you mean:\n  ${arn}`);
    });
});
