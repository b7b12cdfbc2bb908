import { readFileSync } from "node:fs";
import * as path from "node:path";

import { expect } from "chai";

import { readOrganization } from "../../access/organization/readOrganization";
import { renderTable } from "../../access";
import { buildReport } from "../../access/report/buildReport";
import type { Report } from "../../access/report/report";
import type { RenderedStack } from "../../plan/renderStack";
import { checkout } from "../../platform/checkout";
import { ConfigError, parseSettings } from "../../platform/config";
import { rules } from "../../policy-pack/policies";
import type { Context, ResourceFacts } from "../../policy-pack/rule";
import { copyOf } from "../access/ours/documents";
import type { Documents } from "../access/ours/documents";
import { mutate } from "../access/ours/mutation";
import type { Mutation } from "../access/ours/mutation";
import { readCases } from "../support/readCases";
import { configOf, layoutDocuments, layouts, registryOf, renderLayout } from "./layout";
import type { Registry } from "./layout";

/** A mistake in the registry by which documents are judged. */
type RegistryMutation =
    | { readonly kind: "environment"; readonly account: string; readonly environment: string }
    | { readonly kind: "swap"; readonly accounts: readonly [string, string] };

interface ProofCase {
    readonly name: string;
    readonly boundary: Report["boundary"];
    readonly mutations: readonly (Mutation | RegistryMutation)[];
}
interface PackCase {
    readonly name: string;
    /** A resource of a stack, with other properties. */
    readonly pack: {
        readonly stack: string;
        readonly type: string;
        readonly name: string;
        readonly set: ResourceFacts["props"];
    };
    /** Rules that report it. */
    readonly rules: readonly string[];
}
interface SettingsCase {
    readonly name: string;
    /** Over the layout's; accounts by name. */
    readonly settings: Readonly<Record<string, unknown>> & { readonly accounts?: Registry };
    readonly faults: readonly string[];
}
type Case = ProofCase | PackCase | SettingsCase;

/** Mutations that a layout must have. */
const fewest = 20;

for (const layout of layouts) {
    const registry = registryOf(layout);
    const cases = readCases(path.join(__dirname, `${layout}.cases.json`)) as readonly Case[];

    describe(`the layout of ${layout}`, () => {
        let stacks: readonly RenderedStack[];
        let documents: Documents;
        before(async () => {
            stacks = await renderLayout(registry);
            documents = layoutDocuments(stacks);
        });

        it("keeps the boundary, and reaches what docs/layouts.md shows", () => {
            const report = reportOf(documents);
            expect(report.boundary).to.equal("holds");
            const docs = readFileSync(path.join(checkout, "docs", "layouts.md"), "utf8");
            expect(docs).to.include(matrixOf(report));
        });

        it("breaks no rule of the pack", () => {
            const broken = stacks.flatMap(({ account, resources }) =>
                resources.flatMap(({ type, name, props }) =>
                    brokenRules(contextOf(registry, account.name), { type, urn: name, props }),
                ),
            );
            expect(broken).to.deep.equal([]);
        });

        it(`has ${fewest} mistakes to find`, () => {
            expect(new Set(cases.map(({ name }) => name)).size).to.be.at.least(fewest);
        });

        for (const given of cases) {
            it(`doesn't take ${given.name}`, () => {
                if ("mutations" in given) {
                    const mutated = copyOf(documents);
                    for (const mutation of given.mutations) change(mutated, mutation);
                    const { boundary, crossings, takeovers } = reportOf(mutated);
                    expect(boundary).to.equal(given.boundary);
                    expect([...crossings, ...takeovers]).to.not.be.empty;
                } else if ("pack" in given) {
                    const { stack, type, name, set } = given.pack;
                    const found = stacks
                        .find(({ account }) => account.name === stack)
                        ?.resources.find((one) => one.type === type && one.name === name);
                    const props = { ...(found?.props ?? { name }), ...set };
                    const context = contextOf(registry, stack);
                    expect(brokenRules(context, { type, urn: name, props })).to.deep.equal(
                        given.rules,
                    );
                } else {
                    expect(faultsOf(registry, given.settings)).to.deep.equal(given.faults);
                }
            });
        }
    });
}

const reportOf = ({ accounts, detailsOf }: Documents): Report =>
    buildReport(readOrganization(accounts, detailsOf));

/** As the terminal shows it. */
function matrixOf(report: Report): string {
    const lines = renderTable(report).split("\n");
    const from = lines.findIndex((line) => line.startsWith("PSK"));
    return lines
        .slice(
            from,
            lines.findIndex((line) => line.startsWith("yes:")),
        )
        .join("\n")
        .trimEnd();
}

function change(documents: Documents, mutation: Mutation | RegistryMutation): void {
    const { accounts } = documents;
    const at = (id: string): Documents["accounts"][string] => {
        const account = accounts[id];
        if (account === undefined) throw new Error(`there is no account ${id}`);
        return account;
    };
    switch (mutation.kind) {
        case "environment":
            accounts[mutation.account] = {
                ...at(mutation.account),
                environment: mutation.environment,
            };
            return;
        case "swap": {
            const [a, b] = mutation.accounts;
            const [first, second] = [at(a), at(b)];
            accounts[a] = { ...first, name: second.name, environment: second.environment };
            accounts[b] = { ...second, name: first.name, environment: first.environment };
            return;
        }
        default:
            mutate(documents, mutation);
    }
}

function contextOf(registry: Registry, stack: string): Context {
    const config = configOf(registry);
    return {
        ...parseSettings("iam-profiles", stack, config),
        ...{ project: "iam-profiles", config, folder: undefined, isRunning: true, overrides: [] },
    };
}

/** Rules that a resource breaks, as a program makes it by the stack's own provider. */
function brokenRules(context: Context, resource: ResourceFacts): readonly string[] {
    const facts: ResourceFacts = {
        ...resource,
        options: { protect: true, ignoreChanges: [] },
        ...(resource.type.startsWith("aws:")
            ? {
                  provider: {
                      type: "pulumi:providers:aws",
                      props: { allowedAccountIds: [context.account.id] },
                  },
              }
            : {}),
    };
    return rules
        .filter(({ enforcementLevel }) => enforcementLevel === undefined)
        .filter(({ governs, check }) => governs(facts.type) && check(facts, context).length > 0)
        .map(({ name }) => name);
}

function faultsOf(
    registry: Registry,
    { accounts = {}, ...settings }: SettingsCase["settings"],
): readonly string[] {
    try {
        parseSettings("iam-profiles", "state", configOf({ ...registry, ...accounts }, settings));
    } catch (error) {
        if (error instanceof ConfigError) return error.faults;
        throw error;
    }
    return [];
}
