import { expect } from "chai";

import {
    environments as judged,
    holdsIdentities,
    isOpenToNonprod,
} from "../../access/organization/environments";
import { environments, reaches } from "../../platform/environments";
import { trustClasses } from "../../platform/naming";
import { mayEnter } from "../../policy-pack/environmentBoundary";

interface Page {
    readonly environments: readonly string[];
    readonly isOpenToNonprod: (environment: string) => boolean;
}

/** A module of the page, without types. */
const pageTable: string = "../../access/render/page/order.mjs";

/** Which classes reach which environment. */
const expected = {
    state: ["prod"],
    nonprod: ["nonprod", "prod"],
    "customer-nonprod": ["prod"],
    prod: ["prod"],
};

/** Each of the four tables is written down by itself, so that a fault in one is found by the others. */
describe("the environments", () => {
    let page: Page;
    before(async () => {
        page = (await import(pageTable)) as Page;
    });

    it("mean the same to the program", () => {
        const found = environments.map((environment) => [
            environment,
            trustClasses.filter((trustClass) => reaches(trustClass, environment)),
        ]);
        expect(Object.fromEntries(found)).to.deep.equal(expected);
    });

    it("mean the same to the policy pack", () => {
        const found = environments.map((environment) => [
            environment,
            trustClasses.filter((trustClass) =>
                mayEnter(trustClass, { name: "a", id: "444444444444", environment }),
            ),
        ]);
        expect(Object.fromEntries(found)).to.deep.equal(expected);
    });

    it("mean the same to the proof, which knows one more: an account that is both state and nonprod", () => {
        const found = judged.map((environment) => [
            environment,
            isOpenToNonprod(environment) ? ["nonprod", "prod"] : ["prod"],
        ]);
        expect(Object.fromEntries(found)).to.deep.equal({
            ...expected,
            "state-nonprod": ["nonprod", "prod"],
        });
        expect(judged.filter(holdsIdentities)).to.deep.equal(["state", "state-nonprod"]);
    });

    it("mean the same to the page", () => {
        expect(page.environments).to.deep.equal(judged);
        for (const environment of judged) {
            expect(page.isOpenToNonprod(environment), environment).to.equal(
                isOpenToNonprod(environment),
            );
        }
        expect(page.isOpenToNonprod("constructor")).to.equal(false);
    });
});
