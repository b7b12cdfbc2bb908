import { execFile } from "node:child_process";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";

import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { expect } from "chai";

import { ensureLocalAws, stopLocalAws } from "../../sandbox/localAws";
import { ensureAwsTools } from "../credentialsUse/awsTools";
import type { AwsTools } from "../credentialsUse/awsTools";
import { startProxy } from "../platform/connectProxy";
import { makePlatform, roleName } from "./localPlatform";
import { captured, runCli } from "./runCli";

const identity = "PSKNonprodServiceAccount";
const ours = `${identity}.${roleName}@nonprod`;
const assumed = `arn:aws:sts::222222222222:assumed-role/${roleName}/`;
const admin = { AWS_ACCESS_KEY_ID: "111111111111", AWS_SECRET_ACCESS_KEY: "sandbox" };
const identityScript = "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'])";

describe("iam-profiles credentials with the AWS CLI and boto3", function () {
    this.timeout(300_000);
    let tools: AwsTools;
    let folder: string;
    let endpoint: string;
    let contract: string;
    let secrets: readonly string[] = [];
    const inFolder = (name: string): string => path.join(folder, name);
    const use = ["--identity", identity, "--role", `${roleName}@nonprod`];

    const credentials = (
        command: string,
        options: readonly string[],
        env: Readonly<Record<string, string>> = {},
    ) =>
        runCli(["credentials", command, "--contract", contract, ...options], {
            AWS_ENDPOINT_URL: endpoint,
            ...admin,
            ...env,
        });

    before(async () => {
        tools = await ensureAwsTools();
        folder = await fs.mkdtemp(path.join(tmpdir(), "cli-use-"));
        contract = inFolder("contract.json");
        ({ endpoint } = await ensureLocalAws(inFolder("aws"), () => undefined));
        const secretOf = await makePlatform(endpoint, contract);
        expect((await credentials("rotate", [])).code).to.equal(0);
        const client = new SecretsManagerClient({
            endpoint,
            region: "us-east-1",
            credentials: { accessKeyId: "111111111111", secretAccessKey: "sandbox" },
        });
        secrets = await Promise.all(
            Object.values(secretOf).map(async (SecretId) => {
                const { SecretString = "" } = await client.send(
                    new GetSecretValueCommand({ SecretId }),
                );
                return (JSON.parse(SecretString) as { secretAccessKey: string }).secretAccessKey;
            }),
        );
        expect(secrets).to.have.length(2);
    });
    after(async () => {
        await stopLocalAws(inFolder("aws"));
        await fs.rm(folder, { recursive: true, force: true });
    });

    /** Writes our profiles with a command that is counted, and other profiles beside them. */
    async function writeConfig(others: string, options: readonly string[] = []): Promise<void> {
        const file = inFolder("config");
        await fs.rm(file, { force: true });
        await fs.rm(inFolder("count"), { force: true });
        const args = ["--contract", contract, "--identity", identity, "--file", file];
        const written = await runCli(["aws-config", ...args, "--write", ...options]);
        expect(written.code).to.equal(0);
        const counted = inFolder("counted-node");
        await fs.writeFile(
            counted,
            `#!/bin/sh\necho started >> ${inFolder("count")}\nexec ${process.execPath} "$@"\n`,
        );
        await fs.chmod(counted, 0o755);
        const text = await fs.readFile(file, "utf8");
        await fs.writeFile(file, text.replaceAll(process.execPath, counted) + others);
    }
    const started = async (): Promise<number> =>
        (await fs.readFile(inFolder("count"), "utf8").catch(() => "")).split("\n").length - 1;

    /** Runs the AWS CLI or boto3 with a profile; what it prints is scanned. */
    async function ask(
        program: "aws" | "boto3",
        profile: string,
        more: Readonly<Record<string, string>> = {},
    ): Promise<string> {
        const args =
            program === "aws"
                ? [...tools.aws, "sts", "get-caller-identity", "--query", "Arn", "--output", "text"]
                : ["-c", identityScript];
        const env = {
            PATH: process.env["PATH"] ?? "",
            HOME: folder,
            AWS_ENDPOINT_URL: endpoint,
            AWS_CONFIG_FILE: inFolder("config"),
            AWS_SHARED_CREDENTIALS_FILE: inFolder("none"),
            AWS_EC2_METADATA_DISABLED: "true",
            AWS_PROFILE: profile,
            ...more,
        };
        return promisify(execFile)(tools.python, args, { env, timeout: 60_000 }).then(
            ({ stdout, stderr }) => {
                captured.push(stdout, stderr);
                return stdout.trim();
            },
            (error: unknown) => {
                const { stdout, stderr } = error as { stdout: string; stderr: string };
                captured.push(stdout, stderr);
                return stderr;
            },
        );
    }

    const defaultKeys =
        "\n[default]\nregion = us-east-1\naws_access_key_id = 111111111111\naws_secret_access_key = sandbox\n" +
        "\n[profile mine]\nrole_arn = arn:aws:iam::222222222222:role/PSKRoles/" +
        `${roleName}\nsource_profile = ${ours}\nregion = us-east-1\n` +
        "\n[profile reader]\naws_access_key_id = 111111111111\naws_secret_access_key = sandbox\n";

    for (const program of ["aws", "boto3"] as const) {
        it(`AWS_PROFILE=OURS with ${program}: one process, a session of the role`, async () => {
            await writeConfig(defaultKeys);
            expect(await ask(program, ours)).to.contain(assumed);
            expect(await started()).to.equal(1);
        });

        it(`${program} with a profile that has ours as source_profile: one process`, async () => {
            await writeConfig(defaultKeys);
            // The local AWS lets no role assume itself; what counts is that ours ran, once.
            expect(await ask(program, "mine")).to.match(/assumed-role|AccessDenied/);
            expect(await started()).to.equal(1);
        });

        it(`${program} where nothing but ours is left: one process, one sentence`, async () => {
            const onlyOurs = `\n[default]\nrole_arn = arn:aws:iam::222222222222:role/PSKRoles/${roleName}\nsource_profile = ${ours}\n`;
            await writeConfig(onlyOurs);
            expect(await ask(program, ours)).to.contain(
                'AWS profile "default" gets its credentials from iam-profiles itself',
            );
            expect(await started()).to.equal(1);
        });

        it(`${program} with aws-config --profile: the profile reads the secret`, async () => {
            await writeConfig(defaultKeys.replace("[default]", "[profile other]"), [
                "--profile",
                "reader",
            ]);
            expect(await ask(program, ours)).to.contain(assumed);
            expect(await started()).to.equal(1);
        });
    }

    it("started by itself: one sentence, and nothing else is done", async () => {
        const nested = { IAM_PROFILES_CREDENTIAL_PROCESS: "1" };
        expect(await credentials("process", use, nested)).to.deep.equal({
            code: 2,
            stdout: "",
            stderr: "credentials process was started by a credential_process of its own: an AWS profile that it reads its credentials from leads back to it; name another one with --profile\n",
        });
    });

    it("a wrapper that hides it: refused when it starts itself", async () => {
        await writeConfig("");
        const wrapper = inFolder("wrapper");
        const text = await fs.readFile(inFolder("config"), "utf8");
        const command = /credential_process = (.*PSKIamProfilesRole.*)/.exec(text)?.[1] ?? "";
        await fs.writeFile(wrapper, `#!/bin/sh\nexec ${command}\n`);
        await fs.chmod(wrapper, 0o755);
        await fs.writeFile(
            inFolder("config"),
            `[profile hidden]\ncredential_process = ${wrapper}\n[default]\ncredential_process = ${wrapper}\n`,
        );
        expect(await ask("boto3", "hidden")).to.contain("name another one with --profile");
        // Of the SDK's providers, two try a profile's process; each is refused at once.
        expect(await started()).to.be.within(2, 3);
    });

    it("exec: boto3 has the session, whatever the caller's profiles are", async () => {
        await writeConfig(defaultKeys);
        const env = { AWS_CONFIG_FILE: inFolder("config"), HOME: folder };
        for (const options of [[], ["--server"]]) {
            const result = await credentials(
                "exec",
                [...use, ...options, "--", tools.python, "-c", identityScript],
                env,
            );
            expect(result.stderr).to.equal("");
            expect(result.stdout).to.contain(assumed);
            expect(result.code).to.equal(0);
        }
    });

    it("exec --server: the AWS CLI finds the session at the endpoint, which ends with it", async () => {
        const script =
            'echo "$AWS_CONTAINER_CREDENTIALS_FULL_URI $AWS_ACCESS_KEY_ID"; ps -eo args 2>/dev/null | grep -c "$AWS_CONTAINER_AUTHORIZATION_TOKEN";' +
            `"$0" ${tools.aws.join(" ")} sts get-caller-identity --query Arn --output text; exit 5`;
        const result = await credentials("exec", [
            ...use,
            "--server",
            "sh",
            "-c",
            script,
            tools.python,
        ]);
        const [uri = "", inArguments, arn] = result.stdout.split("\n");
        expect(uri).to.match(/^http:\/\/127\.0\.0\.1:\d+\/credentials $/);
        // The grep itself.
        expect(Number(inArguments)).to.be.at.most(1);
        expect(arn).to.contain(assumed);
        expect(result.code).to.equal(5);
        const gone = await fetch(uri.trim()).catch(() => "gone");
        expect(gone).to.equal("gone");
    });

    for (const [what, env, options, expected] of [
        ["the caller's", { AWS_REGION: "eu-central-1" }, [], "eu-central-1 eu-central-1"],
        ["of the caller's profile", { AWS_PROFILE: "there" }, [], "eu-west-3 eu-west-3"],
        ["that is asked for", { AWS_REGION: "a" }, ["--region", "b"], "b b"],
    ] as const) {
        it(`exec: the region ${what}`, async () => {
            const file = inFolder("regions");
            await fs.writeFile(
                file,
                "[profile there]\nregion = eu-west-3\naws_access_key_id = 111111111111\naws_secret_access_key = sandbox\n",
            );
            const script = 'echo "$AWS_REGION $AWS_DEFAULT_REGION"';
            const result = await credentials("exec", [...use, ...options, "sh", "-c", script], {
                AWS_CONFIG_FILE: file,
                ...env,
            });
            expect(result.stdout).to.equal(`${expected}\n`);
        });
    }

    it("the session's name, tags and duration reach STS", async () => {
        const options = ["--session-name", "release-7", "--tag", "team=a b", "--tag", "x="];
        const result = await credentials("exec", [
            ...use,
            ...[...options, "--duration", "15m"],
            ...["--", tools.python, "-c", identityScript],
        ]);
        expect(result.stdout).to.equal(`${assumed}release-7\n`);
        const exported = await credentials("export", [
            ...use,
            "--duration",
            "15m",
            "--format",
            "json",
        ]);
        captured.length -= 2;
        const { Expiration } = JSON.parse(exported.stdout) as { Expiration: string };
        expect(Date.parse(Expiration) - Date.now()).to.be.within(800_000, 901_000);
    });

    it("a duration over the role's maximum", async () => {
        const result = await credentials("export", [...use, "--duration", "2h"]);
        expect(result.stderr).to.equal(
            `--duration is 7200 s; arn:aws:iam::222222222222:role/PSKRoles/${roleName} allows 3600 s at most (maxSessionDuration in roles/)\n`,
        );
        expect([result.stdout, result.code]).to.deep.equal(["", 2]);
    });

    it("export: a shell has the session", async () => {
        const { stdout } = await credentials("export", [...use, "--format", "shell"], {
            AWS_DEFAULT_PROFILE: "x",
        });
        captured.length -= 2;
        expect(stdout).to.match(/^unset .*AWS_DEFAULT_PROFILE/);
        const script = `${stdout}\n"$0" -c "$1"`;
        const evaluated = await promisify(execFile)(
            "sh",
            ["-c", script, tools.python, identityScript],
            {
                env: {
                    PATH: process.env["PATH"],
                    AWS_ENDPOINT_URL: endpoint,
                    AWS_DEFAULT_REGION: "a",
                },
            },
        );
        expect(evaluated.stdout).to.contain(assumed);
    });

    it("console: the caller assumes the role, and its sign-in endpoint is asked", async () => {
        const proxy = await startProxy();
        try {
            const env = { HTTPS_PROXY: proxy.url };
            const asked = await credentials("console", ["--role", `${roleName}@nonprod`], env);
            expect(asked.stderr).to.match(
                /^arn:aws:iam::111111111111:root can't assume .*AccessDenied/,
            );
            const stored = await credentials("console", use, env);
            expect(stored.stderr).to.equal(
                "signin.aws.amazon.com fails with status 502; try again, and check HTTPS_PROXY where there is a proxy\n",
            );
            expect([stored.stdout, stored.code]).to.deep.equal(["", 2]);
            expect(proxy.requests).to.deep.equal(["CONNECT signin.aws.amazon.com:443"]);
        } finally {
            proxy.stop();
        }
    });

    it("console: no code for the MFA device, no session", async () => {
        const device = "arn:aws:iam::111111111111:mfa/me";
        const options = ["--role", `${roleName}@nonprod`, "--mfa", device];
        const result = await credentials("console", options);
        expect(result.stderr).to.equal(
            `MFA code of ${device}: An MFA code has 6 digits; try again\n`,
        );
        expect(result.code).to.equal(2);
    });

    it("everything goes through a proxy where there is one", async () => {
        const { hostname: host, port } = new URL(endpoint);
        const proxy = await startProxy({ host, port: Number(port) });
        try {
            const result = await credentials("process", use, {
                AWS_ENDPOINT_URL: "http://aws.example",
                HTTP_PROXY: proxy.url,
            });
            captured.length -= 2;
            expect(result.stderr).to.equal("");
            expect(JSON.parse(result.stdout)).to.have.property("SessionToken");
            expect(proxy.requests).to.deep.equal([
                "POST http://aws.example/",
                "POST http://aws.example/",
            ]);
        } finally {
            proxy.stop();
        }
    });

    it("no file and no output has a secret of a key", async () => {
        const files = await fs.readdir(folder, { recursive: true, withFileTypes: true });
        const texts = await Promise.all(
            files
                .filter(
                    (file) =>
                        file.isFile() &&
                        !path.join(file.parentPath, "/").startsWith(inFolder("aws/")),
                )
                .map((file) => fs.readFile(path.join(file.parentPath, file.name), "utf8")),
        );
        expect(texts).to.have.length.above(3);
        expect(captured).to.have.length.above(20);
        for (const secret of secrets) {
            expect(secret).to.have.length.above(30);
            for (const form of [secret, encodeURIComponent(secret), btoa(secret)]) {
                expect([...texts, ...captured].filter((text) => text.includes(form))).to.deep.equal(
                    [],
                );
            }
        }
    });
});
