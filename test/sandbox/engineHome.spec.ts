import {
    existsSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    readdirSync,
    rmSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { engineHome } from "../../sandbox/engineHome";

describe("engineHome", () => {
    let root: string;
    beforeEach(() => {
        root = mkdtempSync(path.join(tmpdir(), "home-"));
    });
    afterEach(() => {
        rmSync(root, { recursive: true });
    });
    const expectNoLogs = (home: string): void => {
        expect(readFileSync(path.join(home, "logs"), "utf8")).to.match(/^A file in place of/);
        expect(readdirSync(home).filter((name) => name.startsWith("logs"))).to.deep.equal(["logs"]);
    };

    it("has a file where the engine would write its logs, which fails to make a folder there", () => {
        const home = engineHome(root);
        expect(home).to.equal(path.join(root, "pulumi"));
        expectNoLogs(home);
        expect(() => mkdirSync(path.join(home, "logs"), { recursive: true })).to.throw("EEXIST");
        expect(engineHome(root)).to.equal(home);
        expectNoLogs(home);
    });

    it("takes the logs of earlier runs away, and nothing else", () => {
        const logs = path.join(root, "pulumi", "logs");
        mkdirSync(logs, { recursive: true });
        writeFileSync(path.join(logs, "pulumi-1.log"), "x");
        const plugin = path.join(root, "pulumi", "plugins");
        mkdirSync(plugin);
        expectNoLogs(engineHome(root));
        expect(existsSync(plugin)).to.equal(true);
    });
});
