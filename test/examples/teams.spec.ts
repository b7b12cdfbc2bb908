import * as path from "node:path";

import { expect } from "chai";

import { buildReport } from "../../access/report/buildReport";
import { readOrganization } from "../../access/organization/readOrganization";
import type { Report } from "../../access/report/report";
import { renderAll } from "../../plan/renderStacks";
import type { RenderedStack } from "../../plan/renderStack";
import { parseSettings } from "../../platform/config";
import { ownCatalogues } from "../../roles/checkCatalogues";
import { copyOf } from "../access/ours/documents";
import type { Documents } from "../access/ours/documents";
import { mutate } from "../access/ours/mutation";
import type { Mutation } from "../access/ours/mutation";
import { teamFiles, teamSettings } from "../roles/teams/support";
import { readCases } from "../support/readCases";
import { configOf, layoutDocuments, registryOf } from "./layout";
import type { Registry } from "./layout";

interface Case {
    readonly name: string;
    readonly layout: "two-accounts" | "three-accounts";
    readonly boundary: Report["boundary"];
    readonly mutations: readonly Mutation[];
}

const cases = readCases(path.join(__dirname, "teams.cases.json")) as readonly Case[];

function renderTeams(registry: Registry): Promise<readonly RenderedStack[]> {
    const config = configOf(registry, teamSettings);
    const stacks = Object.keys(registry).map((name) => ({
        settings: parseSettings("iam-profiles", name, config),
        config,
    }));
    return renderAll("iam-profiles", stacks, { ...ownCatalogues, teamFiles });
}

const trusted = {
    issuers: {},
    trustedOwners: { "token.actions.githubusercontent.com": { acme: "prod" } },
} as const;

const reportOf = ({ accounts, detailsOf }: Documents): Report =>
    buildReport(readOrganization({ ...accounts, ...trusted }, detailsOf));

const short = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

for (const layout of ["two-accounts", "three-accounts"] as const) {
    describe(`the example of two teams, ${layout}`, () => {
        let documents: Documents;
        before(async () => {
            documents = layoutDocuments(await renderTeams(registryOf(layout)));
        });

        it("keeps the boundary, and has teams' identities as rows and their roles as columns", () => {
            const report = reportOf(documents);
            expect(report.boundary).to.equal("holds");
            const direct = report.reach
                .filter(({ hops }) => hops.length === 1)
                .map(
                    ({ identity, role }) =>
                        `${short(identity)} ${role.split(":")[4] ?? ""} ${short(role)}`,
                )
                .filter((cell) => /Payments|Search/.test(cell));
            const nonprod = layout === "two-accounts" ? "111111111111" : "222222222222";
            const zones = [...new Set(["111111111111", nonprod, "333333333333"])];
            expect(direct.sort()).to.deep.equal(
                [
                    `PSKPaymentsNonprod ${nonprod} PSKPaymentsDeployRole`,
                    "PSKPaymentsProd 333333333333 PSKPaymentsDeployRole",
                    ...zones.map((id) => `PSKPaymentsProd ${id} PSKPlatformHostedZonesRole`),
                    `PSKSearchBatch ${nonprod} PSKSearchIndexRole`,
                ].sort(),
            );
        });

        for (const given of cases.filter((one) => one.layout === layout)) {
            it(`${given.boundary === "holds" ? "takes" : "doesn't take"} ${given.name}`, () => {
                const mutated = copyOf(documents);
                for (const mutation of given.mutations) mutate(mutated, mutation);
                expect(reportOf(mutated).boundary).to.equal(given.boundary);
            });
        }
    });
}

describe("teams among many accounts", () => {
    it("are rendered where they are, and nowhere else", async () => {
        const many = Object.fromEntries(
            Array.from({ length: 6 }, (_, i) => [
                `other${i}`,
                { id: String(444444444440 + i), environment: "nonprod" },
            ]),
        );
        const stacks = await renderTeams({ ...registryOf("three-accounts"), ...many });
        const held = stacks
            .filter(({ resources }) => resources.some(({ name }) => name === "PSKSearchIndexRole"))
            .map(({ account }) => account.name);
        expect(held).to.deep.equal(["nonprod"]);
        expect(stacks.length).to.equal(9);
    });
});
