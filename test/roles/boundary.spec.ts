import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { permissionsBoundary, secretArns } from "../../roles/boundary";

const text = readFileSync(join(__dirname, "boundary.expected.json"), "utf8");

describe("permissionsBoundary", () => {
    for (const partition of ["aws", "aws-us-gov", "aws-cn"]) {
        for (const prefix of ["PSK", "Platform90123456"]) {
            it(`${partition}, ${prefix}: the whole document`, () => {
                const expected = text
                    .replaceAll("arn:aws:", `arn:${partition}:`)
                    .replaceAll("PSK", prefix)
                    // A bucket's name has no capitals.
                    .replaceAll("psk-", `${prefix.toLowerCase()}-`);
                expect(
                    permissionsBoundary({ partition, prefix, accountId: "222222222222" }),
                ).to.deep.equal(JSON.parse(expected));
            });
        }
    }
});

describe("permissionsBoundary where teams are", () => {
    it("differs by one pattern, of their boundaries, and fits without an advisory", () => {
        const scope = { partition: "aws", prefix: "PSK", accountId: "222222222222" };
        const own = JSON.stringify(permissionsBoundary(scope));
        const ofTeams = JSON.stringify(permissionsBoundary({ ...scope, hasTeams: true }));
        const pattern = '"arn:aws:iam::222222222222:policy/PSKPolicies/boundaries/*",';
        expect(ofTeams.replace(pattern, "")).to.equal(own);
        expect(ofTeams.length - own.length).to.equal(pattern.length);
        expect(ofTeams.length).to.be.at.most(0.8 * 6144);
    });
});

describe("secretArns", () => {
    it("covers the secrets below the service accounts' path, in every region", () => {
        const scope = { partition: "aws-cn", prefix: "Acme", accountId: "111111111111" };
        expect(secretArns(scope)).to.equal(
            "arn:aws-cn:secretsmanager:*:111111111111:secret:AcmeServiceAccounts/*",
        );
    });
});
