import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";

import { expect } from "chai";

import { checkout } from "../../platform/checkout";
import { docCommands } from "./docCommands";
import { needs, recipes } from "./recipes";

/** `test/integration/recipes.spec.ts` runs them. */
describe("the commands of the documentation", () => {
    for (const { file, command } of docCommands()) {
        it(`${file}: ${command} is run by a test, or it is said why not`, () => {
            if (Object.keys(needs).some((start) => command.startsWith(start))) return;
            expect(Object.keys(recipes)).to.include(command);
        });
    }

    it("has no recipe that the documentation lacks", () => {
        const written = new Set(docCommands().map(({ command }) => command));
        expect(Object.keys(recipes).filter((command) => !written.has(command))).to.deep.equal([]);
    });

    it("updates and previews with the policy pack, everywhere", () => {
        const without = docCommands().filter(
            ({ command }) =>
                /\bpulumi (up|preview)\b/.test(command) &&
                !command.includes("--policy-pack policy-pack"),
        );
        expect(without).to.deep.equal([]);
    });

    it("names files that are there", () => {
        const files = ["README.md", "CONTRIBUTING.md", "SECURITY.md"].concat(
            readdirSync(path.join(checkout, "docs"), { recursive: true, encoding: "utf8" })
                .filter((name) => name.endsWith(".md"))
                .map((name) => path.join("docs", name)),
        );
        const dead = files.flatMap((file) =>
            [...readFileSync(path.join(checkout, file), "utf8").matchAll(/\]\(([^)#\s]+)/g)]
                .map(([, link = ""]) => link)
                .filter((link) => !/^https?:/.test(link))
                .filter((link) => !isThere(path.join(checkout, path.dirname(file), link)))
                .map((link) => `${file}: ${link}`),
        );
        expect(dead).to.deep.equal([]);
    });
});

function isThere(file: string): boolean {
    try {
        readdirSync(path.dirname(file));
        return readdirSync(path.dirname(file)).includes(path.basename(file));
    } catch {
        return false;
    }
}
