import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { ProjectFileError } from "../../platform/programError";
import { readYaml } from "../../platform/yamlFile";
import cases from "./yamlReaders.cases.json";

describe("readYaml", () => {
    let folder: string;
    before(async () => {
        folder = await mkdtemp(path.join(tmpdir(), "yaml-"));
    });
    after(() => rm(folder, { recursive: true, force: true }));

    async function faultsOf(text: string): Promise<readonly string[]> {
        const file = path.join(folder, "Pulumi.yaml");
        await writeFile(file, text);
        try {
            await readYaml(file);
            return [];
        } catch (error) {
            expect(error).to.be.instanceOf(ProjectFileError);
            expect((error as ProjectFileError).file).to.equal("Pulumi.yaml");
            return (error as ProjectFileError).faults;
        }
    }

    for (const { name, config, faults } of cases) {
        it(`${faults.length === 0 ? "takes" : "refuses"} ${name}`, async () => {
            const indented = config.startsWith("{") ? ` ${config}` : `\n    ${config}`;
            const found = await faultsOf(`name: iam-profiles\nconfig:${indented}\n`);
            expect(found).to.deep.equal(
                faults.map((fault) => `${fault}, which Pulumi reads; put it in quotes`),
            );
        });
    }

    it("refuses what is no mapping, no YAML, or without end", async () => {
        expect(await faultsOf("- a\n")).to.deep.equal(["it is no mapping of keys to values"]);
        expect(await faultsOf("a: [\n")).to.have.length(1);
        expect(await faultsOf("config: &a { b: *a }\n")).to.deep.equal([
            "it is nested more than 20 levels deep",
        ]);
    });

    it("reads a file again once it says something else", async () => {
        const [first, second] = ["a", "b"].map((name) => path.join(folder, `Pulumi.${name}.yaml`));
        if (first === undefined || second === undefined) throw new Error("no file");
        for (const file of [first, second]) await writeFile(file, "config: {}\n");
        expect(await readYaml(first)).to.deep.equal(await readYaml(second));
        await writeFile(first, "config: { tags: {} }\n");
        expect(await readYaml(first)).to.deep.equal({ config: { tags: {} } });
        expect(await readYaml(second)).to.deep.equal({ config: {} });
    });

    it("takes an empty file", async () => {
        expect(await faultsOf("")).to.deep.equal([]);
    });
});
