import { execFile } from "node:child_process";
import * as fs from "node:fs/promises";
import { promisify } from "node:util";

import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { expect } from "chai";

import { reportJson } from "../../access/render/reportJson";
import type { Report } from "../../access";
import { schemaOf } from "../../cli/mcp/schemas";
import type { Evidence } from "../../operations/probe/evidence";
import { roleName } from "./localPlatform";
import { runCli } from "./runCli";
import type { CliResult } from "./runCli";
import { startUsedPlatform } from "./usedPlatform";
import type { UsedPlatform } from "./usedPlatform";
import { useHere } from "./useHere";

const userArn = (trustClass: string, name: string): string =>
    `arn:aws:iam::111111111111:user/PSKServiceAccounts/${trustClass}/PSK${name}ServiceAccount`;
const nonprodUser = userArn("nonprod", "Nonprod");
const prodUser = userArn("prod", "Prod");
const there = `arn:aws:iam::222222222222:role/PSKRoles/${roleName}`;
const notThere = `arn:aws:iam::333333333333:role/PSKRoles/${roleName}`;

/** A report in which these users reach the one role that the local AWS has. */
const reportOf = (users: readonly string[], rest: Partial<Report> = {}): Report => ({
    version: 2,
    provenance: {
        source: "plan",
        at: "2026-11-25T20:00:00.000Z",
        versions: [{ name: "iam-profiles", version: "0.2.0" }],
        digest: `sha256:${"1".repeat(64)}`,
    },
    boundary: "holds",
    verdict: { boundary: "holds" },
    accounts: [
        { id: "111111111111", name: "state", environment: "state" },
        { id: "222222222222", name: "nonprod", environment: "nonprod" },
        { id: "333333333333", name: "prod", environment: "prod" },
    ],
    identities: [nonprodUser, prodUser].map((arn) => ({
        arn,
        name: arn.slice(arn.lastIndexOf("/") + 1),
        account: "111111111111",
        trustClass: arn === prodUser ? "prod" : "nonprod",
    })),
    roles: [there, notThere].map((arn) => ({
        arn,
        name: roleName,
        account: arn.split(":")[4] ?? "",
    })),
    reach: users.map((identity) => ({
        identity,
        role: there,
        hops: [
            {
                kind: "AssumeRole",
                from: identity,
                to: there,
                action: "sts:AssumeRole",
                because: [],
            },
        ],
    })),
    crossings: [],
    takeovers: [],
    unfinishedSearches: [],
    limits: [],
    ...rest,
});

