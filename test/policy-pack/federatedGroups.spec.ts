import { join } from "node:path";

import { expect } from "chai";

import { rules, stackRules } from "../../policy-pack/policies";
import { Reported } from "../../policy-pack/reported";
import { readCases } from "../support/readCases";
import { asArgs, contextOf } from "./cases";
import type { Case } from "./cases";
import { factsOf } from "../../policy-pack/asPolicy";

/** A case of a rule whose own table is about other identities. */
interface GroupCase extends Case {
    readonly rule: string;
}

const cases = readCases(join(__dirname, "federatedGroups.cases.json")) as readonly GroupCase[];

async function violationsOf({ rule, ...given }: GroupCase): Promise<readonly string[]> {
    const context = contextOf(given);
    const resources = given.resources.map((one) => factsOf(asArgs(one)));
    const onResource = rules.find(({ name }) => name === rule);
    if (onResource !== undefined) {
        return resources
            .filter(({ type }) => onResource.governs(type))
            .flatMap((one) => onResource.check(one, context));
    }
    const onStack = stackRules.find(({ name }) => name === rule);
    const found = await onStack?.checkStack(resources, context, new Reported());
    return (found ?? [`no rule ${rule}`]).map((one) =>
        typeof one === "string" ? one : one.message,
    );
}

describe("policy pack, federated groups under the rules of all identities", () => {
    for (const given of cases) {
        it(`${given.rule}: ${given.name}`, async () => {
            expect(await violationsOf(given)).to.deep.equal(given.violations);
        });
    }
});
