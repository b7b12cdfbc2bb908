import { readFileSync, readdirSync, statSync } from "node:fs";
import * as path from "node:path";

import { expect } from "chai";

import { checkout } from "../../platform/checkout";
import { readCases } from "../support/readCases";

const maxBytes = 60_000;
/** The most that a fixture may have of one character in a row; `{"repeat": ...}` is for more. */
const maxRun = 500;

const root = path.join(checkout, "test");
const fixtures = readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((name) => path.join(root, name))
    .filter((file) => statSync(file).isFile());
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
