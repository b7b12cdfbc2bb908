import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import * as path from "node:path";

import { expect } from "chai";

import type { Report } from "../../access/report/report";
import cases from "./access.cases.json";
import { accessFolder, nonprodRole, prodRole } from "./accessFolder";
import { launcher } from "./runCli";
import { useHere } from "./useHere";

describe("iam-profiles access, explain and diff", function () {
    let holds: string;
    let crossed: string;
    let unreadable: string;
    before(async () => {
        [holds, crossed, unreadable] = await Promise.all([
            accessFolder({ crossed: false }),
            accessFolder({ crossed: true }),
            accessFolder({ crossed: false }),
        ]);
        const details = path.join(unreadable, "333333333333.json");
        const text = await readFile(details, "utf8");
        await writeFile(details, text.replace('"Principal"', '"NotPrincipal"'));
    });
    after(() =>
        Promise.all([holds, crossed, unreadable].map((folder) => rm(folder, { recursive: true }))),
    );

    describe("used wrongly", () => {
        for (const { args, stderr } of cases) {
            it(args.join(" "), async () => {
                const result = await useHere(args);
                expect(result.stderr).to.contain(stderr);
                expect(result.stdout).to.equal("");
                expect(result.code).to.equal(2);
            });
        }
    });

    describe("access", () => {
        it("exits with 0 where the boundary holds, and prints verdict and matrix", async () => {
            const { code, stdout, stderr } = await useHere(["access", "--source", holds]);
            expect(stdout).to.match(/^The environment boundary holds: /);
            expect(stdout).to.match(/^Tester \(nonprod\) +state +nonprod +prod\n.* yes +-$/m);
            expect(stderr).to.equal("");
            expect(code).to.equal(0);
        });

        for (const options of [["--timeout", "60"], ["--verbose"]]) {
            it(`says the same of so small an organization with ${options.join(" ")}`, async () => {
                const said = async (more: readonly string[]): Promise<unknown> => {
                    const { stdout, ...rest } = await useHere([
                        "access",
                        "--source",
                        holds,
                        ...more,
                    ]);
                    // The source has the time.
                    return { ...rest, stdout: stdout.slice(0, stdout.indexOf("Source:")) };
                };
                const answer = await said(options);
                expect(answer).to.deep.equal(await said([]));
                expect(answer).to.have.property("code", 0);
            });
        }

        it("exits with 1 where it is crossed, and prints the hops", async () => {
            const { code, stdout } = await useHere(["access", "--source", crossed]);
            expect(stdout).to.match(/^The environment boundary is CROSSED: 1 nonprod identity /);
            expect(stdout).to.contain(
                "  1. AssumeRole: user Tester in state -> role PSKPlatformVPCRole in prod\n",
            );
            expect(code).to.equal(1);
        });

        it("exits with 2 where it can't tell", async () => {
            const { code, stdout } = await useHere(["access", "--source", unreadable]);
            expect(stdout).to.match(/^UNKNOWN whether the environment boundary holds/);
            expect(code).to.equal(2);
        });

        it("prints one JSON document", async () => {
            const args = ["access", "--source", crossed, "--format", "json"];
            const { code, stdout } = await useHere(args);
            const report = JSON.parse(stdout) as Report;
            expect(report.boundary).to.equal("crossed");
            expect(report.crossings.map(({ role }) => role)).to.deep.equal([prodRole]);
            expect(code).to.equal(1);
        });

        it("prints a flowchart", async () => {
            const { stdout } = await useHere(["access", "--source", holds, "--format", "mermaid"]);
            expect(stdout).to.match(/^---\ntitle: .*\n---\nflowchart LR\n/);
        });

        it("prints a page", async () => {
            const { stdout } = await useHere(["access", "--source", holds, "--format", "html"]);
            expect(stdout).to.match(/^<!doctype html>/i);
        });

        it("writes a file whole, through a link too, and prints the verdict on stderr", async () => {
            const folder = path.join(holds, "out");
            await mkdir(folder);
            const file = path.join(folder, "report.json");
            const link = path.join(folder, "link.json");
            await writeFile(file, "old");
            await symlink(file, link);
            const args = ["access", "--source", crossed, "--format", "json", "--out", link];
            const { code, stdout, stderr } = await useHere(args);
            expect(stdout).to.equal("");
            expect(stderr).to.match(/^The environment boundary is CROSSED: /);
            expect(stderr).to.contain(`written to ${file}\n`);
            expect((JSON.parse(await readFile(file, "utf8")) as Report).boundary).to.equal(
                "crossed",
            );
            expect(await readdir(folder)).to.deep.equal(["link.json", "report.json"]);
            expect(code).to.equal(1);
        });

        it("writes SARIF besides, the same that it prints, from one reading", async () => {
            const file = path.join(crossed, "besides.sarif");
            const both = await useHere(["access", "--source", crossed, "--sarif", file]);
            expect(both.stdout).to.match(/^The environment boundary is CROSSED: /);
            expect(both.code).to.equal(1);
            const { stdout } = await useHere(["access", "--source", crossed, "--format", "sarif"]);
            const results = (text: string): unknown =>
                (JSON.parse(text) as { runs: [{ results: unknown }] }).runs[0].results;
            const written = await readFile(file, "utf8");
            expect(results(written)).to.deep.equal(results(stdout));
            expect(results(written)).to.have.length.greaterThan(0);
        });

        it("exits with the verdict's code though nobody reads to the end", async () => {
            const args = [launcher, "access", "--source", crossed];
            const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
            let stderr = "";
            child.stderr.on("data", (chunk) => (stderr += String(chunk)));
            child.stdout.destroy();
            const [code] = (await once(child, "close")) as [number];
            expect(stderr).to.equal("");
            expect(code).to.equal(1);
        });
    });

    describe("explain", () => {
        it("exits with 0 for a role that is reached, and shows both locks", async () => {
            const args = ["explain", "Tester", nonprodRole, "--source", holds];
            const { code, stdout } = await useHere(args);
            expect(stdout).to.contain("reaches role PSKPlatformVPCRole in nonprod directly.");
            expect(stdout).to.contain("allowed by inline policy assume-roles of user Tester");
            expect(stdout).to.contain("allowed by trust policy of role PSKPlatformVPCRole");
            expect(code).to.equal(0);
        });

        it("exits with 1 for a role that isn't", async () => {
            const args = ["explain", "Tester", prodRole, "--source", holds, "--json"];
            const { code, stdout } = await useHere(args);
            expect(JSON.parse(stdout)).to.deep.include({ answer: "denied" });
            expect(code).to.equal(1);
        });

        it("exits with 2 where it can't tell", async () => {
            const args = ["explain", "Deployer", prodRole, "--source", unreadable];
            const { code, stdout } = await useHere(args);
            expect(stdout).to.match(/^UNKNOWN: prod user Deployer in state may reach /);
            expect(code).to.equal(2);
        });

        it("exits with 2 for an unknown identity, and suggests the nearest names", async () => {
            const args = ["explain", "Testr", prodRole, "--source", holds];
            const { code, stderr } = await useHere(args);
            expect(stderr).to.match(/^IDENTITY "Testr" not found.*\n {2}Tester\n/);
            expect(code).to.equal(2);
        });
    });

    describe("diff", () => {
        const write = async (folder: string): Promise<string> => {
            const file = path.join(folder, "report.out");
            await useHere(["access", "--source", folder, "--format", "json", "--out", file]);
            return file;
        };

        it("exits with 1 if a path was added, 0 if one was removed", async () => {
            const files = [await write(holds), await write(crossed)] as const;
            const added = await useHere(["diff", ...files]);
            expect(added.stdout).to.match(/^1 path added, 0 removed, 0 changed; /);
            expect(added.code).to.equal(1);
            const removed = await useHere(["diff", ...[...files].reverse(), "--json"]);
            expect(JSON.parse(removed.stdout)).to.have.nested.property("removed[0].role", prodRole);
            expect(removed.code).to.equal(0);
        });

        it("exits with 2 for a file that is no report", async () => {
            const file = path.join(holds, "accounts.json");
            const { code, stderr } = await useHere(["diff", file]);
            expect(stderr).to.contain(`${file} is not a report`);
            expect(stderr).to.contain("version is missing; must be one of 1, 2");
            expect(code).to.equal(2);
        });
    });
});
