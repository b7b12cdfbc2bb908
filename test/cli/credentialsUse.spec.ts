import { execFile } from "node:child_process";
import * as fs from "node:fs/promises";
import { promisify } from "node:util";

import { expect } from "chai";

import { startProxy } from "../platform/connectProxy";
import { roleName } from "./localPlatform";
import { captured } from "./runCli";
import type { CliResult } from "./runCli";
import { assumed, identityScript, startUsedPlatform, use } from "./usedPlatform";
import type { UsedPlatform } from "./usedPlatform";

describe("credentials exec, export and console", () => {
    let platform: UsedPlatform;
    before(async () => {
        platform = await startUsedPlatform();
    });
    after(() => platform.stop());

    /** What a shell writes to a file, run by `exec` in this process, whose output it would have; and what `exec` itself says. */
    async function saidBy(
        script: string,
        options: readonly string[],
        env: Readonly<Record<string, string>> = {},
    ): Promise<CliResult & { readonly text: string }> {
        const file = platform.inFolder("said");
        const command = ["sh", "-c", `(${script}) > "$0"`, file];
        const result = await platform.credentialsHere(
            "exec",
            [...use, ...options, ...command],
            env,
        );
        return { ...result, text: await fs.readFile(file, "utf8") };
    }

    it("exec: boto3 has the session with the name and tags that are asked for, whatever the caller's profiles are", async () => {
        await fs.writeFile(
            platform.inFolder("config"),
            "[default]\nregion = us-east-1\naws_access_key_id = 111111111111\naws_secret_access_key = sandbox\n",
        );
        const env = { AWS_CONFIG_FILE: platform.inFolder("config"), HOME: platform.folder };
        const named = ["--session-name", "release-7", "--tag", "team=a b", "--tag", "x="];
        for (const [options, session] of [
            [[], assumed],
            [["--server", ...named, "--duration", "15m"], `${assumed}release-7\n`],
        ] as const) {
            const result = await platform.credentials(
                "exec",
                [...use, ...options, "--", platform.tools.python, "-c", identityScript],
                env,
            );
            expect(result.stderr).to.equal("");
            expect(result.stdout).to.contain(session);
            expect(result.code).to.equal(0);
        }
    });

    it("exec --server: the AWS CLI finds the session at the endpoint, which ends with it", async () => {
        const script =
            'echo "$AWS_CONTAINER_CREDENTIALS_FULL_URI $AWS_ACCESS_KEY_ID"; ps -eo args 2>/dev/null | grep -cF -- "$AWS_CONTAINER_AUTHORIZATION_TOKEN";' +
            `"$0" ${platform.tools.aws.join(" ")} sts get-caller-identity --query Arn --output text; exit 5`;
        const result = await platform.credentials("exec", [
            ...use,
            "--server",
            "sh",
            "-c",
            script,
            platform.tools.python,
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
            const file = platform.inFolder("regions");
            await fs.writeFile(
                file,
                "[profile there]\nregion = eu-west-3\naws_access_key_id = 111111111111\naws_secret_access_key = sandbox\n",
            );
            const said = await saidBy('echo "$AWS_REGION $AWS_DEFAULT_REGION"', options, {
                AWS_CONFIG_FILE: file,
                ...env,
            });
            expect(said.text).to.equal(`${expected}\n`);
        });
    }

    it("exec --json: says what session the command has, without its credentials, on stderr", async () => {
        const { text, stdout, stderr } = await saidBy('echo "$AWS_SECRET_ACCESS_KEY"', ["--json"]);
        expect(stdout).to.equal("");
        const { identity, role, expiration, ...more } = JSON.parse(stderr) as Record<
            string,
            string
        >;
        expect(identity).to.equal("PSKNonprodServiceAccount");
        expect(role).to.match(/^arn:aws:iam::222222222222:role\//);
        expect(Date.parse(expiration ?? "")).to.be.greaterThan(Date.now());
        expect(more).to.deep.equal({});
        expect(text.trim()).to.have.length.greaterThan(10);
        expect(stderr).not.to.contain(text.trim());
    });

    it("the session's duration reaches STS", async () => {
        const exported = await platform.credentialsHere("export", [
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
        const result = await platform.credentialsHere("export", [...use, "--duration", "2h"]);
        expect(result.stderr).to.equal(
            `--duration is 7200 s; arn:aws:iam::222222222222:role/PSKRoles/${roleName} allows 3600 s at most (maxSessionDuration in roles/)\n`,
        );
        expect([result.stdout, result.code]).to.deep.equal(["", 2]);
    });

    it("export: a shell has the session", async () => {
        const { stdout } = await platform.credentialsHere("export", [...use, "--format", "shell"], {
            AWS_DEFAULT_PROFILE: "x",
        });
        captured.length -= 2;
        expect(stdout).to.match(/^unset .*AWS_DEFAULT_PROFILE/);
        const script = `${stdout}\n"$0" -c "$1"`;
        const evaluated = await promisify(execFile)(
            "sh",
            ["-c", script, platform.tools.python, identityScript],
            {
                env: {
                    PATH: process.env["PATH"],
                    AWS_ENDPOINT_URL: platform.endpoint,
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
            const asked = await platform.credentialsHere(
                "console",
                ["--role", `${roleName}@nonprod`],
                env,
            );
            expect(asked.stderr).to.match(
                /^arn:aws:iam::111111111111:root can't assume .*AccessDenied/,
            );
            const stored = await platform.credentialsHere("console", use, env);
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
        // In a process of its own, which has no terminal to ask.
        const result = await platform.credentials("console", options);
        expect(result.stderr).to.equal(
            `MFA code of ${device}: An MFA code has 6 digits; try again\n`,
        );
        expect(result.code).to.equal(2);
    });

    it("everything goes through a proxy where there is one", async () => {
        const { hostname: host, port } = new URL(platform.endpoint);
        const proxy = await startProxy({ host, port: Number(port) });
        try {
            const result = await platform.credentialsHere("process", use, {
                AWS_ENDPOINT_URL: "http://aws.example",
                HTTP_PROXY: proxy.url,
            });
            captured.length -= 2;
            expect(result.stderr).to.equal("");
            expect(JSON.parse(result.stdout)).to.have.property("SessionToken");
            // GetSecretValue, GetCallerIdentity with what is stored, AssumeRole.
            expect(proxy.requests).to.deep.equal(
                Array.from({ length: 3 }, () => "POST http://aws.example/"),
            );
        } finally {
            proxy.stop();
        }
    });

    it("no file and no output has a secret of a key", () => platform.expectNoSecret());
});
