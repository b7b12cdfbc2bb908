import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";

import { expect } from "chai";

import { buildReport, readDirectory } from "../../access";
import { readReport } from "../../access/report/readReport";
import { checkout } from "../../platform/checkout";

const organizations = path.join(__dirname, "organizations");
/** In bytes. */
const largestTarball = 2_000_000;

interface Ended {
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
}

async function run(command: string, args: readonly string[], cwd: string): Promise<Ended> {
    const env = {
        ...process.env,
        NODE_PATH: "",
        npm_config_audit: "false",
        npm_config_fund: "false",
    };
    return promisify(execFile)(command, args, { cwd, env, maxBuffer: 50_000_000 }).then(
        ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
        (error: unknown) => error as Ended,
    );
}

describe("the package, installed alone in an empty folder", () => {
    let folder: string;
    let tarball: string;
    before(async () => {
        folder = await mkdtemp(path.join(tmpdir(), "access-package-"));
        const packed = await run(
            "npm",
            ["pack", "--workspace", "access", "--pack-destination", folder],
            checkout,
        );
        expect(packed.code, packed.stderr).to.equal(0);
        const names = (await readdir(folder)).filter((name) => name.endsWith(".tgz"));
        tarball = path.join(folder, names[0] ?? "");
        await writeFile(path.join(folder, "package.json"), '{ "private": true }\n');
        const installed = await run("npm", ["install", "--offline", tarball], folder);
        expect(installed.code, installed.stderr).to.equal(0);
    });
    after(() => rm(folder, { recursive: true, force: true }));

    const access = (...args: string[]): Promise<Ended> =>
        run(path.join(folder, "node_modules", ".bin", "iam-access"), args, folder);

    it("is small, brings no other package and no source", async () => {
        expect((await stat(tarball)).size).to.be.lessThan(largestTarball);
        expect(await readdir(path.join(folder, "node_modules"))).to.have.members([
            ".bin",
            ".package-lock.json",
            "iam-profiles-access",
        ]);
        const files = await readdir(path.join(folder, "node_modules", "iam-profiles-access"), {
            recursive: true,
        });
        expect(files.filter((file) => /(?<!\.d)\.ts$/.test(file))).to.deep.equal([]);
        expect(files).to.include.members(["README.md", "LICENSE", "dist/index.d.ts"]);
    });

    for (const [name, code] of [
        ["clean", 0],
        ["ancestor-nonprod", 1],
    ] as const) {
        it(`answers access as the checkout does: ${name}`, async () => {
            const source = path.join(organizations, name);
            const ended = await access("access", "--source", source, "--format", "json");
            // On a busy machine it says how far it is.
            expect(ended.stderr).to.match(/^(\d+ of \d+ identities searched \(\d+ s\)\n)*$/);
            const organization = await readDirectory(source);
            const { provenance, ...found } = readReport("stdout", JSON.parse(ended.stdout));
            expect({ ...found }).to.deep.equal({ ...buildReport(organization) });
            expect(provenance).to.deep.include({ source, digest: organization.digest() });
            expect(ended.code).to.equal(code);
        });
    }

    it("makes the page, explains a cell, compares two reports", async () => {
        const source = path.join(organizations, "ancestor-nonprod");
        const file = path.join(folder, "access.html");
        const page = await access("access", "--source", source, "--format", "html", "--out", file);
        expect(page.code).to.equal(1);
        expect(await readFile(file, "utf8")).to.match(/^<!doctype html>/);

        const { identities, roles } = buildReport(await readDirectory(source));
        const explained = await access(
            "explain",
            identities[0]?.arn ?? "",
            roles[0]?.arn ?? "",
            "--source",
            source,
            "--json",
        );
        expect(explained.code, explained.stderr).to.be.oneOf([0, 1]);
        expect(JSON.parse(explained.stdout)).to.have.property("answer");

        const reports: string[] = [];
        for (const name of ["clean", "ancestor-nonprod"]) {
            const out = path.join(folder, `${name}.json`);
            const from = path.join(organizations, name);
            await access("access", "--source", from, "--format", "json", "--out", out);
            reports.push(out);
        }
        expect(await access("diff", ...reports)).to.have.property("code", 1);
        expect(await access("diff", reports[0] ?? "", reports[0] ?? "")).to.have.property(
            "code",
            0,
        );
    });

    for (const [args, stderr] of [
        [["access"], "--source is missing; name a folder\n"],
        [["access", "--source", "nowhere"], "nowhere does not exist"],
        [
            ["access", "--source", ".", "--format", "pdf"],
            '--format is "pdf"; must be one of table,',
        ],
        [["explain", "x", "--source", "."], "explain takes IDENTITY and ROLE; found x\n"],
        [["frob"], 'no command "frob"; it is access, explain or diff\n'],
        [["access", "--frob"], "Unknown option '--frob'"],
        [[], "Usage: iam-access <command>"],
    ] as const) {
        it(`refuses wrong usage: ${args.join(" ") || "nothing"}`, async () => {
            const ended = await access(...args);
            expect(ended.stderr).to.contain(stderr);
            expect(ended.stdout).to.equal("");
            expect(ended.code).to.equal(2);
        });
    }

    it("shows its help and version", async () => {
        expect(await access("--help")).to.include({ code: 0, stderr: "" });
        expect((await access("--version")).stdout).to.match(/^\d+\.\d+\.\d+\n$/);
    });
});
