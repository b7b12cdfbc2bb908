import { expect } from "chai";

import { readOrganization } from "../../access/organization/readOrganization";
import { renderTable } from "../../access";
import { buildReport } from "../../access/report/buildReport";
import type { Report } from "../../access/report/report";
import { identityCatalogue } from "../../identities/catalogue";
import { planDocuments } from "../../plan/planSource";
import { renderAll } from "../../plan/renderStacks";
import type { RenderedStack } from "../../plan/renderStack";
import { ConfigError, parseSettings } from "../../platform/config";
import { roleCatalogue } from "../../roles/catalogue";
import { configOf, registryOf } from "../examples/layout";
import { runProgram } from "../support/mocks";
import { brokenRules } from "./brokenRules";

const breakGlass = { people: ["Bob", "Ada"], ticket: "INC-*", alarm: ["security@example.com"] };
const catalogues = {
    identities: {
        ...identityCatalogue,
        people: [
            { name: "Ada", trustClass: "prod" as const },
            { name: "Bob", trustClass: "nonprod" as const },
            { name: "Eve", trustClass: "prod" as const },
        ],
    },
    roles: roleCatalogue,
};

/** Whose role of an account trusts whom, by name. */
const trusted = (stacks: readonly RenderedStack[]): Record<string, readonly string[]> =>
    Object.fromEntries(
        stacks.map(({ account, resources }) => [
            account.name,
            resources
                .filter(({ props }) => props["path"] === "/PSKBreakGlass/")
                .flatMap(({ props }) =>
                    (
                        props["assumeRolePolicy"] as {
                            Statement: { Principal: { AWS: string[] } }[];
                        }
                    ).Statement.flatMap(({ Principal }) =>
                        Principal.AWS.map((arn) => arn.slice(arn.lastIndexOf("/") + 1)),
                    ),
                ),
        ]),
    );

for (const [layout, expected] of [
    ["two-accounts", { state: ["PSKAda"], prod: ["PSKAda"] }],
    [
        "four-accounts",
        {
            state: ["PSKAda"],
            // By ARN: Bob is of class nonprod.
            development: ["PSKBob", "PSKAda"],
            "non-production": ["PSKAda"],
            production: ["PSKAda"],
        },
    ],
] as const) {
    describe(`emergency access, ${layout}`, () => {
        const config = configOf(registryOf(layout), { breakGlass });
        const settings = (name: string) => parseSettings("iam-profiles", name, config);
        let stacks: readonly RenderedStack[];
        let report: Report;
        before(async () => {
            const all = Object.keys(registryOf(layout)).map((name) => ({
                settings: settings(name),
                config,
            }));
            stacks = await renderAll("iam-profiles", all, catalogues);
            const { accounts, detailsOf } = planDocuments(stacks);
            report = buildReport(readOrganization(accounts, detailsOf));
        });

        it("lets named people in, nonprod ones into nonprod accounts alone", () => {
            expect(trusted(stacks)).to.deep.equal(expected);
        });

        it("has the permissions boundary, and sessions of an hour", () => {
            for (const { account, resources } of stacks) {
                const role = resources.find(({ props }) => props["path"] === "/PSKBreakGlass/");
                expect(role?.props["permissionsBoundary"]).to.equal(
                    `arn:aws:iam::${account.id}:policy/PSKPolicies/PSKPermissionsBoundary`,
                );
                expect(role?.props["maxSessionDuration"]).to.equal(3600);
            }
        });

        it("keeps the boundary, and breaks no rule of the pack", async () => {
            expect(report.boundary).to.equal("holds");
            expect(await brokenRules(stacks, config)).to.deep.equal([]);
        });

        it("is shown apart, with who reaches it", () => {
            const emergencies = report.roles.filter((role) => role.breakGlass === true);
            expect(emergencies.length).to.equal(stacks.length);
            const table = renderTable(report);
            const [everyday = "", apart = ""] = table.split(
                "Break-glass roles, for emergencies, and who reaches them:",
            );
            expect(everyday).to.not.include("PSKBreakGlassRole");
            expect(apart).to.match(/PSKBreakGlassRole .*\n {2}(PSKBob|PSKAda) /);
        });
    });
}

describe("emergency access", () => {
    const types = async (stack: string, config: Record<string, unknown>): Promise<string[]> => {
        const { resources } = await runProgram(stack, { config, catalogues });
        return resources
            .filter(({ name }) => name.includes("BreakGlass"))
            .map(({ type, name }) => `${type} ${name}`)
            .sort();
    };

    it("is off as it comes, and with an empty setting", async () => {
        expect(await types("state", {})).to.deep.equal([]);
        expect(await types("state", { breakGlass: {} })).to.deep.equal([]);
    });

    it("is a role, its alarm, and the groups of those who may use it", async () => {
        expect(await types("state", { breakGlass })).to.deep.equal([
            "aws:cloudwatch/eventRule:EventRule PSKBreakGlassAlarm",
            "aws:cloudwatch/eventTarget:EventTarget PSKBreakGlassAlarm",
            "aws:iam/group:Group PSKNonprodBreakGlassGroup",
            "aws:iam/group:Group PSKProdBreakGlassGroup",
            "aws:iam/groupMembership:GroupMembership PSKNonprodBreakGlassGroup",
            "aws:iam/groupMembership:GroupMembership PSKProdBreakGlassGroup",
            "aws:iam/groupPolicy:GroupPolicy PSKNonprodBreakGlassGroup",
            "aws:iam/groupPolicy:GroupPolicy PSKProdBreakGlassGroup",
            "aws:iam/policy:Policy PSKBreakGlassRole",
            "aws:iam/role:Role PSKBreakGlassRole",
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment PSKBreakGlassRole",
            "aws:sns/topic:Topic PSKBreakGlassAlarm",
            "aws:sns/topicPolicy:TopicPolicy PSKBreakGlassAlarm",
            "aws:sns/topicSubscription:TopicSubscription PSKBreakGlassAlarm-security@example.com",
            "iam-profiles:identities:Group PSKNonprodBreakGlassGroup",
            "iam-profiles:identities:Group PSKProdBreakGlassGroup",
            "iam-profiles:roles:BreakGlassAlarm PSKBreakGlassAlarm",
            "iam-profiles:roles:BreakGlassRole PSKBreakGlassRole",
        ]);
    });

    it("refuses by name people that the catalogue doesn't have", async () => {
        const error = await runProgram("state", {
            config: { breakGlass: { ...breakGlass, people: ["Ada", "Mallory"] } },
            catalogues,
        }).then(
            () => undefined,
            (reason: unknown) => reason,
        );
        expect(error).to.be.instanceOf(ConfigError);
        expect((error as ConfigError).faults).to.deep.equal([
            'breakGlass.people has "Mallory" (Pulumi.yaml), which is none of people (Ada, Bob, Eve); add the person, or take the name out',
        ]);
    });
});
