import { execFile } from "node:child_process";
import { once } from "node:events";
import {
    cp,
    mkdir,
    mkdtemp,
    readFile,
    readdir,
    rm,
    stat,
    symlink,
    writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";

import { expect } from "chai";

import { buildReport, readDirectory } from "../../access";
import { readReport } from "../../access/report/readReport";
import { checkout } from "../../platform/checkout";

const organizations = path.join(__dirname, "..", "access", "organizations");
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

/** What is packed, in a folder of its own: packing writes `access/dist/`, which other tests would copy half-written. */
async function copyOfCheckout(copy: string): Promise<string> {
    const dist = path.join(checkout, "access", "dist");
    for (const part of ["access", "policy-pack", "package.json", "tsconfig.json", "LICENSE"]) {
        await cp(path.join(checkout, part), path.join(copy, part), {
            recursive: true,
            filter: (file) => file !== dist,
        });
    }
    await symlink(path.join(checkout, "node_modules"), path.join(copy, "node_modules"));
    return copy;
}

describe("the package, installed alone in an empty folder", () => {
    let root: string;
    let folder: string;
    let tarball: string;
    before(async () => {
        root = await mkdtemp(path.join(tmpdir(), "access-package-"));
        folder = path.join(root, "installed");
        await mkdir(folder);
        const packed = await run(
            "npm",
            ["pack", "--workspace", "access", "--pack-destination", folder],
            await copyOfCheckout(path.join(root, "checkout")),
        );
        expect(packed.code, packed.stderr).to.equal(0);
        const names = (await readdir(folder)).filter((name) => name.endsWith(".tgz"));
        tarball = path.join(folder, names[0] ?? "");
        await writeFile(path.join(folder, "package.json"), '{ "private": true }\n');
        const installed = await run("npm", ["install", "--offline", tarball], folder);
        expect(installed.code, installed.stderr).to.equal(0);
    });
    after(() => rm(root, { recursive: true, force: true }));

    /** As a shell starts it. */
    const bin = (...args: string[]): Promise<Ended> =>
        run(path.join(folder, "node_modules", ".bin", "iam-access"), args, folder);

    /** What it starts, in a thread: half the time of a process. */
    async function access(...argv: readonly string[]): Promise<Ended> {
        const main = path.join(folder, "node_modules/iam-profiles-access/dist/commands/main.js");
        const options = { argv: [...argv], execArgv: [], stdout: true, stderr: true };
        const worker = new Worker(main, options);
        const [stdout, stderr, [code]] = await Promise.all([
            text(worker.stdout),
            text(worker.stderr),
            once(worker, "exit") as Promise<[number]>,
        ]);
        return { code, stdout, stderr };
    }

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

    const sourceOf = (name: string): string => path.join(organizations, name);
    const asked = new Map<string, Promise<Ended>>();
    /** The report of an organization, asked for once. */
    function reportOf(name: string, start = access): Promise<Ended> {
        const known = asked.get(name);
        const ended = known ?? start("access", "--source", sourceOf(name), "--format", "json");
        asked.set(name, ended);
        return ended;
    }

    for (const [name, code, start] of [
        ["clean", 0, bin],
        ["ancestor-nonprod", 1, access],
    ] as const) {
        it(`answers access as the checkout does: ${name}`, async () => {
            const source = sourceOf(name);
            const ended = await reportOf(name, start);
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
        const source = sourceOf("ancestor-nonprod");
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

        const [before = "", after = ""] = await Promise.all(
            ["clean", "ancestor-nonprod"].map(async (name) => {
                const { stdout } = await reportOf(name);
                const report = path.join(folder, `${name}.json`);
                await writeFile(report, stdout);
                return report;
            }),
        );
        expect(await access("diff", before, after)).to.have.property("code", 1);
        expect(await access("diff", before, before)).to.have.property("code", 0);
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
        expect(await bin("--help")).to.include({ code: 0, stderr: "" });
        expect((await bin("--version")).stdout).to.match(/^\d+\.\d+\.\d+\n$/);
    });
});
