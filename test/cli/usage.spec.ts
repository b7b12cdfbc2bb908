import { execFileSync, spawn } from "node:child_process";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { launcher, runCli } from "./runCli";
import cases from "./usage.cases.json";
import { useHere } from "./useHere";

describe("iam-profiles, used wrongly", function () {
    for (const { args, stderr } of cases) {
        it(args.join(" "), async () => {
            const result = await useHere(args);
            expect(result.stderr).to.contain(stderr);
            expect(result.stdout).to.equal("");
            expect(result.code).to.equal(2);
        });
    }

    it("says which program is missing", async () => {
        for (const args of [
            ["credentials", "status"],
            ["up", "--stacks", "state"],
        ]) {
            const { stdout, stderr } = await useHere(args, { PATH: "/nonexistent" });
            const text = `${stdout}${stderr}`;
            expect(text).to.contain(
                '"pulumi" was not found; install it, or add its folder to PATH',
            );
            expect(text).not.to.match(/ENOENT|spawn|undefined/);
        }
    });

    it("refuses to run where Node would log secrets", async () => {
        const result = await runCli(["--help"], { NODE_DEBUG: "http" });
        expect(result.stderr).to.match(/^NODE_DEBUG is "http"/m);
        expect(result.code).to.equal(2);
    });

    it("opens no inspector, which would show its memory to others, on SIGUSR1", async function () {
        if (process.platform === "win32") this.skip();
        const folder = await fs.mkdtemp(path.join(tmpdir(), "signal-"));
        const pipe = path.join(folder, "contract");
        execFileSync("mkfifo", [pipe]);
        const child = spawn(process.execPath, [
            launcher,
            "credentials",
            "status",
            "--contract",
            pipe,
        ]);
        let output = "";
        child.stderr.on("data", (chunk) => (output += String(chunk)));
        const ended = new Promise((resolve) => child.once("close", resolve));
        // It has opened the pipe to read it, so it runs, and waits for us.
        const writer = await fs.open(pipe, "w");
        child.kill("SIGUSR1");
        await new Promise((resolve) => setTimeout(resolve, 500));
        await writer.close();
        await ended;
        expect(output).to.equal(
            `The contract of ${pipe} is not JSON; write it with: pulumi stack output contract --stack state --json\n`,
        );
        await fs.rm(folder, { recursive: true });
    });
});
