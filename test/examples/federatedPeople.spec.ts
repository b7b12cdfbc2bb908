import { readFileSync } from "node:fs";
import * as path from "node:path";

import { expect } from "chai";
import { parse } from "yaml";

import { readOrganization, renderTable } from "../../access";
import type { Report } from "../../access";
import { buildReport } from "../../access/report/buildReport";
import { federatedGroups, samlProviders } from "../../examples/federated-people/federatedPeople";
import { identityCatalogue } from "../../identities/catalogue";
import type { RenderedStack } from "../../plan/renderStack";
import { checkout } from "../../platform/checkout";
import { parseSettings } from "../../platform/config";
import { rules } from "../../policy-pack/policies";
import type { Context } from "../../policy-pack/rule";
import { roleCatalogue } from "../../roles/catalogue";
import { copyOf } from "../access/ours/documents";
import type { Documents } from "../access/ours/documents";
import { mutate } from "../access/ours/mutation";
import type { Mutation } from "../access/ours/mutation";
import { readCases } from "../support/readCases";
import { configOf, layoutDocuments, registryOf, renderLayout } from "./layout";

interface Case {
    readonly name: string;
    readonly mutations: readonly Mutation[];
    /** Whose the identity providers are. @default as settings.yaml says */
    readonly issuers?: Readonly<Record<string, string>>;
    readonly boundary: Report["boundary"];
    /** A part of the report. */
    readonly says?: string;
}

const cases = readCases(path.join(__dirname, "federatedPeople.cases.json")) as readonly Case[];
const folder = path.join(checkout, "examples", "federated-people");
const settings = parse(readFileSync(path.join(folder, "settings.yaml"), "utf8")) as {
    readonly issuers: Readonly<Record<string, string>>;
    readonly identityCenter: { readonly accountId: string; readonly region: string };
};
const registry = registryOf("three-accounts");

const reportOf = ({ accounts, detailsOf }: Documents, issuers: Case["issuers"]): Report =>
    buildReport(readOrganization({ ...accounts, issuers }, detailsOf));

/** Rows of federated groups, as the terminal shows them. */
function rowsOf(report: Report): string {
    const lines = renderTable(report).split("\n");
    const from = lines.findIndex((line) => /^(AWSReservedSSO_|PSKDevelopers)/.test(line));
    const to = lines.findIndex((line) => line.startsWith("yes:"));
    return lines.slice(from, to).join("\n").trimEnd();
}

describe("the example of federated people", () => {
    let stacks: readonly RenderedStack[];
    let documents: Documents;
    before(async () => {
        stacks = await renderLayout(registry, settings, {
            identities: { ...identityCatalogue, federatedGroups, samlProviders },
            roles: roleCatalogue,
        });
        documents = layoutDocuments(stacks);
    });

    it("keeps the boundary, with each group as an identity of its class that reaches what docs/people.md shows", () => {
        const report = reportOf(documents, settings.issuers);
        expect(report.verdict).to.deep.equal({ boundary: "holds" });
        expect(report.limits.filter((limit) => limit.includes("saml-provider"))).to.deep.equal([]);
        const groups = report.identities.filter(({ arn }) => arn.includes(":role/"));
        expect(groups.map(({ arn, trustClass }) => [arn, trustClass])).to.have.deep.members(
            federatedGroups.map((group) => [
                group.by === "saml"
                    ? `arn:aws:iam::111111111111:role/PSKPeople/${group.trustClass}/PSK${group.name}`
                    : group.roleArn,
                group.trustClass,
            ]),
        );
        const asRoles = report.roles.filter(({ arn }) => /PSKPeople|aws-reserved/.test(arn));
        expect(asRoles).to.deep.equal([]);
        const docs = readFileSync(path.join(checkout, "docs", "people.md"), "utf8");
        expect(docs).to.include(rowsOf(report));
    });

    it("breaks no rule of the pack", () => {
        const config = configOf(registry, settings);
        const broken = stacks.flatMap(({ account, resources }) => {
            const context: Context = {
                ...parseSettings("iam-profiles", account.name, config),
                ...{ project: "iam-profiles", config, folder: undefined, isRunning: true },
                overrides: [],
            };
            return resources.flatMap(({ type, name, props }) => {
                const { accountId, region } = settings.identityCenter;
                const provider = {
                    type: "pulumi:providers:aws",
                    props: type.startsWith("aws:ssoadmin/")
                        ? { allowedAccountIds: [accountId], region }
                        : { allowedAccountIds: [account.id] },
                };
                const facts = {
                    ...{ type, urn: name, props },
                    options: { protect: true, ignoreChanges: [] },
                    ...(type.startsWith("aws:") ? { provider } : {}),
                };
                return rules
                    .filter((rule) => rule.governs(type))
                    .flatMap((rule) => rule.check(facts, context));
            });
        });
        expect(broken).to.deep.equal([]);
    });

    for (const { name, mutations, issuers = settings.issuers, boundary, says = "" } of cases) {
        it(`${boundary === "holds" ? "keeps the boundary with" : "doesn't take"} ${name}`, () => {
            const mutated = copyOf(documents);
            for (const mutation of mutations) mutate(mutated, mutation);
            const report = reportOf(mutated, issuers);
            expect(report.boundary).to.equal(boundary);
            expect(JSON.stringify([report.crossings, report.takeovers])).to.include(says);
        });
    }
});
