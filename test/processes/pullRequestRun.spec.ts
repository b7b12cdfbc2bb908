import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";

import { expect } from "chai";

import { checkout } from "../../platform/checkout";
import { judge } from "../../scripts/ci/accessGate";
import { useHere } from "../cli/useHere";

const left = new Set([
    "node_modules",
    "test",
    ".git",
    ".sandbox",
    ".cache",
    "coverage",
    ".stryker-tmp",
]);
const identity = `        { name: "ReleaseServiceAccount", trustClass: "prod", roles: ["PlatformHostedZonesRole"] },`;

/** The steps of pull-request.yml that need no account: base branch and pull request in a folder each. */
describe("a pull request that adds a path into prod", function () {
    let folder: string;
    let base: string;
    let head: string;
    let line: number;
    before(async function () {
        // The scripts are bash's.
        if (process.platform === "win32") this.skip();
        folder = await mkdtemp(path.join(tmpdir(), "pull-request-"));
        base = path.join(folder, "base");
        head = path.join(folder, "head");
        await Promise.all([base, head].map((one) => mkdir(one)));
        const entries = (await readdir(checkout)).filter((entry) => !left.has(entry));
        // The base branch's code is this checkout's.
        await link([...entries, "node_modules"], base);
        // Much faster than Node's own.
        await promisify(execFile)("cp", ["-R", ...entries, head], { cwd: checkout });
        await link(["node_modules"], head);
        const file = path.join(head, "identities", "catalogue.ts");
        const lines = (await readFile(file, "utf8")).split("\n");
        line = lines.findIndex((text) => text.includes("serviceAccounts: [")) + 2;
        lines.splice(line - 1, 0, identity);
        await writeFile(file, lines.join("\n"));

        await script(head, ["scripts/ci/report.sh", path.join(base, "after")]);
        // The script does the same in the base branch's folder.
        const before = path.join(base, "before");
        await mkdir(before);
        await useHere(["access", "--json", "--out", path.join(before, "access.json")]);
        await script(base, ["scripts/ci/difference.sh"]);
    });
    after(() => rm(folder, { recursive: true, force: true }));

    const link = (entries: readonly string[], target: string): Promise<unknown> =>
        Promise.all(
            entries.map((entry) => symlink(path.join(checkout, entry), path.join(target, entry))),
        );

    const script = (cwd: string, args: readonly string[]): ReturnType<typeof run> =>
        run("bash", cwd, args);

    async function run(
        command: string,
        cwd: string,
        args: readonly string[],
    ): Promise<{ readonly code: number; readonly stdout: string }> {
        const { PATH, HOME } = process.env;
        try {
            const { stdout } = await promisify(execFile)(command, args, {
                cwd,
                env: { PATH, HOME },
            });
            return { code: 0, stdout };
        } catch (error) {
            const { code, stdout } = error as { readonly code: number; readonly stdout: string };
            return { code, stdout };
        }
    }

    const reports = ["before/access.json", "after/access.json", "approval.json"];
    const approve = (approval: object): Promise<void> =>
        writeFile(path.join(base, "approval.json"), JSON.stringify(approval));

    it("fails, with the hop at its file and line", async () => {
        await approve({ approved: false, lacks: ["set the label access-change-approved"] });
        const { code, stdout } = await run(process.execPath, base, [
            ...["-r", "ts-node/register", "scripts/ci/accessGate.ts"],
            ...[...reports, head],
        ]);
        const user =
            "arn:aws:iam::111111111111:user/PSKServiceAccounts/prod/PSKReleaseServiceAccount";
        const role = "arn:aws:iam::333333333333:role/PSKRoles/PSKPlatformHostedZonesRole";
        expect(stdout).to.include(
            [
                `stopped: ${user} reaches ${role}`,
                `    identities/catalogue.ts:${line}: AssumeRole: ${user} -> ${role} (sts:AssumeRole)`,
            ].join("\n"),
        );
        expect(stdout).to.match(/To let it pass: set the label access-change-approved\.\n$/);
        expect(code).to.equal(1);
    });

    it("passes with the label and an owner's approval", async () => {
        await approve({ approved: true, by: "jane", lacks: [] });
        const { text, code } = await judge([...reports.map((file) => path.join(base, file)), head]);
        expect(text).to.match(/Approved by jane, with the label\.$/);
        expect(code).to.equal(0);
    });

    it("has a comment that names it, and SARIF", async () => {
        const text = await readFile(path.join(base, "difference.md"), "utf8");
        expect(text)
            .to.match(/^## .+\n/)
            .and.include("PSKReleaseServiceAccount");
        const sarif = await readFile(path.join(base, "after", "access.sarif"), "utf8");
        expect((JSON.parse(sarif) as { version: string }).version).to.equal("2.1.0");
    });

    it("has the matrices of the jobs, by environment and by runner", async () => {
        const { stdout } = await script(base, ["scripts/ci/accountsByEnvironment.sh"]);
        const named = stdout.split("\n").map((text) => text.replace(/=.*"name":"(\w+)".*/, "=$1"));
        expect(named).to.deep.equal(["state=state", "nonprod=nonprod", "prod=prod", ""]);
        expect((await script(base, ["scripts/ci/share.sh", "all"])).stdout).to.equal(
            "state\nnonprod\nprod\n",
        );
        expect((await script(base, ["scripts/ci/stateAccount.sh", "stack"])).stdout).to.equal(
            "state\n",
        );
    });
});
