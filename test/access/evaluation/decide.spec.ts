import { expect } from "chai";

import { decide } from "../../../access/evaluation/decide";
import type {
    Principal,
    ContextValue,
    Question,
    Decision,
} from "../../../access/evaluation/question";
import type { Grammar } from "../../../access/policy/document";
import { readDocument } from "../../../access/policy/readDocument";

const own = "111111111111";
const other = "333333333333";
const userArn = `arn:aws:iam::${own}:user/ci`;
const roleArn = `arn:aws:iam::${own}:role/team/Tool`;

const allowAll = { Effect: "Allow", Action: "*", Resource: "*" };
const denyAll = { Effect: "Deny", Action: "*", Resource: "*" };

const read = (name: string, statements: readonly object[], grammar: Grammar) =>
    readDocument(name, { Version: "2012-10-17", Statement: statements }, grammar);
const identity = (...statements: readonly object[]) => read("identity", statements, "identity");
const trust = (AWS: string, more: object = {}) =>
    read("trust", [{ Effect: "Allow", Action: "sts:*", Principal: { AWS }, ...more }], "trust");
const secretPolicy = (...statements: readonly object[]) => read("secret", statements, "resource");

const user: Principal = {
    kind: "user",
    arn: userArn,
    accountId: own,
    policies: [],
    serviceControlPolicies: [],
};
const role: Principal = { ...user, kind: "role", arn: roleArn };

const question = (principal: Principal, more: Partial<Question> = {}): Question => ({
    principal,
    action: "sts:AssumeRole",
    resource: `arn:aws:iam::${other}:role/Target`,
    resourceAccountId: other,
    resourceControlPolicies: [],
    context: () => ({ absent: true }),
    ...more,
});

const readSecret = (account: string): Partial<Question> => ({
    action: "secretsmanager:GetSecretValue",
    resource: `arn:aws:secretsmanager:eu-west-1:${account}:secret:key`,
    resourceAccountId: account,
});

const missing = (decision: Decision): readonly string[] | undefined =>
    decision.answer === "denied" ? decision.missing : undefined;

