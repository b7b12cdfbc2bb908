import { expect } from "chai";

import { sumsWithinQuotas } from "../../policy-pack/rules/quotas";
import { Reported } from "../../policy-pack/reported";
import type { ResourceFacts } from "../../policy-pack/rule";
import { contextOf } from "./cases";

const types = { groups: "aws:iam/group:Group", policies: "aws:iam/policy:Policy" };

const resources = (type: string, count: number): readonly ResourceFacts[] =>
    Array.from({ length: count }, (_, i) => ({
        type,
        urn: `urn::r${i + 1}`,
        props: { name: `r${i}` },
    }));

const table = [
    { kind: "groups", count: 300, text: undefined },
    {
        kind: "groups",
        count: 301,
        text: "the stack uses 301 of 300 groups of an account (101 %); split it.",
    },
    { kind: "groups", count: 500, granted: { groupsPerAccount: 500 }, text: undefined },
    { kind: "policies", count: 1_500, text: undefined },
    {
        kind: "policies",
        count: 1_501,
        text: "the stack uses 1501 of 1500 managed policies of an account (101 %); split it.",
    },
    {
        kind: "policies",
        count: 1_501,
        granted: { managedPoliciesPerAccount: 5_000 },
        text: undefined,
    },
] as const;

describe("what an account has in all", () => {
    for (const { kind, count, text, ...rest } of table) {
        const granted = "granted" in rest ? rest.granted : {};
        it(`${count} ${kind}, granted ${JSON.stringify(granted)}: ${text ?? "within"}`, async () => {
            const context = contextOf({
                name: "",
                stack: "state",
                config: { quotas: { state: granted } },
                resources: [],
                violations: [],
            });
            const found = await sumsWithinQuotas.checkStack(
                resources(types[kind], count),
                context,
                new Reported(),
            );
            expect(found).to.deep.equal(
                text === undefined ? [] : [{ urn: `urn::r${count}`, message: text }],
            );
        });
    }
});
