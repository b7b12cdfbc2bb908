import { expect } from "chai";

import { differences, expectedResult, matrixText } from "../../sandbox/matrix";
import type { Cell } from "../../sandbox/matrix";
import cases from "./matrix.cases.json";

describe("expectedResult", () => {
    for (const { identity, role, account, expected, ...more } of cases.expected) {
        const mfa = "mfa" in more ? (more.mfa as Cell["mfa"]) : undefined;
        const limit = "roles" in identity ? ` limited to ${String(identity.roles)}` : "";
        const who = mfa === undefined ? "" : ` person, MFA ${mfa}`;
        it(`${identity.trustClass}${limit}${who}, role ${role.name} in ${account.environment}: ${expected}`, () => {
            expect(
                expectedResult(
                    { name: "x", ...identity } as Parameters<typeof expectedResult>[0],
                    { description: "", permissions: () => [], ...role } as Parameters<
                        typeof expectedResult
                    >[1],
                    account as Parameters<typeof expectedResult>[2],
                    mfa,
                ),
            ).to.equal(expected);
        });
    }
});

describe("matrixText", () => {
    for (const { name, cells, text, wrong, ...more } of cases.text) {
        const width = "width" in more ? more.width : undefined;
        it(name, () => {
            expect(matrixText(cells as Cell[], width).split("\n")).to.deep.equal(text);
            expect(differences(cells as Cell[])).to.have.length(wrong);
        });
    }
});
