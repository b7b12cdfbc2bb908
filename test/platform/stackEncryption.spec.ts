import { expect } from "chai";

import { withEncryption } from "../../platform/stackEncryption";
import cases from "./stackEncryption.cases.json";

describe("the file of a stack that was created", () => {
    for (const { name, before, after, text } of cases) {
        it(name, () => {
            expect(withEncryption("Pulumi.x.yaml", before, after)).to.equal(text);
        });
    }
});
