import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";

import type { FindingCode, Explanation } from "../../../../access/report/explain/explanation";
import { explainCell } from "../../../../access/report/explain/explainCell";
import { organizationOf, shorten } from "../../paths/smallOrganization";
import type { SmallOrganization } from "../../paths/smallOrganization";

interface Case {
    readonly question: string;
    readonly organization: SmallOrganization;
    readonly identity: string;
    readonly role: string;
    readonly answer: Explanation["answer"];
    /** Of all findings, in order. */
    readonly codes: readonly FindingCode[];
    /** What the first finding says, or what another says, as its code says. */
    readonly text: string;
    readonly next: string;
    readonly of?: FindingCode;
}

interface ErrorCase extends Pick<Case, "question" | "organization" | "identity" | "role"> {
    readonly error: string;
}

const { cases, errors } = JSON.parse(
    readFileSync(join(__dirname, "explainCell.cases.json"), "utf8"),
) as { readonly cases: readonly Case[]; readonly errors: readonly ErrorCase[] };

describe("why can't X assume Y?", () => {
    for (const one of cases) {
        it(one.question, () => {
            const found = explainCell(organizationOf(one.organization), one.identity, one.role);
            expect(found.answer).to.equal(one.answer);
            expect(found.findings.map(({ code }) => code)).to.deep.equal(one.codes);
            const finding = found.findings.find(({ code }) => code === (one.of ?? one.codes[0]));
            expect(finding?.text).to.contain(one.text);
            expect(finding?.next).to.contain(one.next);
        });
    }

    for (const { question, organization, identity, role, error } of errors) {
        it(question, () => {
            expect(() => explainCell(organizationOf(organization), identity, role)).to.throw(error);
        });
    }

    it("names the statements of every hop that crosses the boundary", () => {
        const organization = organizationOf({
            state: {
                users: {
                    "nonprod/Test": { may: ["sts:AssumeRole state/role/Admin"] },
                    "prod/Deploy": { may: ["sts:AssumeRole prod/role/Tool"] },
                },
                roles: {
                    Admin: {
                        trust: ["state/user/nonprod/Test"],
                        may: ["iam:CreateAccessKey state/user/prod/Deploy"],
                    },
                },
            },
            prod: { roles: { Tool: { trust: ["state/user/prod/Deploy"] } } },
        });
        const [finding, ...others] = explainCell(organization, "Test", "Tool").findings;
        expect(others).to.deep.equal([]);
        expect(finding?.code).to.equal("boundary-crossed");
        expect(finding?.statements.map(({ document }) => shorten(document))).to.deep.equal([
            "state/role/Admin trust policy",
            "state/role/Admin inline policy inline",
            "state/user/prod/Deploy inline policy inline",
            "prod/role/Tool trust policy",
        ]);
    });

    it("lists whom the role trusts and what the policies cover, with conditions", () => {
        const organization = organizationOf({
            state: {
                users: {
                    "prod/Deploy": {
                        groups: ["Prod"],
                        may: [{ Effect: "Deny", Action: "sts:*", NotResource: "prod/role/Tool" }],
                    },
                },
                groups: { Prod: { may: ["sts:AssumeRole prod/role/Tool"] } },
            },
            prod: {
                roles: {
                    Tool: {
                        trust: [
                            {
                                Effect: "Allow",
                                Principal: { AWS: ["state/user/prod/Deploy", "999999999999"] },
                                Action: "sts:AssumeRole",
                                Condition: { StringEquals: { "sts:ExternalId": "x1" } },
                            },
                            "ec2.amazonaws.com",
                        ],
                    },
                },
            },
        });
        const { trusts, covers } = explainCell(organization, "Deploy", "Tool");
        const tool = "arn:aws:iam::333333333333:role/Tool";
        const user = "arn:aws:iam::111111111111:user/prod/Deploy";
        expect(trusts).to.deep.equal([
            {
                effect: "Allow",
                principals: ["999999999999", user],
                except: false,
                conditions: ["sts:ExternalId (StringEquals): x1"],
                statement: { document: `${tool} trust policy`, statement: 0 },
            },
            {
                effect: "Allow",
                principals: ["ec2.amazonaws.com"],
                except: false,
                conditions: [],
                statement: { document: `${tool} trust policy`, statement: 1 },
            },
        ]);
        expect(covers).to.deep.equal([
            {
                effect: "Deny",
                roles: [tool],
                except: true,
                conditions: [],
                statement: { document: `${user} inline policy inline`, statement: 0 },
            },
            {
                effect: "Allow",
                roles: [tool],
                except: false,
                conditions: [],
                statement: {
                    document: "arn:aws:iam::111111111111:group/Prod inline policy inline",
                    statement: 0,
                },
            },
        ]);
    });
});
