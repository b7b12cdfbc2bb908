import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";

import { expect } from "chai";

import { checkout } from "../../platform/checkout";
import cases from "./imports.cases.json";

interface Case {
    readonly from: string;
    readonly to: string;
    /** The rule that refuses the import; absent: it is allowed. */
    readonly rule?: string;
}

interface Cruise {
    readonly summary: {
        readonly violations: readonly {
            readonly from: string;
            readonly to: string;
            readonly rule: { readonly name: string };
        }[];
    };
}

const folders = [...new Set((cases as Case[]).flatMap(({ from, to }) => [from, to]))].map(
    (file) => file.split("/")[0] ?? "",
);

describe("the import rules", () => {
    let folder: string;
    before(async () => {
        folder = await mkdtemp(path.join(tmpdir(), "imports-"));
        for (const { from, to } of cases as Case[]) {
            await write(to, "export const x = 1;\n");
            const target = path.relative(path.dirname(from), to).replace(/\.ts$/, "");
            const specifier = target.startsWith(".") ? target : `./${target}`;
            await write(from, `export const load = () => import("${specifier}");\n`);
        }
        await write("tsconfig.json", "{}\n");
        await write("access/m.ts", 'import "some-package";\n');
        await write("node_modules/some-package/package.json", '{ "name": "some-package" }\n');
        await write("node_modules/some-package/index.js", "\n");
        await write("platform/circle1.ts", 'export { b } from "./circle2";\nexport const a = 1;\n');
        await write("platform/circle2.ts", 'export { a } from "./circle1";\nexport const b = 1;\n');
    });
    after(() => rm(folder, { recursive: true, force: true }));

    const write = async (file: string, text: string): Promise<void> => {
        const whole = path.join(folder, file);
        await mkdir(path.dirname(whole), { recursive: true });
        await writeFile(whole, text, { flag: "a" });
    };

    it("refuse what they say, dynamic imports and circles included, and nothing else", async () => {
        const cli = path.join(
            checkout,
            "node_modules/dependency-cruiser/bin/dependency-cruise.mjs",
        );
        const config = path.join(checkout, ".dependency-cruiser.cjs");
        const options = ["--config", config, "--output-type", "json"];
        // What Node is told of its heap and compiler, as the tests are: a tenth less CPU time.
        const args = [...process.execArgv, cli, ...options, ...new Set(folders)];
        // It exits with the number of violations only for the formats for people.
        const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
        const found = (JSON.parse(stdout) as Cruise).summary.violations;
        const texts = found.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`);
        const circles = texts.filter((text) => text.startsWith("no-circles"));
        // A circle is reported once.
        expect(circles).to.deep.equal(["no-circles: platform/circle1.ts -> platform/circle2.ts"]);
        const refused = (cases as Case[]).flatMap(({ from, to, rule }) =>
            rule === undefined ? [] : [`${rule}: ${from} -> ${to}`],
        );
        refused.push("access-has-no-dependency: access/m.ts -> node_modules/some-package/index.js");
        expect(texts.filter((text) => !circles.includes(text)).sort()).to.deep.equal(
            refused.sort(),
        );
    });
});
