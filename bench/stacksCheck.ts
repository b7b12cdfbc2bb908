import { readdir, readFile } from "node:fs/promises";
import * as path from "node:path";

import { ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

import { compare } from "../cli/drift";
import { openSandboxOperations } from "../cli/sources/sandboxOperations";
import type { SandboxFolders } from "../sandbox/folders";
import { localAwsStatus } from "../sandbox/localAws";
import { readStackFiles } from "../sandbox/stackFiles";

/** What a check of a sandbox found. */
export interface Check {
    /** A sentence each; none if all is as after a single run that was never stopped. */
    readonly faults: readonly string[];
    /** How long it took to compare all accounts with the program, in seconds: by the clock, and of CPU. */
    readonly drift: { readonly seconds: number; readonly cpuSeconds: number };
}

/**
 * What is wrong with a sandbox after its last run: locks, unrecorded AWS calls, resources that are recorded twice, and how the
 * accounts differ from the program, extras included.
 */
export async function check(folders: SandboxFolders): Promise<Check> {
    const { backend } = folders;
    const locks = await filesBelow(path.join(backend, ".pulumi", "locks"));
    const stacks = await readStackFiles(backend);
    const operations = await openSandboxOperations(folders);
    const [begun, cpu] = [Date.now(), process.cpuUsage()];
    const { drift } = await compare(operations);
    const { user, system } = process.cpuUsage(cpu);
    const times = {
        seconds: (Date.now() - begun) / 1_000,
        cpuSeconds: (user + system) / 1_000_000,
    };
    const recorded = (
        await Promise.all(stacks.map(({ stack }) => recordedIds(backend, stack)))
    ).flat();
    const secrets = recorded.filter((id) => id.includes(":secretsmanager:"));
    const faults = [
        ...locks.map((file) => `lock ${file}`),
        ...stacks
            .filter(({ pending }) => pending > 0)
            .map(({ stack, pending }) => `${stack}: ${pending} AWS calls without a result`),
        ...recorded
            .filter((id, index) => recorded.indexOf(id) !== index)
            .map((id) => `${id} is recorded twice`),
        ...(await liveSecrets(folders))
            .filter((arn) => !secrets.includes(arn))
            .map((arn) => `secret ${arn} is in no stack's state`),
        ...drift.findings.map(({ id }) => `drift: ${id}`),
        ...drift.catalogue.map((difference) => `catalogue: ${JSON.stringify(difference)}`),
        ...drift.unread,
    ];
    return { faults, drift: times };
}

/** Ids of a stack's AWS resources, with the account's name and the type, so that equal ones are the same resource. */
async function recordedIds(backend: string, stack: string): Promise<readonly string[]> {
    const file = path.join(backend, ".pulumi", "stacks", "iam-profiles", `${stack}.json`);
    const { checkpoint } = JSON.parse(await readFile(file, "utf8")) as {
        checkpoint: { latest: { resources: readonly { type: string; id?: string }[] } };
    };
    return checkpoint.latest.resources
        .filter(({ type, id }) => type.startsWith("aws:") && id !== undefined)
        .map(({ type, id = "" }) =>
            type === "aws:secretsmanager/secret:Secret" ? id : `${stack}: ${type} ${id}`,
        );
}

async function liveSecrets({ localAws }: SandboxFolders): Promise<readonly string[]> {
    const status = await localAwsStatus(localAws);
    if (status.state === "absent") return [];
    const client = new SecretsManagerClient({
        endpoint: status.endpoint,
        region: "us-east-1",
        credentials: { accessKeyId: "111111111111", secretAccessKey: "sandbox" },
    });
    const { SecretList = [] } = await client.send(new ListSecretsCommand({ MaxResults: 100 }));
    return SecretList.map(({ ARN = "" }) => ARN);
}

const filesBelow = async (folder: string): Promise<string[]> =>
    (await readdir(folder, { recursive: true }).catch(() => [])).filter((file) =>
        file.endsWith(".json"),
    );
