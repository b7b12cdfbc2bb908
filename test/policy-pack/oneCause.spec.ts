import { readdirSync } from "node:fs";
import { join } from "node:path";

import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { expect } from "chai";

import { rules, stackRules, policiesOf } from "../../policy-pack/policies";
import { readCases } from "../support/readCases";
import { asArgs, asResult, contextOf } from "./cases";
import type { Case, CaseResource } from "./cases";

const root: CaseResource = { type: "pulumi:pulumi:Stack", name: "stack", props: {} };

/** The cases of every file of `oneCause/`. */
const folder = join(__dirname, "oneCause");
const cases = readdirSync(folder).flatMap(
    (file) =>
        readCases(join(folder, file)) as readonly (Case & {
            readonly reports: readonly string[];
        })[],
);

/** What the whole pack reports, as the engine has it judge: each resource, then all together. */
async function reportsOf(given: Case): Promise<readonly string[]> {
    const found: string[] = [];
    const policies = policiesOf(() => Promise.resolve(contextOf(given)));
    const all = [root, ...given.resources];
    for (const resource of all) {
        for (const policy of policies as readonly ResourceValidationPolicy[]) {
            if (typeof policy.validateResource !== "function") continue;
            await policy.validateResource(asArgs(resource) as never, () => {
                found.push(`${policy.name}: ${resource.name ?? "subject"}`);
            });
        }
    }
    for (const policy of policies as readonly StackValidationPolicy[]) {
        if (typeof policy.validateStack !== "function") continue;
        await policy.validateStack({ resources: all.map(asResult) } as never, (_, urn) => {
            found.push(`${policy.name}: ${urn?.split("::").at(-1) ?? ""}`);
        });
    }
    return found;
}

describe("one cause", () => {
    for (const { reports, ...given } of cases) {
        it(`is one violation: ${given.name}`, async () => {
            expect(await reportsOf({ ...given, violations: [] })).to.deep.equal(reports);
        });
    }

    it("is explained only by a rule that judges before", () => {
        const names = [...rules, ...stackRules].map(({ name }) => name);
        for (const { name, explainedBy = [] } of [...rules, ...stackRules]) {
            for (const other of explainedBy) {
                expect(names.indexOf(other), `${other} before ${name}`).to.be.within(
                    0,
                    names.indexOf(name) - 1,
                );
            }
        }
    });

    it("is one violation where the settings can't be read, whatever the resources", async () => {
        const found: string[] = [];
        const policies = policiesOf(() => Promise.reject(new Error("it is wrong.")));
        for (const type of ["pulumi:pulumi:Stack", "aws:iam/role:Role", "aws:iam/user:User"]) {
            for (const policy of policies as readonly ResourceValidationPolicy[]) {
                if (typeof policy.validateResource !== "function") continue;
                const args = asArgs({ type, props: {} });
                await policy.validateResource(args as never, (message) => void found.push(message));
            }
        }
        expect(found).to.deep.equal([
            "Nothing can be judged without the stack's configuration. it is wrong.",
        ]);
    });
});
