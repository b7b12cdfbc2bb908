import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";

import { readTrustedIssuers } from "../../../access/organization/readTrustedIssuers";

interface Case {
    readonly name: string;
    readonly issuers?: unknown;
    readonly trustedOwners?: unknown;
    readonly faults: readonly string[];
}

const { about, cases } = JSON.parse(
    readFileSync(join(__dirname, "trustedIssuers.cases.json"), "utf8"),
) as { readonly about: string; readonly cases: readonly Case[] };

describe(`Reading ${about}`, () => {
    for (const { name, issuers, trustedOwners, faults } of cases) {
        it(name, () => {
            const found: string[] = [];
            readTrustedIssuers(issuers, trustedOwners, "accounts.json", (fault) =>
                found.push(fault),
            );
            expect(found).to.deep.equal(faults);
        });
    }

    it("keeps addresses in lower case, and owners as they are", () => {
        const read = readTrustedIssuers(
            { "oidc.eks.eu-west-1.amazonaws.com/id/ABC": "nonprod" },
            { "gitlab.com": { Acme: "nonprod" } },
            "accounts.json",
            (fault) => expect.fail(fault),
        );
        expect([...read.environments]).to.deep.equal([
            ["oidc.eks.eu-west-1.amazonaws.com/id/abc", "nonprod"],
        ]);
        expect([...(read.owners.get("gitlab.com") ?? [])]).to.deep.equal([["Acme", "nonprod"]]);
    });
});
