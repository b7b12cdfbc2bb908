import { readFileSync, statSync } from "node:fs";
import * as path from "node:path";

import { expect } from "chai";

import { checkout } from "../../platform/checkout";
import { readCases } from "../support/readCases";
import { testFiles } from "../support/specFiles";

const maxBytes = 60_000;
/** The most that a fixture may have of one character in a row; `{"repeat": ...}` is for more. */
const maxRun = 500;

const fixtures = testFiles()
    .filter((file) => path.basename(file) !== "package-lock.json")
    .map((file) => path.join(checkout, file));
const named = (files: readonly string[]): readonly string[] =>
    files.map((file) => path.relative(checkout, file));

describe("the files of test/", () => {
    it("have no more than 60 kB each, so that they can be read and reviewed", () => {
        expect(named(fixtures.filter((file) => statSync(file).size > maxBytes))).to.deep.equal([]);
    });

    it("write long runs of a character as a number", () => {
        const run = new RegExp(String.raw`([^\s])\1{${maxRun}}`);
        expect(
            named(fixtures.filter((file) => run.test(readFileSync(file, "utf8")))),
        ).to.deep.equal([]);
    });

    it("may hold a repeated text, wherever a text may be", () => {
        expect(readCases(path.join(__dirname, "repeat.json"))).to.deep.equal({
            alone: "xxxxx",
            within: ["arn:abab/c"],
            // What has other properties is an object like any other.
            other: { repeat: "x", times: 5, more: true },
        });
    });
});
