import { existsSync, readdirSync } from "node:fs";
import * as path from "node:path";

import { expect } from "chai";

import { checkout } from "../../platform/checkout";
import { specFiles } from "../support/specFiles";
import folders from "./layout.json";

const root = path.join(checkout, "test");

/** Folders of `test/` with spec files, e.g. `access/paths`. */
const tested = [
    ...new Set(specFiles().map((file) => path.posix.relative("test", path.posix.dirname(file)))),
];
const isCode = (folder: string): boolean => existsSync(path.join(checkout, folder));
const others: Readonly<Record<string, string>> = folders;

describe("the layout of test/", () => {
    it("mirrors the code's folders, but for those that layout.json gives a reason for", () => {
        const unknown = tested.filter((folder) => !isCode(folder) && !(folder in others));
        expect(unknown).to.deep.equal([]);
    });

    it("has, at its top, no folder that isn't the code's or in layout.json", () => {
        const top = readdirSync(root, { withFileTypes: true })
            .filter((entry) => entry.isDirectory())
            .map(({ name }) => name);
        expect(top.filter((name) => !isCode(name) && !(name in others))).to.deep.equal([]);
    });

    it("gives a reason for nothing that is gone, or that is a folder of the code", () => {
        const stale = Object.keys(others).filter(
            (folder) => isCode(folder) || !existsSync(path.join(root, folder)),
        );
        expect(stale).to.deep.equal([]);
    });
});
