import { readFile, readdir } from "node:fs/promises";
import * as path from "node:path";

import type { SandboxFolders } from "./folders";
import { localAwsStatus } from "./localAws";

/** What runs and what is deployed. */
export interface SandboxStatus {
    /** Address of the local AWS; none if it doesn't run. */
    readonly endpoint?: string;
    readonly stacks: readonly StackStatus[];
}

export interface StackStatus {
    readonly stack: string;
    /** Resources in its state, components included. */
    readonly resources: number;
    /** When it was last changed, as ISO 8601; none before the first time. */
    readonly deployedAt?: string;
}

/** Looks, and changes nothing. The stacks are read from the files of their backend, which takes no engine. */
export async function sandboxStatus(folders: SandboxFolders): Promise<SandboxStatus> {
    const localAws = await localAwsStatus(folders.localAws);
    if (localAws.state !== "running") return { stacks: [] };
    const stacksFolder = path.join(folders.backend, ".pulumi", "stacks");
    const files = await readdir(stacksFolder, { recursive: true }).catch(() => []);
    const stacks = files
        .filter((file) => file.endsWith(".json"))
        .map((file) => stackStatus(path.join(stacksFolder, file)));
    return { endpoint: localAws.endpoint, stacks: await Promise.all(stacks) };
}

async function stackStatus(file: string): Promise<StackStatus> {
    const { checkpoint } = JSON.parse(await readFile(file, "utf8")) as {
        checkpoint: { latest?: { manifest: { time: string }; resources?: unknown[] } };
    };
    return {
        stack: path.basename(file, ".json"),
        resources: checkpoint.latest?.resources?.length ?? 0,
        ...(checkpoint.latest === undefined ? {} : { deployedAt: checkpoint.latest.manifest.time }),
    };
}

/** The status as text, with the next step. */
export function statusText({ endpoint, stacks }: SandboxStatus): string {
    if (endpoint === undefined) return "The sandbox doesn't run. Start it: npm start";
    return [
        `The local AWS runs at ${endpoint}.`,
        ...stacks.map(
            ({ stack, resources, deployedAt }) =>
                `  ${stack.padEnd(12)} ${resources} resources${deployedAt === undefined ? "" : `, last changed ${deployedAt}`}`,
        ),
        `Look inside as an account's administrator: AWS_ENDPOINT_URL=${endpoint} AWS_ACCESS_KEY_ID=<account id> AWS_SECRET_ACCESS_KEY=sandbox aws iam list-roles`,
        "Stop it: npm run sandbox -- down",
    ].join("\n");
}
