import { expect } from "chai";

import { prepareAhead } from "../../policy-pack/prepareAhead";
import type { Context, StackRule } from "../../policy-pack/rule";

const context = { project: "iam-profiles" } as Context;

const ruleThat = (prepare?: StackRule["prepare"]): StackRule => ({
    name: "some-rule",
    description: "Some rule.",
    severity: "high",
    remediationSteps: "None.",
    governs: () => true,
    checkStack: () => [],
    ...(prepare === undefined ? {} : { prepare }),
});

describe("what rules need, ahead", () => {
    it("is begun with the settings of the stack that runs", async () => {
        const urns: string[] = [];
        const prepared: Context[] = [];
        const rule = ruleThat((given) => {
            prepared.push(given);
            return Promise.resolve();
        });
        const read = (urn: string): Promise<Context> => {
            urns.push(urn);
            return Promise.resolve(context);
        };
        await prepareAhead([ruleThat(), rule], read, "iam-profiles", "prod");
        expect(urns).to.deep.equal(["urn:pulumi:prod::iam-profiles::"]);
        expect(prepared).to.deep.equal([context]);
    });

    it("is nothing where the settings can't be read yet", async () => {
        const rule = ruleThat(() => expect.fail("there are no settings"));
        const read = (): Promise<Context> => Promise.reject(new Error("no Pulumi.yaml"));
        await prepareAhead([rule], read, "iam-profiles", "prod");
    });

    it("may fail, which is left to the rule", async () => {
        const rule = ruleThat(() => Promise.reject(new Error("it fails")));
        await prepareAhead([rule], () => Promise.resolve(context), "iam-profiles", "prod");
    });
});
