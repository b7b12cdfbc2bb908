import { join } from "node:path";

import { expect } from "chai";

import { roleMay } from "../../access";
import type { Organization, Report } from "../../access";
import { readOrganization } from "../../access/organization/readOrganization";
import { buildReport } from "../../access/report/buildReport";
import { identityCatalogue } from "../../identities/catalogue";
import { planDocuments } from "../../plan/planSource";
import { renderAll } from "../../plan/renderStacks";
import { parseSettings } from "../../platform/config";
import { roleCatalogue } from "../../roles/catalogue";
import { configOf, registryOf } from "../examples/layout";
import { readCases } from "../support/readCases";

interface Case {
    readonly what: string;
    /** Account that it is in. @default every account */
    readonly in?: string;
    /** ARN, with `<account>` for the account's id. */
    readonly resource: string;
    /** Names of the roles that may take an action on it: of all that an account has, emergency access included. */
    readonly actions: Readonly<Record<string, readonly string[]>>;
}

const cases = readCases(join(__dirname, "auditTrailGuard.cases.json")) as Case[];
const settings = {
    auditTrail: { retentionDays: 365, alarm: ["security@example.com"] },
    breakGlass: { people: ["Ada", "Bob"], ticket: "INC-*", alarm: ["security@example.com"] },
};
const catalogues = {
    identities: {
        ...identityCatalogue,
        people: [
            { name: "Ada", trustClass: "prod" as const },
            { name: "Bob", trustClass: "nonprod" as const },
        ],
    },
    roles: roleCatalogue,
};

for (const layout of ["two-accounts", "three-accounts", "four-accounts"]) {
    describe(`who may weaken the audit trail, ${layout}`, () => {
        let organization: Organization;
        let report: Report;
        before(async () => {
            const config = configOf(registryOf(layout), settings);
            const stacks = await renderAll(
                "iam-profiles",
                Object.keys(registryOf(layout)).map((name) => ({
                    settings: parseSettings("iam-profiles", name, config),
                    config,
                })),
                catalogues,
            );
            const { accounts, detailsOf } = planDocuments(stacks);
            organization = readOrganization(accounts, detailsOf);
            report = buildReport(organization);
        });

        for (const { what, in: only, resource, actions } of cases) {
            it(`${what}: these roles alone`, () => {
                const stateId = registryOf(layout)["state"]?.id;
                for (const account of organization.accounts) {
                    if (only === "state" && account.id !== stateId) continue;
                    const may = (action: string): string[] =>
                        account.roles
                            .filter(
                                ({ arn }) =>
                                    roleMay(organization, arn, {
                                        action,
                                        resource: resource.replace("<account>", account.id),
                                    }).answer !== "denied",
                            )
                            .map(({ name }) => name)
                            .sort();
                    expect(
                        Object.fromEntries(
                            Object.keys(actions).map((action) => [action, may(action)]),
                        ),
                        account.name,
                    ).to.deep.equal(actions);
                }
            });
        }

        it("no nonprod identity reaches a role that may, but where nonprod works", () => {
            const open = new Set(
                organization.accounts
                    .filter(({ environment }) => environment === "nonprod")
                    .map(({ id }) => id),
            );
            const nonprod = new Set(
                report.identities
                    .filter(({ trustClass }) => trustClass === "nonprod")
                    .map(({ arn }) => arn),
            );
            const reached = report.reach
                .filter(
                    ({ identity, role }) =>
                        nonprod.has(identity) && /IamProfilesRole|BreakGlass/.test(role),
                )
                .map(({ role }) => role.split(":")[4] ?? "");
            expect(nonprod.size).to.equal(2);
            expect(reached.filter((id) => !open.has(id))).to.deep.equal([]);
        });
    });
}
