import { expect } from "chai";

import { differences, expectedResult, matrixText } from "../../sandbox/matrix";
import type { Cell } from "../../sandbox/matrix";
import cases from "./matrix.cases.json";

describe("expectedResult", () => {
    for (const { identity, role, account, expected } of cases.expected) {
        const limit = "roles" in identity ? ` limited to ${String(identity.roles)}` : "";
        it(`${identity.trustClass}${limit}, role ${role.name} in ${account.environment}: ${expected}`, () => {
            expect(
                expectedResult(
                    { name: "x", ...identity } as Parameters<typeof expectedResult>[0],
                    { description: "", permissions: () => [], ...role } as Parameters<
                        typeof expectedResult
                    >[1],
                    account as Parameters<typeof expectedResult>[2],
                ),
            ).to.equal(expected);
        });
    }
});

describe("matrixText", () => {
    for (const { name, cells, text, wrong } of cases.text) {
        it(name, () => {
            expect(matrixText(cells as Cell[]).split("\n")).to.deep.equal(text);
            expect(differences(cells as Cell[])).to.have.length(wrong);
        });
    }
});