/** STS of a local AWS, asked with keys from its store. */
describe("probe", () => {
    let platform: UsedPlatform;
    before(async () => {
        platform = await startUsedPlatform();
    });
    after(() => platform.stop());

    let runs = 0;
    async function run(
        report: Report,
        options: readonly string[] = [],
    ): Promise<CliResult & { readonly evidence: Evidence; readonly file: string }> {
        const name = `probe-${runs++}`;
        const file = platform.inFolder(`${name}.json`);
        const reportFile = platform.inFolder(`${name}.report.json`);
        await fs.writeFile(reportFile, [...reportJson(report)].join(""));
        const result = await probe(["--report", reportFile, "--out", file, ...options]);
        const evidence = JSON.parse(await fs.readFile(file, "utf8")) as Evidence;
        return { ...result, evidence, file };
    }

    /** In a process of its own, as users run it, where it signs. */
    const probe = (options: readonly string[]): Promise<CliResult> =>
        (options.includes("--sign-with") ? runCli : useHere)(
            ["probe", "--contract", platform.contract, "--rate", "50", ...options],
            {
                AWS_ENDPOINT_URL: platform.endpoint,
                AWS_ACCESS_KEY_ID: "111111111111",
                AWS_SECRET_ACCESS_KEY: "sandbox",
            },
        );

    it("finds every cell as the proof says, and signs the evidence", async () => {
        const key = platform.inFolder("key");
        await promisify(execFile)("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
        const { code, stdout, stderr, evidence, file } = await run(
            reportOf([nonprodUser, prodUser]),
            ["--sign-with", key],
        );
        expect(code, stderr).to.equal(0);
        expect(stdout).to.include("4 cells: 2 assumed, 2 refused by STS; all as expected.");
        const ajv = new Ajv2020({ strict: true });
        addFormats(ajv);
        expect(ajv.validate(schemaOf("evidence"), evidence), ajv.errorsText()).to.equal(true);
        expect(
            evidence.cells.map(({ identity, role, actual }) => [identity, role, actual]),
        ).to.deep.equal([
            [nonprodUser, there, "assumed"],
            [nonprodUser, notThere, "refused"],
            [prodUser, there, "assumed"],
            [prodUser, notThere, "refused"],
        ]);
        for (const { actual, requestId } of evidence.cells) {
            if (actual === "assumed") expect(requestId).to.match(/^[\w-]{8,}$/);
        }
        expect(evidence.report.digest).to.equal(`sha256:${"1".repeat(64)}`);

        const signers = platform.inFolder("allowed_signers");
        const publicKey = await fs.readFile(`${key}.pub`, "utf8");
        await fs.writeFile(signers, `SIGNER ${publicKey}`);
        // The command as it is printed.
        const command = /ssh-keygen -Y verify.*/.exec(stderr)?.[0] ?? "false";
        const shown = command.replace("allowed_signers", signers);
        const verify = (): Promise<unknown> => promisify(execFile)("sh", ["-c", shown]);
        await verify();
        await fs.appendFile(file, " ");
        expect(await verify().catch(() => "refused")).to.equal("refused");
    });

    it("raises an alarm where STS gives what the proof rules out", async () => {
        const { code, stdout, evidence } = await run(reportOf([prodUser]));
        expect(code).to.equal(1);
        expect(stdout).to.include("ALARM: AWS and the proof differ:");
        expect(stdout).to.include(
            `PSKNonprodServiceAccount -> ${roleName} in nonprod: expected refused, is assumed`,
        );
        expect(evidence.result).to.equal("alarm");
    });

    it("can't tell where the proof can't", async () => {
        const unfinished = { unfinishedSearches: [nonprodUser] };
        const { code, evidence } = await run(reportOf([nonprodUser, prodUser], unfinished));
        expect(code).to.equal(2);
        expect(evidence.result).to.equal("unknown");
    });

    it("asks for one identity alone", async () => {
        const { code, evidence } = await run(reportOf([nonprodUser, prodUser]), [
            ...["--identity", "PSKProdServiceAccount"],
        ]);
        expect(code).to.equal(0);
        expect(evidence.counts.cells).to.equal(2);
    });

    it("overwrites nothing, and asks nothing if it couldn't sign", async () => {
        const { file } = await run(reportOf([nonprodUser, prodUser]));
        const again = await probe([
            "--report",
            file.replace(/json$/, "report.json"),
            "--out",
            file,
        ]);
        expect(again.code).to.equal(2);
        expect(again.stderr).to.equal(`--out ${file} is there already; name another file\n`);
        const nowhere = await probe(["--out", "/nonexistent/x.json"]);
        expect(nowhere.stderr).to.equal(
            "--out /nonexistent/x.json: its folder does not exist; create it first\n",
        );
        const { provenance: _, ...anonymous } = reportOf([prodUser]);
        const old = platform.inFolder("old.report.json");
        await fs.writeFile(old, [...reportJson(anonymous)].join(""));
        const unknown = await probe(["--report", old, "--out", platform.inFolder("old.json")]);
        expect(unknown.stderr).to.equal(
            `--report ${old} doesn't say where it comes from; create it again: iam-profiles access --format json\n`,
        );
        const unsigned = await probe(["--sign-with", "/nonexistent/key"]);
        expect(unsigned.code).to.equal(2);
        expect(unsigned.stderr).to.equal("--sign-with /nonexistent/key does not exist\n");
    });

    it("writes no secret anywhere", async () => {
        await platform.expectNoSecret();
    });
});
