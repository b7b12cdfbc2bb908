import { expect } from "chai";

import type { Grammar } from "../../../access/policy/document";
import { readDocument } from "../../../access/policy/readDocument";
import cases from "./documentFaults.cases.json";

/** A document that cannot be interpreted: `raw` as it is, else around a `statement`, else around a `condition`. */
interface Case {
    readonly name: string;
    readonly grammar: string;
    readonly raw?: unknown;
    readonly statement?: unknown;
    readonly condition?: unknown;
    /** Fault of the document. */
    readonly document?: string;
    /** Fault of its one statement. */
    readonly fault?: string;
}

const around = (statement: unknown): unknown => ({ Version: "2012-10-17", Statement: [statement] });
const allowAll = { Effect: "Allow", Action: "*", Resource: "*" };

describe("readDocument", () => {
    describe("says why it doesn't understand", () => {
        for (const row of cases as readonly Case[]) {
            it(row.name, () => {
                const raw =
                    "raw" in row
                        ? row.raw
                        : around(row.statement ?? { ...allowAll, Condition: row.condition });
                const document = readDocument("the policy", raw, row.grammar as Grammar);
                expect(document.fault).to.equal(row.document);
                expect(document.statements[0]?.fault).to.equal(row.fault);
                expect(document.statements).to.have.length(row.document === undefined ? 1 : 0);
            });
        }
    });

    it("reads an object, JSON and URL-encoded JSON alike", () => {
        const raw = around({ Sid: "All", ...allowAll });
        const json = `\n${JSON.stringify(raw)}`;
        for (const form of [raw, json, encodeURIComponent(json)]) {
            const { name, fault, statements } = readDocument("the policy", form, "identity");
            expect({ name, fault }).to.deep.equal({ name: "the policy", fault: undefined });
            expect(statements).to.have.length(1);
            const [{ document, index, sid, effect } = {}] = statements;
            expect({ document, index, sid, effect }).to.deep.equal({
                document: "the policy",
                index: 0,
                sid: "All",
                effect: "Allow",
            });
        }
    });

    it("takes one statement without a list, and no statements", () => {
        const one = readDocument("p", { Version: "2012-10-17", Statement: allowAll }, "identity");
        expect(one.statements).to.have.length(1);
        const none = readDocument("p", { Version: "2012-10-17", Statement: [] }, "identity");
        expect(none).to.deep.equal({ name: "p", statements: [] });
    });

    it("keeps what it understands of a faulty statement", () => {
        const { statements } = readDocument(
            "p",
            around({
                Effect: "Deny",
                Action: "iam:*",
                Resource: "arn:aws:iam::111111111111:user/a",
                Condition: { StringMatches: { k: "v" }, StringEquals: { K: "v" } },
            }),
            "identity",
        );
        const [statement] = statements;
        expect(statement?.fault).to.be.a("string");
        expect(statement?.effect).to.equal("Deny");
        expect(statement?.actions.has("iam:GetUser")).to.equal(true);
        expect(statement?.actions.has("s3:GetObject")).to.equal(false);
        expect(statement?.resources?.patterns).to.deep.equal(["arn:aws:iam::111111111111:user/a"]);
        expect(statement?.conditions.map(({ key }) => key)).to.deep.equal(["k"]);
    });

    it("takes a part that it doesn't understand for anything", () => {
        const { statements } = readDocument("p", around({ Effect: "Allow" }), "resource");
        const [statement] = statements;
        expect(statement?.actions.has("iam:GetUser")).to.equal(true);
        expect(statement?.resources?.patterns).to.deep.equal(["*"]);
        expect(statement?.principals?.wildcard).to.equal(true);
    });

    it("sorts principals by kind", () => {
        const role = "arn:aws-us-gov:iam::111111111111:role/a/b";
        const session = "arn:aws:sts::111111111111:assumed-role/b/s";
        const { statements } = readDocument(
            "p",
            around({
                Effect: "Allow",
                Action: "sts:AssumeRole",
                Principal: {
                    AWS: [
                        "111111111111",
                        "arn:aws:iam::222222222222:root",
                        role,
                        session,
                        "AIDACKCEVSQ6C2EXAMPLE",
                    ],
                    Service: "ec2.amazonaws.com",
                    Federated: ["cognito-identity.amazonaws.com"],
                },
            }),
            "trust",
        );
        expect(statements[0]?.fault).to.equal(undefined);
        expect(statements[0]?.principals).to.deep.equal({
            except: false,
            wildcard: false,
            accounts: new Set(["111111111111", "222222222222"]),
            arns: new Set([role, session, "AIDACKCEVSQ6C2EXAMPLE"]),
            services: new Set(["ec2.amazonaws.com"]),
            federated: new Set(["cognito-identity.amazonaws.com"]),
        });
    });

    it("takes keys of prototypes for plain keys", () => {
        const raw = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*",
            "Condition": {"StringEquals": {"__proto__": "a", "toString": "b"}}}]}`;
        const { statements } = readDocument("p", raw, "identity");
        expect(statements[0]?.fault).to.equal(undefined);
        expect(statements[0]?.conditions.map(({ key }) => key)).to.deep.equal([
            "__proto__",
            "tostring",
        ]);
    });

    it("shares the action sets of equal lists", () => {
        const read = (): unknown =>
            readDocument("p", around({ ...allowAll, Action: ["iam:Get*", "s3:*"] }), "identity")
                .statements[0]?.actions;
        expect(read()).to.equal(read());
    });

    describe("is bounded", () => {
        it("for nested text", () => {
            const { fault } = readDocument("p", "[".repeat(100_000), "identity");
            expect(fault).to.equal("is nested deeper than 32 levels (line 1, column 33)");
        });

        it("for long text", () => {
            const { fault } = readDocument("p", " ".repeat(1_000_001), "identity");
            expect(fault).to.equal("has 1000001 characters; the maximum is 1000000");
        });

        it("for many statements", () => {
            const statements = Array<unknown>(10_001).fill(allowAll);
            const raw = { Version: "2012-10-17", Statement: statements };
            expect(readDocument("p", raw, "identity").fault).to.equal(
                "has 10001 statements; the maximum is 10000",
            );
        });

        it("for text full of quotes", () => {
            expect(readDocument("p", '"\\'.repeat(499_999), "identity").fault).to.equal(
                "is not valid JSON: invalid escape in a string (line 1, column 999998)",
            );
        });
    });
});
