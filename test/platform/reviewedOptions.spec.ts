import { expect } from "chai";

import { optionFaults } from "../../platform/reviewedOptions";
import type { Registration } from "../../platform/reviewedOptions";
import cases from "./reviewedOptions.cases.json";

interface Case extends Partial<Registration> {
    readonly name: string;
    readonly type: string;
    /** What follows type and name. */
    readonly faults: readonly string[];
}

const plain: Omit<Registration, "type" | "name"> = {
    isCustom: true,
    isRemote: false,
    protect: false,
    retainOnDelete: false,
    ignoreChanges: [],
    hideDiffs: [],
    deletedWith: "",
    pluginDownloadURL: "",
    envVarMappings: [],
    importId: "",
    transforms: 0,
    props: {},
};

describe("resource options", () => {
    for (const { name, faults, ...given } of cases as readonly Case[]) {
        it(`${faults.length === 0 ? "take" : "refuse"} ${name}`, () => {
            expect(optionFaults({ ...plain, ...given, name: "x" })).to.deep.equal(
                faults.map((fault) => `${given.type} "x" ${fault}`),
            );
        });
    }
});
