import * as fs from "node:fs/promises";

import { expect } from "chai";

import { roleName } from "./localPlatform";
import {
    assumed,
    identity,
    identityScript,
    ours,
    runTool,
    startUsedPlatform,
    use,
} from "./usedPlatform";
import type { UsedPlatform } from "./usedPlatform";
import { useHere } from "./useHere";

describe("credentials process, run by the AWS CLI and boto3", () => {
    let platform: UsedPlatform;
    before(async () => {
        platform = await startUsedPlatform();
    });
    after(() => platform.stop());

    /** Writes our profiles with a command that is counted, and other profiles beside them. */
    async function writeConfig(others: string, options: readonly string[] = []): Promise<void> {
        const file = platform.inFolder("config");
        await fs.rm(file, { force: true });
        await fs.rm(platform.inFolder("count"), { force: true });
        const args = ["--contract", platform.contract, "--identity", identity, "--file", file];
        const written = await useHere(["aws-config", ...args, "--write", ...options], {});
        expect(written.code).to.equal(0);
        const counted = platform.inFolder("counted-node");
        await fs.writeFile(
            counted,
            `#!/bin/sh\necho started >> ${platform.inFolder("count")}\nexec ${process.execPath} "$@"\n`,
        );
        await fs.chmod(counted, 0o755);
        const text = await fs.readFile(file, "utf8");
        await fs.writeFile(file, text.replaceAll(process.execPath, counted) + others);
    }
    const started = async (): Promise<number> =>
        (await fs.readFile(platform.inFolder("count"), "utf8").catch(() => "")).split("\n").length -
        1;

    /** Runs the AWS CLI or boto3 with a profile; what it prints is scanned. */
    async function ask(
        program: "aws" | "boto3",
        profile: string,
        more: Readonly<Record<string, string>> = {},
    ): Promise<string> {
        const args =
            program === "aws"
                ? [
                      ...platform.tools.aws,
                      "sts",
                      "get-caller-identity",
                      "--query",
                      "Arn",
                      "--output",
                      "text",
                  ]
                : ["-c", identityScript];
        const env = {
            PATH: process.env["PATH"] ?? "",
            HOME: platform.folder,
            AWS_ENDPOINT_URL: platform.endpoint,
            AWS_CONFIG_FILE: platform.inFolder("config"),
            AWS_SHARED_CREDENTIALS_FILE: platform.inFolder("none"),
            AWS_EC2_METADATA_DISABLED: "true",
            AWS_PROFILE: profile,
            ...more,
        };
        return runTool(platform, args, env);
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
        expect(await platform.credentials("process", use, nested)).to.deep.equal({
            code: 2,
            stdout: "",
            stderr: "credentials process was started by a credential_process of its own: an AWS profile that it reads its credentials from leads back to it; name another one with --profile\n",
        });
    });

    it("a wrapper that hides it: refused when it starts itself", async () => {
        await writeConfig("");
        const wrapper = platform.inFolder("wrapper");
        const text = await fs.readFile(platform.inFolder("config"), "utf8");
        const command = /credential_process = (.*PSKIamProfilesRole.*)/.exec(text)?.[1] ?? "";
        await fs.writeFile(wrapper, `#!/bin/sh\nexec ${command}\n`);
        await fs.chmod(wrapper, 0o755);
        await fs.writeFile(
            platform.inFolder("config"),
            `[profile hidden]\ncredential_process = ${wrapper}\n[default]\ncredential_process = ${wrapper}\n`,
        );
        expect(await ask("boto3", "hidden")).to.contain("name another one with --profile");
        // Of the SDK's providers, two try a profile's process; each is refused at once.
        expect(await started()).to.be.within(2, 3);
    });

    it("no file and no output has a secret of a key", () => platform.expectNoSecret());
});
