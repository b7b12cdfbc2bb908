import { execFile } from "node:child_process";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";

import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { expect } from "chai";

import { ensureLocalAws, stopLocalAws } from "../../sandbox/localAws";
import { ensureAwsTools } from "../credentials/awsTools";
import type { AwsTools } from "../credentials/awsTools";
import { makePlatform, roleName } from "./localPlatform";
import { captured, runCli } from "./runCli";
import type { CliResult } from "./runCli";
import { useHere } from "./useHere";

export const identity = "PSKNonprodServiceAccount";
/** The profile that `aws-config` writes for the role. */
export const ours = `${identity}.${roleName}@nonprod`;
/** Options of the commands that use the identity's credential. */
export const use = ["--identity", identity, "--role", `${roleName}@nonprod`];
/** What the ARN of a session of the role begins with. */
export const assumed = `arn:aws:sts::222222222222:assumed-role/${roleName}/`;
/** For boto3: prints whose credentials it has. */
export const identityScript =
    "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'])";

const admin = { accessKeyId: "111111111111", secretAccessKey: "sandbox" };

/** A local AWS with the platform, keys in its store, and the programs that use them. */
export interface UsedPlatform {
    readonly tools: AwsTools;
    /** A folder for files of the tests; the local AWS has its own in it, `aws`. */
    readonly folder: string;
    readonly endpoint: string;
    readonly contract: string;
    inFolder(name: string): string;
    /** Runs `iam-profiles credentials`, as the state account's administrator. */
    credentials(
        command: string,
        options: readonly string[],
        env?: Readonly<Record<string, string>>,
    ): Promise<CliResult>;
    /** The same without a process of its own. */
    readonly credentialsHere: UsedPlatform["credentials"];
    /** Fails if a file of the folder, or any output, has the secret of a key in it. */
    expectNoSecret(): Promise<void>;
    stop(): Promise<void>;
}

export async function startUsedPlatform(): Promise<UsedPlatform> {
    const tools = await ensureAwsTools();
    const folder = await fs.mkdtemp(path.join(tmpdir(), "cli-use-"));
    const inFolder = (name: string): string => path.join(folder, name);
    const contract = inFolder("contract.json");
    const { endpoint } = await ensureLocalAws(inFolder("aws"), () => undefined);
    const secretOf = await makePlatform(endpoint, contract);

    const credentials =
        (run: typeof runCli): UsedPlatform["credentials"] =>
        (command, options, env = {}) =>
            run(["credentials", command, "--contract", contract, ...options], {
                AWS_ENDPOINT_URL: endpoint,
                AWS_ACCESS_KEY_ID: admin.accessKeyId,
                AWS_SECRET_ACCESS_KEY: admin.secretAccessKey,
                ...env,
            });
    const platform: UsedPlatform = {
        tools,
        folder,
        endpoint,
        contract,
        inFolder,
        credentials: credentials(runCli),
        credentialsHere: credentials(useHere),
        expectNoSecret: async () => {
            const texts = await textsOf(folder, inFolder("aws"));
            expect(texts).to.have.length.above(1);
            expect(captured).to.have.length.above(10);
            for (const secret of await secretsOf(endpoint, Object.values(secretOf))) {
                expect(secret).to.have.length.above(30);
                for (const form of [secret, encodeURIComponent(secret), btoa(secret)]) {
                    const found = [...texts, ...captured].filter((text) => text.includes(form));
                    expect(found).to.deep.equal([]);
                }
            }
        },
        stop: async () => {
            await stopLocalAws(inFolder("aws"));
            await fs.rm(folder, { recursive: true, force: true });
        },
    };
    expect((await platform.credentialsHere("rotate", [])).code).to.equal(0);
    return platform;
}

/** Runs a program of the AWS tools; what it prints is scanned. @returns stdout, or stderr if it fails */
export async function runTool(
    { tools }: UsedPlatform,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
): Promise<string> {
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

async function secretsOf(endpoint: string, ids: readonly string[]): Promise<string[]> {
    const client = new SecretsManagerClient({ endpoint, region: "us-east-1", credentials: admin });
    return Promise.all(
        ids.map(async (SecretId) => {
            const { SecretString = "" } = await client.send(
                new GetSecretValueCommand({ SecretId }),
            );
            return (JSON.parse(SecretString) as { secretAccessKey: string }).secretAccessKey;
        }),
    );
}

/** Of every file of a folder, but those of the local AWS, whose store it is. */
async function textsOf(folder: string, localAws: string): Promise<string[]> {
    const files = await fs.readdir(folder, { recursive: true, withFileTypes: true });
    return Promise.all(
        files
            .filter((file) => file.isFile() && !`${file.parentPath}/`.startsWith(`${localAws}/`))
            .map((file) => fs.readFile(path.join(file.parentPath, file.name), "utf8")),
    );
}
