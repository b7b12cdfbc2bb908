import type { ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { expect } from "chai";

import { asPolicy, asStackPolicy, factsOf } from "../../policy-pack/asPolicy";
import type { Asked } from "../../policy-pack/asPolicy";
import { Reported } from "../../policy-pack/reported";
import { rules, stackRules } from "../../policy-pack/policies";
import type { ReadContext } from "../../policy-pack/context";
import type { Rule, StackRule } from "../../policy-pack/rule";
import { asArgs, asResult, asText, contextOf, readTables } from "./cases";
import type { Case, CaseResource } from "./cases";

/** What a policy reports on a case, through the same adapter as in a deployment. */
async function violationsOf(
    rule: string,
    given: Case,
    readContext: ReadContext = () => Promise.resolve(contextOf(given)),
    isAsked = true,
): Promise<readonly string[]> {
    const found: string[] = [];
    const reported = new Reported();
    const resources = given.resources.map(asArgs);
    const onResource = rules.find(({ name }) => name === rule);
    if (onResource !== undefined) {
        const { validateResource } = asPolicy(onResource, { readContext, reported });
        if (typeof validateResource !== "function") throw new Error(`${rule} validates nothing`);
        for (const resource of resources) {
            await validateResource(
                resource as unknown as ResourceValidationArgs,
                (message) => void found.push(withoutNextStep(message, onResource)),
            );
        }
        return found;
    }
    const onStack = stackRules.find(({ name }) => name === rule);
    if (onStack === undefined)
        throw new Error(`cases/${rule}.json: the pack has no rule "${rule}"`);
    const all = [root, ...given.resources];
    const asked: Asked = new Map();
    for (const resource of isAsked ? all.map(asArgs) : [])
        asked.set(resource.urn, factsOf(resource));
    const policy = asStackPolicy(onStack, { readContext, asked, reported });
    await policy.validateStack(
        { resources: all.map(asResult) } as unknown as StackValidationArgs,
        (message, urn) => {
            // One that names no resource makes the CLI panic.
            if (urn === undefined) throw new Error(`no resource: ${message}`);
            const text = withoutNextStep(message, onStack);
            found.push(`${urn.split("::").at(-1) ?? ""}: ${text}`);
        },
    );
    return found;
}

/** The CLI doesn't show a policy's steps, so that each message ends with them; but where no rule could judge. */
function withoutNextStep(message: string, { remediationSteps }: Rule | StackRule): string {
    const [text = "", step, ...more] = message.split("\n  Next step: ");
    if (text.startsWith("Nothing can be judged")) return text;
    expect([step, more]).to.deep.equal([remediationSteps, []]);
    return text;
}

/** Every stack has it. */
const root: CaseResource = { type: "pulumi:pulumi:Stack", name: "stack", props: {} };

const neverRead: ReadContext = () => Promise.reject(new Error("not read"));

const textOf = (given: Case): readonly Case[] => [asText(given) ?? []].flat();

describe("policy pack", () => {
    const tables = readTables();

    it("has a table with cases that pass and cases that violate for every rule", () => {
        const names = [...rules, ...stackRules].map(({ name }) => name);
        expect([...tables.keys()].sort()).to.deep.equal([...names].sort());
        for (const [rule, cases] of tables) {
            const outcomes = new Set(cases.map(({ violations }) => violations.length > 0));
            expect([...outcomes], rule).to.have.members([true, false]);
        }
    });

    it("judges by their state the resources that the program asks for no more", async () => {
        const rule = "iam-group-membership-keeps-class";
        for (const given of tables.get(rule) ?? []) {
            const found = await violationsOf(rule, given, undefined, false);
            expect(found.length > 0, given.name).to.equal(given.violations.length > 0);
        }
    });

    it("has a manual for every rule, and names only rules that there are", () => {
        const names = new Set([...rules, ...stackRules].map(({ name }) => name));
        for (const rule of [...rules, ...stackRules]) {
            const { name, description, severity, remediationSteps, url, explainedBy = [] } = rule;
            for (const text of [description, remediationSteps]) {
                expect(text, name).to.match(/^[A-Z][^]*[.]$/);
            }
            expect(severity, name).to.be.oneOf(["low", "medium", "high", "critical"]);
            expect(url ?? "https://", name).to.match(/^https:/);
            expect([...names], name).to.include.members([...explainedBy]);
        }
    });

    it("makes every rule mandatory but the one that only advises", () => {
        const pack = { readContext: neverRead, asked: new Map(), reported: new Reported() };
        const levels = [
            ...rules.map((rule) => asPolicy(rule, pack)),
            ...stackRules.map((rule) => asStackPolicy(rule, pack)),
        ].map(({ name, enforcementLevel }) => ({ name, enforcementLevel }));
        expect(
            levels.filter(({ enforcementLevel }) => enforcementLevel !== "mandatory"),
        ).to.deep.equal([{ name: "iam-policy-near-quota", enforcementLevel: "advisory" }]);
    });

    for (const [rule, cases] of tables) {
        describe(rule, () => {
            for (const given of cases.flatMap((one) => [one, ...textOf(one)])) {
                it(given.name, async () => {
                    expect(await violationsOf(rule, given)).to.deep.equal(given.violations);
                });
            }

            it("reports when the configuration is not usable", async () => {
                const [given] = cases;
                if (given === undefined) throw new Error(`cases/${rule}.json is empty`);
                const found = await violationsOf(rule, given, () =>
                    Promise.reject(new Error("accounts is undefined.")),
                );
                const message =
                    "Nothing can be judged without the stack's configuration. accounts is undefined.";
                expect(found.map((text) => text.replace(/^stack: /, ""))).to.deep.equal([message]);
            });
        });
    }
});
