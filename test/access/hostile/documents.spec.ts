import { expect } from "chai";

import { readOrganization } from "../../../access/organization/readOrganization";
import type { Role } from "../../../access/organization/organization";

const id = "222222222222";
const accounts = { [id]: { name: "nonprod", environment: "nonprod" } };
const deepest = 100_000;

/** The role of an account that has just one, with these trust and inline policies. */
function roleWith(trust: unknown, inline?: unknown): { role: Role; limits: readonly string[] } {
    const details = {
        UserDetailList: [],
        GroupDetailList: [],
        RoleDetailList: [
            {
                Arn: `arn:aws:iam::${id}:role/R`,
                RoleName: "R",
                AssumeRolePolicyDocument: trust,
                RolePolicyList: [{ PolicyName: "P", PolicyDocument: inline }],
            },
        ],
        Policies: [],
    };
    const organization = readOrganization(accounts, new Map([[id, details]]));
    const [role] = organization.accounts[0]?.roles ?? [];
    if (role === undefined) throw new Error("no role");
    return { role, limits: organization.limits };
}

const statement = (more: object = {}): object => ({
    Effect: "Allow",
    Action: "s3:GetObject",
    Resource: "*",
    ...more,
});
const document = (...statements: unknown[]): object => ({
    Version: "2012-10-17",
    Statement: statements,
});

/** Lists or objects in one another, made without recursion. */
function nested(depth: number, wrap: (inner: unknown) => unknown): unknown {
    let value: unknown = "x";
    for (let level = 0; level < depth; level += 1) value = wrap(value);
    return value;
}

const inLists = nested(deepest, (inner) => [inner]);
const inObjects = nested(deepest, (inner) => ({ a: inner }));

describe("Hostile documents", () => {
    for (const [name, text] of [
        ["malformed JSON", '{"Version": "2012-10-17", "Statement": ['],
        ["a bad URL encoding", "%7B%22Version%22%3A%E0%A4%A"],
        ["lists 100,000 deep", "[".repeat(deepest) + "]".repeat(deepest)],
        ["objects 100,000 deep", '{"a":'.repeat(deepest) + "1" + "}".repeat(deepest)],
        ["lists that never end", "[".repeat(deepest)],
        ["10 MB of spaces", " ".repeat(10_000_000)],
        ["10 MB in one string", `{"Statement": "${"a".repeat(10_000_000)}"}`],
        ["10 MB of backslashes", `{"Statement": "${"\\\\".repeat(5_000_000)}"}`],
        ["10 MB of percent signs", "%7B".repeat(3_000_000)],
        ["a key twice", '{"Version":"2012-10-17","Statement":[],"Statement":[]}'],
    ] as const) {
        it(`say that they cannot be read: ${name}`, () => {
            const { role, limits } = roleWith(text, text);
            for (const read of [role.trust, role.policies[0]?.document]) {
                expect(read?.fault).to.be.a("string").with.length.below(300);
                expect(read?.statements).to.deep.equal([]);
            }
            expect(limits.some((limit) => limit.startsWith(role.trust.name))).to.equal(true);
        });
    }

    for (const [name, raw] of [
        ["objects", { Version: "2012-10-17", Statement: inObjects }],
        ["lists", { Version: "2012-10-17", Statement: inLists }],
        ["an Action", document(statement({ Action: inLists }))],
        ["a Condition", document(statement({ Condition: inObjects }))],
        [
            "a condition's values",
            document(statement({ Condition: { Bool: { "aws:x": inLists } } })),
        ],
        ["a Principal", document(statement({ Principal: { AWS: inLists } }))],
        ["a Sid", document(statement({ Sid: inObjects }))],
        ["a document", inObjects],
    ] as const) {
        it(`say that a part cannot be interpreted: nesting 100,000 deep in ${name}`, () => {
            const { role } = roleWith(raw, raw);
            for (const read of [role.trust, role.policies[0]?.document]) {
                const faults = [read?.fault, ...(read?.statements ?? []).map(({ fault }) => fault)];
                expect(faults.filter((fault) => fault !== undefined)).to.have.length.above(0);
            }
        });
    }

    it("are read up to 10,000 statements, and refused above", () => {
        const many = (count: number) =>
            document(...Array.from({ length: count }, (_, n) => statement({ Sid: `S${n}` })));
        const [read] = roleWith({}, many(10_000)).role.policies;
        expect(read?.document.statements).to.have.length(10_000);
        expect(read?.document.fault).to.equal(undefined);
        const [refused] = roleWith({}, many(10_001)).role.policies;
        expect(refused?.document.fault).to.be.a("string");
    });

    it("are read or refused in bounded time: 10 MB in one document", () => {
        const actions = Array.from({ length: 400_000 }, (_, n) => `s3:GetObject${n}*a*a*a*`);
        const [read] = roleWith({}, document(statement({ Action: actions }))).role.policies;
        const has = read?.document.statements[0]?.actions.has("s3:GetObject399999aaa");
        expect(has === true || read?.document.fault !== undefined).to.equal(true);
    });

    for (const key of ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"]) {
        it(`may have keys that JavaScript knows: ${key}`, () => {
            // As text, where the key is a key like any other.
            const text = JSON.stringify(
                document(statement({ Condition: { StringEquals: { "@": "x" } } })),
            );
            const raw = JSON.parse(text.replace("@", key)) as unknown;
            const [read] = roleWith({}, raw).role.policies;
            expect(
                read?.document.statements[0]?.conditions.map((condition) => [
                    condition.operator,
                    condition.key,
                    condition.values,
                ]),
            ).to.deep.equal([["StringEquals", key.toLowerCase(), ["x"]]]);
            // Elements and operators of that name aren't IAM's.
            for (const bad of [
                `{"Version":"2012-10-17","Statement":[],"${key}":{}}`,
                `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","${key}":{}}}`,
                `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"${key}":{"a":"b"}}}}`,
                `{"Version":"2012-10-17","Statement":{"Effect":"${key}","Action":"*","Resource":"*"}}`,
            ]) {
                for (const form of [bad, JSON.parse(bad) as unknown]) {
                    const [refused] = roleWith({}, form).role.policies;
                    expect(
                        refused?.document.fault ?? refused?.document.statements[0]?.fault,
                        bad,
                    ).to.be.a("string");
                }
            }
            expect(({} as Record<string, unknown>)["a"]).to.equal(undefined);
        });
    }
});
