import * as fs from "node:fs/promises";
import * as path from "node:path";

import { expect } from "chai";

import { roleName } from "./localPlatform";
import { assumed, identity, ours, runTool, startUsedPlatform, use } from "./usedPlatform";
import type { UsedPlatform } from "./usedPlatform";
import { useHere } from "./useHere";

type Program = "aws" | "boto3";

interface Answer {
    readonly text: string;
    readonly started: number;
}

describe("credentials process, run by the AWS CLI and boto3", () => {
    let platform: UsedPlatform;
    before(async () => {
        platform = await startUsedPlatform();
        await writeConfig("keys", defaultKeys);
        await writeConfig("onlyOurs", onlyOurs);
        const others = defaultKeys.replace("[default]", "[profile other]");
        await writeConfig("reader", others, ["--profile", "reader"]);
    });
    after(() => platform.stop());

    /** Writes a file of our profiles, with a command that is counted, and other profiles beside them. */
    async function writeConfig(
        name: string,
        others: string,
        options: readonly string[] = [],
    ): Promise<void> {
        const file = platform.inFolder(name);
        const args = ["--contract", platform.contract, "--identity", identity, "--file", file];
        const written = await useHere(["aws-config", ...args, "--write", ...options], {});
        expect(written.code).to.equal(0);
        const counted = platform.inFolder("counted-node");
        await fs.writeFile(
            counted,
            `#!/bin/sh\necho started >> "$COUNT"\nexec ${process.execPath} "$@"\n`,
        );
        await fs.chmod(counted, 0o755);
        const text = await fs.readFile(file, "utf8");
        await fs.writeFile(file, text.replaceAll(process.execPath, counted) + others);
    }
    const startedFor = async (question: string): Promise<number> =>
        (await fs.readFile(platform.inFolder(question), "utf8").catch(() => "")).split("\n")
            .length - 1;

    /**
     * Asks the AWS CLI or boto3 with a file of `writeConfig` and a profile, one after the other; what it prints is scanned.
     *
     * @returns what it prints, or its error, and how often our command was started
     */
    async function ask(
        program: Program,
        questions: readonly (readonly [config: string, profile: string])[],
    ): Promise<readonly Answer[]> {
        const environments = questions.map(([config, profile]) => ({
            AWS_CONFIG_FILE: platform.inFolder(config),
            AWS_PROFILE: profile,
            COUNT: platform.inFolder(`${program}-${config}-${profile}.count`),
        }));
        const script = path.join(__dirname, "whoAmI.py");
        const printed = await runTool(platform, [script, program, JSON.stringify(environments)], {
            PATH: process.env["PATH"] ?? "",
            HOME: platform.folder,
            AWS_ENDPOINT_URL: platform.endpoint,
            AWS_SHARED_CREDENTIALS_FILE: platform.inFolder("none"),
            AWS_EC2_METADATA_DISABLED: "true",
        });
        const texts = JSON.parse(printed) as readonly string[];
        return Promise.all(
            environments.map(async ({ COUNT }, index) => ({
                text: texts[index] ?? "",
                started: await startedFor(path.basename(COUNT)),
            })),
        );
    }

    const defaultKeys =
        "\n[default]\nregion = us-east-1\naws_access_key_id = 111111111111\naws_secret_access_key = sandbox\n" +
        "\n[profile mine]\nrole_arn = arn:aws:iam::222222222222:role/PSKRoles/" +
        `${roleName}\nsource_profile = ${ours}\nregion = us-east-1\n` +
        "\n[profile reader]\naws_access_key_id = 111111111111\naws_secret_access_key = sandbox\n";
    const onlyOurs = `\n[default]\nrole_arn = arn:aws:iam::222222222222:role/PSKRoles/${roleName}\nsource_profile = ${ours}\n`;

    for (const program of ["aws", "boto3"] as const) {
        let asked: Promise<readonly Answer[]> | undefined;
        const answers = (): Promise<readonly Answer[]> =>
            (asked ??= ask(program, [
                ["keys", ours],
                ["keys", "mine"],
                ["onlyOurs", ours],
                ["reader", ours],
            ]));
        for (const [index, what, expected] of [
            [0, "AWS_PROFILE=OURS: one process, a session of the role", assumed],
            // The local AWS lets no role assume itself; what counts is that ours ran, once.
            [1, "a profile that has ours as source_profile: one process", "AccessDenied"],
            [
                2,
                "where nothing but ours is left: one process, one sentence",
                'AWS profile "default" gets its credentials from iam-profiles itself',
            ],
            [3, "with aws-config --profile: the profile reads the secret", assumed],
        ] as const) {
            it(`${program}, ${what}`, async () => {
                const answer = (await answers())[index];
                expect(answer?.text).to.contain(expected);
                expect(answer?.started).to.equal(1);
            });
        }
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
        await writeConfig("config", "");
        const wrapper = platform.inFolder("wrapper");
        const text = await fs.readFile(platform.inFolder("config"), "utf8");
        const command = /credential_process = (.*PSKIamProfilesRole.*)/.exec(text)?.[1] ?? "";
        await fs.writeFile(wrapper, `#!/bin/sh\nexec ${command}\n`);
        await fs.chmod(wrapper, 0o755);
        await fs.writeFile(
            platform.inFolder("config"),
            `[profile hidden]\ncredential_process = ${wrapper}\n[default]\ncredential_process = ${wrapper}\n`,
        );
        const [answer] = await ask("boto3", [["config", "hidden"]]);
        expect(answer?.text).to.contain("name another one with --profile");
        // Of the SDK's providers, two try a profile's process; each is refused at once.
        expect(answer?.started).to.be.within(2, 3);
    });

    it("no file and no output has a secret of a key", () => platform.expectNoSecret());
});
