import { readFileSync } from "node:fs";
import * as path from "node:path";

import { expect } from "chai";
import fc from "fast-check";

import { readOrganization } from "../../../access/organization/readOrganization";
import { buildReport } from "../../../access/report/buildReport";
import type { Report } from "../../../access/report/report";
import { planDocuments } from "../../../plan/planSource";
import { renderStacks } from "../../../plan/renderStacks";
import { random } from "../../credentials/random";
import { fuzzing } from "../../support/seed";
import { Attacker } from "./attacker";
import { copyOf, documentsOf } from "./documents";
import type { Documents } from "./documents";
import { mutate } from "./mutation";
import type { Mutation } from "./mutation";
import { randomMutations } from "./randomMutations";

interface MutationCase {
    readonly name: string;
    readonly boundary: Report["boundary"];
    readonly mutations: readonly Mutation[];
}

const cases = JSON.parse(
    readFileSync(path.join(__dirname, "mutations.cases.json"), "utf8"),
) as readonly MutationCase[];

const project = path.join(__dirname, "..", "..", "..");
const nonprod =
    "arn:aws:iam::111111111111:user/PSKServiceAccounts/nonprod/PSKNonprodServiceAccount";
const prod = "arn:aws:iam::111111111111:user/PSKServiceAccounts/prod/PSKProdServiceAccount";
const randomCases = 12;

describe("our own organization", function () {
    let ours: Documents;

    before(async () => {
        ours = documentsOf(planDocuments(await renderStacks(project)));
    });

    it("keeps nonprod identities in the nonprod account, and lets prod identities reach every role", () => {
        const report = reportOf(ours);
        const reach = report.reach.map(({ identity, role, hops }) =>
            [identity, role, ...hops.map(({ kind }) => kind)].join(" "),
        );
        expect(reach).to.deep.equal([
            ...reachOf(nonprod, "222222222222"),
            ...reachOf(prod, "111111111111"),
            ...reachOf(prod, "222222222222"),
            ...reachOf(prod, "333333333333"),
        ]);
        expect(report.reach.flatMap(({ hops }) => hops.filter((hop) => hop.unknown))).to.be.empty;
        expect(report.crossings).to.be.empty;
        expect(report.takeovers).to.be.empty;
        expect(report.boundary).to.equal("holds");
    });

    for (const { name, boundary, mutations } of cases) {
        it(`${boundary === "holds" ? "holds with" : "is crossed by"} ${name}`, () => {
            const mutated = mutatedBy(ours, mutations);
            const { boundary: found, crossings } = reportOf(mutated);
            expect(found).to.equal(boundary);
            expect(crossings.length > 0).to.equal(boundary === "crossed");
        });
    }

    it("finds whatever a naive attacker gains by mistakes at random", () => {
        let crossings = 0;
        const check = (randomness: number): void => {
            const mutations = randomMutations(ours, random(randomness));
            const mutated = mutatedBy(ours, mutations);
            const gained = new Attacker(mutated, nonprod).spread();
            const { boundary, reach, takeovers } = reportOf(mutated);
            const found = new Set([
                nonprod,
                ...reach.filter(({ identity }) => identity === nonprod).map(({ role }) => role),
                ...takeovers
                    .filter(({ identity }) => identity === nonprod)
                    .map(({ becomes }) => becomes),
            ]);
            const about = JSON.stringify(mutations);
            expect(
                [...gained].filter((arn) => !found.has(arn)),
                about,
            ).to.deep.equal([]);
            if ([...gained].some(isProduction)) {
                crossings++;
                expect(boundary, about).to.equal("crossed");
            }
        };
        fc.assert(fc.property(fc.nat(), check), { numRuns: randomCases });
        // With other seeds it may be fewer by chance.
        if (fuzzing === undefined) expect(crossings).to.be.above(1);
    });
});

const isProduction = (arn: string): boolean =>
    arn === prod || (arn.includes(":role/") && !arn.includes(":222222222222:"));

const reportOf = ({ accounts, detailsOf }: Documents): Report =>
    buildReport(readOrganization(accounts, detailsOf));

function mutatedBy(documents: Documents, mutations: readonly Mutation[]): Documents {
    const mutated = copyOf(documents);
    for (const mutation of mutations) mutate(mutated, mutation);
    return mutated;
}

/** The catalogue of an account, as those that may assume its roles reach it: Crossplane's is for a service, the audit's for prod. */
const reachOf = (identity: string, accountId: string): readonly string[] =>
    [
        `PSKAccessAuditRole AssumeRole${identity === prod ? "" : " UpdateAssumeRolePolicy"}`,
        "PSKControlPlaneBaseRole AssumeRole",
        "PSKCrossplaneProviderRole AssumeRole PassRole-EKS-NewCluster",
        "PSKIamProfilesRole AssumeRole",
        "PSKPlatformHostedZonesRole AssumeRole",
        "PSKPlatformObservabilityBaseRole AssumeRole",
        "PSKPlatformVPCRole AssumeRole",
    ].map((role) => `${identity} arn:aws:iam::${accountId}:role/PSKRoles/${role}`);
