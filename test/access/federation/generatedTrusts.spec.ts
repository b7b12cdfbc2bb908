import { expect } from "chai";
import fc from "fast-check";

import { federatedWays } from "../../../access/federation/admission";
import { judge } from "../../../access/federation/trustedIssuers";
import { buildReport } from "../../../access/report/buildReport";
import { organizationOf } from "../paths/smallOrganization";
import { readDocument } from "../../../access/policy/readDocument";
import { generatedTrust } from "./generatedTrusts";
import type { GeneratedTrust } from "./generatedTrusts";
import { strangersToken } from "./strangers";

const runs = 500;
const seed = 20_261_125;

/** Whether strangers may get in, as the product has it. */
function letsStrangersIn({ grammar, conditions }: GeneratedTrust): boolean {
    const trust = readDocument(
        "trust policy",
        {
            Version: "2012-10-17",
            Statement: {
                Effect: "Allow",
                Principal: {
                    Federated: `arn:aws:iam::333333333333:oidc-provider/${grammar.address}`,
                },
                Action: "sts:AssumeRoleWithWebIdentity",
                Condition: conditions,
            },
        },
        "trust",
    );
    return federatedWays(trust).some(({ admission }) => {
        const owners = new Map([
            ["acme", "prod"],
            ["4242", "prod"],
        ] as const);
        const trusted = { environments: new Map(), owners: new Map([[grammar.address, owners]]) };
        return judge(admission, trusted).lets === "strangers";
    });
}

describe(`${runs} generated federated trusts`, () => {
    const trusts = fc.sample(generatedTrust, { numRuns: runs, seed });

    it("let no stranger in where the proof says so: every token of a stranger was tried", () => {
        const missed = trusts.flatMap((trust) => {
            const token = strangersToken(trust.conditions, trust.grammar);
            return token !== undefined && !letsStrangersIn(trust)
                ? [{ conditions: trust.conditions, token }]
                : [];
        });
        expect(missed).to.deep.equal([]);
    });

    it("hold in no report where a token of a stranger passes", () => {
        const wrong = trusts.filter(({ grammar, conditions }) => {
            const Federated = `arn:aws:iam::333333333333:oidc-provider/${grammar.address}`;
            const organization = organizationOf(
                {
                    nonprod: { users: { dev: {} } },
                    prod: {
                        roles: {
                            Admin: {
                                trust: [
                                    {
                                        Effect: "Allow",
                                        Principal: { Federated },
                                        Action: "sts:AssumeRoleWithWebIdentity",
                                        Condition: conditions,
                                    },
                                ],
                            },
                        },
                    },
                },
                undefined,
                { trustedOwners: { [grammar.address]: ["acme", "4242"] } },
            );
            return (
                buildReport(organization).boundary === "holds" &&
                strangersToken(conditions, grammar) !== undefined
            );
        });
        expect(wrong).to.deep.equal([]);
    });

    it("are distinguished, most of them exactly", () => {
        const open = trusts.filter(
            ({ conditions, grammar }) => strangersToken(conditions, grammar) !== undefined,
        );
        const doubtful = trusts.filter(
            (trust) =>
                letsStrangersIn(trust) &&
                strangersToken(trust.conditions, trust.grammar) === undefined,
        );
        if (process.env["SHOW"])
            console.log(
                JSON.stringify(
                    doubtful.map((d) => d.conditions),
                    null,
                    1,
                ),
            );
        expect(open.length).to.be.greaterThan(100);
        expect(runs - open.length).to.be.greaterThan(100);
        // A wildcard within a word that every subject begins with, or tests that contradict each other.
        expect(doubtful.length).to.be.lessThan(runs / 5);
    });
});