describe("decide", () => {
    it("names one statement per lock of what it allows", () => {
        const scp = read("SCP", [allowAll], "identity");
        const decision = decide(
            question(
                {
                    ...user,
                    policies: [identity(denyNothing, { Sid: "Mine", ...allowAll })],
                    boundary: read("boundary", [allowAll], "identity"),
                    serviceControlPolicies: [[scp], [scp]],
                },
                { resourcePolicy: trust(userArn) },
            ),
        );
        expect(decision).to.deep.equal({
            answer: "allowed",
            because: [
                { document: "SCP", statement: 0 },
                { document: "identity", statement: 1, sid: "Mine" },
                { document: "boundary", statement: 0 },
                { document: "trust", statement: 0 },
            ],
        });
    });

    it("names the locks that nothing opens", () => {
        const nothing = read("nothing", [], "identity");
        const closed: readonly (readonly [Partial<Principal>, Partial<Question>, string])[] = [
            [{ policies: [] }, {}, "identity policy"],
            [{ boundary: nothing }, {}, "permissions boundary"],
            [{ sessionPolicies: [nothing] }, {}, "session policy"],
            [{ serviceControlPolicies: [[nothing]] }, {}, "service control policy"],
            [{}, { resourceControlPolicies: [[nothing]] }, "resource control policy"],
            [{}, { resourcePolicy: trust(`${userArn}2`) }, "resource policy"],
        ];
        for (const [facts, more, lock] of closed) {
            const principal = { ...user, policies: [identity(allowAll)], ...facts };
            const decision = decide(
                question(principal, { resourcePolicy: trust(userArn), ...more }),
            );
            expect(decision).to.deep.equal({ answer: "denied", because: [], missing: [lock] });
        }
    });

    it("names the Deny in the way", () => {
        const principal = { ...user, policies: [identity(allowAll, denyAll)] };
        expect(decide(question(principal, { resourcePolicy: trust(userArn) }))).to.deep.equal({
            answer: "denied",
            because: [{ document: "identity", statement: 1 }],
            missing: [],
        });
    });

    it("doesn't let a role in by its identity policy alone, even in its account", () => {
        const principal = { ...user, policies: [identity(allowAll)] };
        const same = { resource: `arn:aws:iam::${own}:role/T`, resourceAccountId: own };
        expect(missing(decide(question(principal, same)))).to.deep.equal(["resource policy"]);
        const secret = decide(question(principal, readSecret(own)));
        expect(secret.answer).to.equal("allowed");
    });

    it("limits what a resource policy gives a role by its boundary, but not what it gives a user or a session", () => {
        const session = `arn:aws:sts::${own}:assumed-role/Tool/any`;
        const given = (AWS: string) =>
            secretPolicy({ Effect: "Allow", Action: "*", Resource: "*", Principal: { AWS } });
        const answer = (principal: Principal, AWS: string) =>
            decide(
                question(
                    { ...principal, boundary: identity(denyNothing) },
                    { ...readSecret(own), resourcePolicy: given(AWS) },
                ),
            );
        expect(answer(user, userArn).answer).to.equal("allowed");
        expect(answer(role, session).answer).to.equal("allowed");
        expect(missing(answer(role, roleArn))).to.deep.equal(["permissions boundary"]);
        expect(missing(answer(user, own))).to.deep.equal([
            "identity policy",
            "permissions boundary",
        ]);
    });

    it("counts a Deny of the only session that is trusted", () => {
        const session = (name: string) => `arn:aws:sts::${own}:assumed-role/Tool/${name}`;
        const policy = (denied: string) =>
            read(
                "trust",
                [
                    { Effect: "Allow", Action: "*", Principal: { AWS: session("a") } },
                    { Effect: "Deny", Action: "*", Principal: { AWS: session(denied) } },
                ],
                "trust",
            );
        const principal = { ...role, policies: [identity(allowAll)] };
        const answer = (denied: string) =>
            decide(question(principal, { resourcePolicy: policy(denied) })).answer;
        expect(answer("a")).to.equal("denied");
        expect(answer("b")).to.equal("allowed");
    });

    it("leaves resource control policies out where AWS does", () => {
        const rcp = read("RCP", [{ ...denyAll, Principal: "*" }], "resource");
        const principal = { ...user, policies: [identity(allowAll)] };
        const resourceControlPolicies = [[rcp]];
        const iam = {
            action: "iam:CreateAccessKey",
            resource: `arn:aws:iam::${own}:user/x`,
            resourceAccountId: own,
        };
        const onIam = decide(question(principal, { ...iam, resourceControlPolicies }));
        expect(onIam.answer).to.equal("allowed");
        const onSecret = decide(
            question(principal, { ...readSecret(own), resourceControlPolicies }),
        );
        expect(onSecret.answer).to.equal("denied");
    });

    it("lets AssumeRoot into another account without a policy of that account", () => {
        const principal = { ...user, policies: [identity(allowAll)] };
        const root = { action: "sts:AssumeRoot", resource: `arn:aws:iam::${other}:root` };
        expect(decide(question(principal, root)).answer).to.equal("allowed");
    });

    it("lets somebody outside in through anybody alone", () => {
        const outside: Principal = { ...user, kind: "outside", accountId: other };
        const answer = (AWS: string) =>
            decide(question(outside, { resourcePolicy: trust(AWS) })).answer;
        expect(answer("*")).to.equal("allowed");
        expect(answer(other)).to.equal("denied");
    });

    it("finds a principal that a pattern stands for, unless a Deny names it too", () => {
        const created: Principal = {
            ...user,
            arn: `arn:aws:iam::${own}:user/a/*`,
            isPattern: true,
            policies: [identity(allowAll)],
        };
        const deny = (key: string) =>
            identity(allowAll, {
                ...denyAll,
                Condition: { ArnLike: { "aws:PrincipalArn": key } },
            });
        const context = (key: string): ContextValue =>
            key === "aws:principalarn"
                ? { attackerControlled: true, mayBeAbsent: false }
                : { absent: true };
        const answer = (trusted: string, denied: string) =>
            decide(
                question(
                    { ...created, policies: [deny(denied)] },
                    { resourcePolicy: trust(`arn:aws:iam::${own}:user/${trusted}`), context },
                ),
            ).answer;
        const none = `arn:aws:iam::${own}:user/z`;
        expect(answer("a/b", none)).to.equal("allowed");
        expect(answer("c/b", none)).to.equal("denied");
        expect(answer("a/b", `arn:aws:iam::${own}:user/*/b`)).to.equal("denied");
    });

    describe("of what an attacker can choose", () => {
        const free = (): ContextValue => ({ attackerControlled: true, mayBeAbsent: true });
        const answer = (...statements: readonly object[]) =>
            decide(
                question(
                    { ...user, policies: [identity(...statements)] },
                    {
                        resourcePolicy: trust(userArn, condition("StringEquals", "blue")),
                        context: free,
                    },
                ),
            );
        const condition = (operator: string, value: string) => ({
            Condition: { [operator]: { "sts:ExternalId": value } },
        });

        it("allows what some choice opens", () => {
            expect(answer({ ...allowAll, ...condition("StringLike", "b*") }).answer).to.equal(
                "allowed",
            );
        });

        it("denies what no choice opens, naming the lock that contradicts", () => {
            const decision = answer({ ...allowAll, ...condition("StringLike", "r*") });
            expect(decision).to.deep.equal({
                answer: "denied",
                because: [],
                missing: ["resource policy"],
            });
        });

        it("denies what no choice gets past a Deny, naming it", () => {
            const decision = answer(allowAll, { ...denyAll, ...condition("StringLike", "?lue") });
            expect(decision).to.deep.equal({
                answer: "denied",
                because: [{ document: "identity", statement: 1 }],
                missing: [],
            });
        });

        it("is in doubt where two tests hang on the value of one variable", () => {
            const uses = { StringEquals: { "k:a": "${k:b}" }, StringLike: { "k:b": "x*" } };
            expect(answer({ ...allowAll, Condition: uses }).answer).to.equal("unknown");
            const alone = { StringEquals: { "k:a": "${k:b}" } };
            expect(answer({ ...allowAll, Condition: alone }).answer).to.equal("allowed");
        });
    });

    describe("of what isn't understood", () => {
        const faulty = { Condition: { StringMatches: { k: "v" } } };
        const answer = (...statements: readonly object[]) =>
            decide(
                question(
                    { ...user, policies: [identity(...statements)] },
                    { resourcePolicy: trust(userArn) },
                ),
            );

        it("is in doubt about a faulty Allow, saying why", () => {
            expect(answer({ ...allowAll, ...faulty })).to.deep.equal({
                answer: "unknown",
                because: [
                    { document: "identity", statement: 0 },
                    { document: "trust", statement: 0 },
                ],
                reason: 'statement 0 of identity cannot be interpreted: Condition StringMatches of "k": unknown operator',
            });
        });

        it("is in doubt about a faulty Deny", () => {
            expect(answer(allowAll, { ...denyAll, ...faulty })).to.deep.equal({
                answer: "unknown",
                because: [
                    { document: "identity", statement: 0 },
                    { document: "trust", statement: 0 },
                ],
                reason: 'statement 1 of identity cannot be interpreted: Condition StringMatches of "k": unknown operator',
            });
        });

        it("is certain where a choice escapes a faulty Deny", () => {
            const condition = { ...faulty.Condition, StringEquals: { "sts:ExternalId": "a" } };
            const policies = [identity(allowAll, { ...denyAll, Condition: condition })];
            const context = (): ContextValue => ({ attackerControlled: true, mayBeAbsent: false });
            const more = { resourcePolicy: trust(userArn), context };
            expect(decide(question({ ...user, policies }, more)).answer).to.equal("allowed");
        });

        it("is certain where the rest of a faulty statement decides", () => {
            const elsewhere = { Resource: "arn:aws:s3:::x" };
            expect(answer(allowAll, { ...denyAll, ...faulty, ...elsewhere }).answer).to.equal(
                "allowed",
            );
            expect(answer({ ...allowAll, ...faulty, ...elsewhere }).answer).to.equal("denied");
            expect(answer({ ...allowAll, ...faulty }, denyAll).answer).to.equal("denied");
            expect(answer({ ...allowAll, ...faulty }, allowAll).answer).to.equal("allowed");
        });

        it("is in doubt about a document that can't be read", () => {
            const unread = readDocument("unread", "{", "identity");
            const principal = { ...user, policies: [unread] };
            expect(decide(question(principal, { resourcePolicy: trust(userArn) }))).to.deep.equal({
                answer: "unknown",
                because: [{ document: "trust", statement: 0 }],
                reason: "unread cannot be read: is not valid JSON: expected a key in quotes (line 1, column 2)",
            });
        });
    });

    describe("is bounded", () => {
        const free = (): ContextValue => ({ attackerControlled: true, mayBeAbsent: false });
        const answer = (statements: readonly object[]) =>
            decide(
                question(
                    { ...user, policies: [identity(...statements)] },
                    { resourcePolicy: trust(userArn), context: free },
                ),
            ).answer;
        const many = (made: (index: number) => object): readonly object[] =>
            Array.from({ length: 9_999 }, (_, index) => made(index));

        it("for thousands of Deny statements of one free key", () => {
            const statements = many((index) => ({
                ...denyAll,
                Condition: { StringLike: { k: `*x${index}*` } },
            }));
            expect(answer([allowAll, ...statements])).to.equal("allowed");
        });

        it("for thousands of Deny statements of two free keys", () => {
            const statements = many((index) => ({
                ...denyAll,
                Condition: { StringNotLike: { k: `*x${index}*`, l: `*y${index}*` } },
            }));
            expect(answer([allowAll, ...statements])).to.equal("unknown");
        });
    });
});

/** Opens nothing that is asked for here. */
const denyNothing = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
