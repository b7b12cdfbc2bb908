import * as path from "node:path";

import { expect } from "chai";

import { renderAll } from "../../plan/renderStacks";
import type { RenderedStack } from "../../plan/renderStack";
import { parseSettings } from "../../platform/config";
import { rules, stackRules } from "../../policy-pack/policies";
import { Reported } from "../../policy-pack/reported";
import type { Context, ResourceFacts } from "../../policy-pack/rule";
import { ownCatalogues } from "../../roles/checkCatalogues";
import { configOf, registryOf } from "../examples/layout";
import { teamFiles, teamSettings } from "../roles/teams/support";
import { readCases } from "../support/readCases";

interface Case {
    readonly name: string;
    readonly stack: string;
    /** A resource that the program doesn't make so, as another program could: its properties differ, or it is another one. */
    readonly change: {
        readonly type: string;
        readonly name: string;
        /** Name of the resource that it is like. @default the one of its own name, if there is one */
        readonly like?: string;
        readonly set: ResourceFacts["props"];
    };
    /** Statements before those that the resource's policy has. */
    readonly allow?: readonly object[];
    /** Sid of a statement that the resource's policy lacks. */
    readonly drop?: string;
    /** Each after its rule. */
    readonly violations: readonly string[];
}

const cases = readCases(path.join(__dirname, "teamScopes.cases.json")) as readonly Case[];
const registry = registryOf("three-accounts");
const config = configOf(registry, teamSettings);

const contextOf = (stack: string): Context => ({
    ...parseSettings("iam-profiles", stack, config),
    ...{ project: "iam-profiles", config, folder: undefined, isRunning: true, overrides: [] },
});

/** What the program makes, as the pack gets it. */
const factsOf = ({ account, resources }: RenderedStack): readonly ResourceFacts[] =>
    resources.map(({ type, name, props }) => ({
        type,
        urn: `${type}::${name}`,
        props,
        options: { protect: true, ignoreChanges: [] },
        ...(type.startsWith("aws:")
            ? {
                  provider: {
                      type: "pulumi:providers:aws",
                      props: { allowedAccountIds: [account.id] },
                  },
              }
            : {}),
    }));

/** The proof has tests of its own, and what a state holds isn't asked here. */
const slow = [
    "iam-access-keeps-environment-boundary",
    "platform-state-is-as-programmed",
    "platform-state-keeps-rules",
];

async function violationsOf(
    stack: string,
    resources: readonly ResourceFacts[],
): Promise<readonly string[]> {
    const context = contextOf(stack);
    const found = rules
        .filter(({ enforcementLevel }) => enforcementLevel === undefined)
        .flatMap(({ name, governs, check }) =>
            resources
                .filter(({ type }) => governs(type))
                .flatMap((resource) => check(resource, context).map((text) => `${name}: ${text}`)),
        );
    for (const rule of stackRules.filter(({ name }) => !slow.includes(name))) {
        const governed = resources.filter(({ type }) => rule.governs(type));
        for (const { message } of await rule.checkStack(governed, context, new Reported())) {
            found.push(`${rule.name}: ${message}`);
        }
    }
    return found;
}

function changed(
    resources: readonly ResourceFacts[],
    { change: { type, name, like = name, set }, allow = [], drop }: Case,
): readonly ResourceFacts[] {
    const urn = `${type}::${name}`;
    const model = resources.find((one) => one.urn === `${type}::${like}`);
    const policy = model?.props["policy"] as
        | { readonly Statement: readonly { readonly Sid?: string }[] }
        | undefined;
    const props = {
        ...model?.props,
        ...set,
        ...(policy === undefined || (allow.length === 0 && drop === undefined)
            ? {}
            : {
                  policy: {
                      ...policy,
                      Statement: [
                          ...allow,
                          ...policy.Statement.filter(
                              ({ Sid }) => drop === undefined || Sid !== drop,
                          ),
                      ],
                  },
              }),
    };
    const provider = resources.find(({ provider: its }) => its !== undefined)?.provider;
    const one: ResourceFacts = {
        ...(model ?? {
            type,
            options: { protect: true, ignoreChanges: [] },
            ...(provider && { provider }),
        }),
        type,
        urn,
        props,
    };
    return [...resources.filter((its) => its.urn !== urn), one];
}

describe("the pack on what teams may add", () => {
    const stacks = new Map<string, readonly ResourceFacts[]>();
    before(async () => {
        const settings = Object.keys(registry).map((name) => ({
            settings: parseSettings("iam-profiles", name, config),
            config,
        }));
        for (const stack of await renderAll("iam-profiles", settings, {
            ...ownCatalogues,
            teamFiles,
        })) {
            stacks.set(stack.account.name, factsOf(stack));
        }
    });

    for (const stack of Object.keys(registry)) {
        it(`takes what the example's teams add, in stack ${stack}`, async () => {
            expect(await violationsOf(stack, stacks.get(stack) ?? [])).to.deep.equal([]);
        });
    }

    for (const given of cases) {
        it(`${given.violations.length === 0 ? "takes" : "refuses"} ${given.name}`, async () => {
            const resources = changed(stacks.get(given.stack) ?? [], given);
            expect(await violationsOf(given.stack, resources)).to.deep.equal(given.violations);
        });
    }

    it("refuses 20 kinds of requests, each by the team's name or by a rule for all", () => {
        const refused = cases.filter(({ violations }) => violations.length > 0);
        expect(refused.length).to.be.at.least(20);
        const byName = refused.filter(({ violations }) =>
            /Team "\w+" may not/.test(violations.join()),
        );
        expect(byName.length).to.be.at.least(20);
    });
});
