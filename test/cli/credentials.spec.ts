import { exec } from "node:child_process";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";

import { CreateUserCommand, DeleteUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { expect } from "chai";

import { ensureLocalAws, stopLocalAws } from "../../sandbox/localAws";
import { makePlatform, roleName } from "./localPlatform";
import { captured, runCli } from "./runCli";
import { useHere } from "./useHere";

const secretOf: Record<string, string> = {};

describe("iam-profiles credentials, on a local AWS", () => {
    let folder: string;
    let endpoint: string;
    let contract: string;
    const nonprod = "PSKNonprodServiceAccount";
    const role = ["--identity", nonprod, "--role", `${roleName}@nonprod`];

    before(async () => {
        folder = await fs.mkdtemp(path.join(tmpdir(), "cli-"));
        contract = path.join(folder, "contract.json");
        ({ endpoint } = await ensureLocalAws(path.join(folder, "aws"), () => undefined));
        Object.assign(secretOf, await makePlatform(endpoint, contract));
    });
    after(async () => {
        await stopLocalAws(path.join(folder, "aws"));
        await fs.rm(folder, { recursive: true, force: true });
    });

    const credentials = (
        command: string,
        options: readonly string[] = [],
        env: Readonly<Record<string, string>> = {},
        run = runCli,
    ) =>
        run(["credentials", command, "--contract", contract, ...options], {
            AWS_ENDPOINT_URL: endpoint,
            AWS_ACCESS_KEY_ID: "111111111111",
            AWS_SECRET_ACCESS_KEY: "sandbox",
            ...env,
        });
    /** The same without a process of its own. */
    const credentialsHere: typeof credentials = (command, options, env) =>
        credentials(command, options, env, useHere);

    it("status needs attention, rotate makes the keys, status is fine, rotate changes nothing", async () => {
        const before = await credentialsHere("status");
        expect(before.stdout).to.contain("the store has no current credential; rotate it");
        expect(before.code).to.equal(1);

        const rotated = await credentialsHere("rotate", ["--json"]);
        expect(rotated.stderr).to.match(/^PSKProdServiceAccount: promote key …\w{4}$/m);
        const outcomes = JSON.parse(rotated.stdout) as { identity: string; result: string }[];
        expect(outcomes.map(({ result }) => result)).to.deep.equal(["rotated", "rotated"]);
        expect(rotated.code).to.equal(0);

        const after = await credentialsHere("status");
        expect(after.stdout).to.match(/^PSKNonprodServiceAccount +nonprod +…\w{4} +active/m);
        expect(after.code).to.equal(0);

        expect(after.stdout).to.match(/\nNot verified: /);
        const verified = await credentialsHere("status", ["--verify", "--json"]);
        const rows = JSON.parse(verified.stdout) as { verified?: boolean; problems: string[] }[];
        expect(rows.map((row) => [row.verified, row.problems])).to.deep.equal([
            [true, []],
            [true, []],
        ]);
        expect(verified.code).to.equal(0);

        const again = await credentialsHere("rotate", ["--environment", "nonprod"]);
        expect(again.stdout).to.equal(`${nonprod}  unchanged\n`);
        expect(again.code).to.equal(0);
    });

    it("another store is refused by rotate and status, with both named", async () => {
        const vault = ["--store", "vault", "--identity", nonprod];
        const env = { VAULT_ADDR: "http://127.0.0.1:9", VAULT_TOKEN: "t" };
        for (const [command, code] of [
            ["rotate", 1],
            ["status", 1],
        ] as const) {
            const result = await credentialsHere(command, vault, env);
            expect(result.stdout).to.match(
                /is bound to secrets-manager arn:\S+, and this is vault http:\/\/127\.0\.0\.1:9 secret\/iam-profiles\/nonprod\/PSKNonprodServiceAccount; .*--rebind/,
            );
            expect(result.code, command).to.equal(code);
        }
    });

    it("status finds a user on the platform's path that the contract doesn't have", async () => {
        const iam = new IAMClient({
            endpoint,
            region: "us-east-1",
            credentials: { accessKeyId: "111111111111", secretAccessKey: "sandbox" },
        });
        const user = { UserName: "Mallory" };
        await iam.send(new CreateUserCommand({ ...user, Path: "/PSKServiceAccounts/prod/" }));
        const result = await credentialsHere("status", ["--format", "github"]);
        await iam.send(new DeleteUserCommand(user));
        expect(result.stdout).to.match(
            /^::error title=Mallory::arn:aws:iam::111111111111:user\/PSKServiceAccounts\/prod\/Mallory is on the platform's path/,
        );
        expect(result.code).to.equal(1);
        const other = await credentialsHere("status", ["--environment", "nonprod"]);
        expect(other.code).to.equal(0);
    });

    for (const [options, message] of [
        [["--yes", "ABCD"], /--yes needs --identity/],
        [["--yes", "x", "--identity", nonprod], /--yes is "x"; must be an access key's id/],
    ] as const) {
        it(`rotate ${options.join(" ")} is wrong usage`, async () => {
            const result = await credentialsHere("rotate", options);
            expect(result.stderr).to.match(message);
            expect(result.code).to.equal(2);
        });
    }

    it("exec: the command has a session of the role, and its exit code is returned", async () => {
        const script =
            "const { AWS_ACCESS_KEY_ID: id, AWS_REGION: a, AWS_DEFAULT_REGION: b } = process.env;" +
            "console.log(id, 'AWS_SESSION_TOKEN' in process.env, a, b); process.exit(7)";
        const result = await credentials("exec", [...role, "--", process.execPath, "-e", script]);
        expect(result.stderr).to.equal("");
        expect(result.stdout).to.match(/^ASIA\w+ true us-east-1 us-east-1\n$/);
        expect(result.code).to.equal(7);
    });

    it("exec and process of a role that the identity may not assume", async () => {
        const prod = ["--identity", nonprod, "--role", `${roleName}@prod`];
        const result = await credentialsHere("exec", [...prod, process.execPath, "-e", "0"]);
        expect(result.stderr).to.match(
            /^PSKNonprodServiceAccount can't assume arn:aws:iam::333333333333:role\/PSKRoles\/PSKIamProfilesRole: \w+/,
        );
        expect(result.code).to.equal(2);
        expect((await credentialsHere("process", prod)).stdout).to.equal("");
    });

    it("process prints a session alone; with it, a nonprod caller makes no prod key", async () => {
        const { stdout, stderr, code } = await credentials("process", role);
        expect(code).to.equal(0);
        expect(stderr).to.equal("");
        captured.length -= 2;
        const session = JSON.parse(stdout) as Record<string, string>;
        expect(Object.keys(session)).to.deep.equal([
            "Version",
            "AccessKeyId",
            "SecretAccessKey",
            "SessionToken",
            "Expiration",
        ]);
        const refused = await credentialsHere("rotate", ["--force"], {
            AWS_ACCESS_KEY_ID: session["AccessKeyId"] ?? "",
            AWS_SECRET_ACCESS_KEY: session["SecretAccessKey"] ?? "",
            AWS_SESSION_TOKEN: session["SessionToken"] ?? "",
        });
        expect(refused.stderr).to.match(/is of class nonprod and must not create keys of PSKProd/);
        expect(refused.code).to.equal(2);
    });

    it("aws-config: a credential_process of it works for the profile that it is written to", async () => {
        const file = path.join(folder, "config");
        const options = [
            "aws-config",
            "--contract",
            contract,
            "--identity",
            nonprod,
            "--file",
            file,
        ];
        const shown = await useHere(options, {});
        expect(shown.stdout).to.contain(`add [profile ${nonprod}.${roleName}@nonprod]`);
        expect(shown.stdout).not.to.contain("@prod");
        expect(await fs.readdir(folder)).not.to.contain("config");
        expect((await useHere([...options, "--write"], {})).code).to.equal(0);
        const text = await fs.readFile(file, "utf8");
        expect(text.match(/^\[profile /gm)).to.have.length(5);
        expect((await useHere([...options, "--write"], {})).stderr).to.match(/is up to date\n$/);

        const command = /credential_process = (.* .*PSKIamProfilesRole.*)$/m.exec(text)?.[1] ?? "";
        const env = {
            ...process.env,
            AWS_ENDPOINT_URL: endpoint,
            AWS_ACCESS_KEY_ID: "111111111111",
            AWS_SECRET_ACCESS_KEY: "sandbox",
        };
        // As the SDKs run it: by a shell, from anywhere.
        const { stdout } = await promisify(exec)(command, { env, cwd: folder });
        expect((JSON.parse(stdout) as { Version: number }).Version).to.equal(1);
    });

    it("no command printed a secret of a key", async () => {
        const secrets = new SecretsManagerClient({
            endpoint,
            region: "us-east-1",
            credentials: { accessKeyId: "111111111111", secretAccessKey: "sandbox" },
        });
        for (const SecretId of Object.values(secretOf)) {
            const { SecretString = "" } = await secrets.send(
                new GetSecretValueCommand({ SecretId }),
            );
            const { secretAccessKey } = JSON.parse(SecretString) as { secretAccessKey: string };
            expect(secretAccessKey).to.have.length.above(30);
            expect(captured.filter((text) => text.includes(secretAccessKey))).to.deep.equal([]);
        }
    });
});
