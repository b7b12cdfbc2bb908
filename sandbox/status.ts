import type { SandboxFolders } from "./folders";
import { localAwsStatus } from "./localAws";
import { readStackFiles } from "./stackFiles";
import type { StackFile } from "./stackFiles";

/** What is running and what is deployed. */
export interface SandboxStatus {
    /** Address of the local AWS; absent if it is not running. */
    readonly endpoint?: string;
    readonly stacks: readonly StackFile[];
}

/** Read-only. */
export async function sandboxStatus(folders: SandboxFolders): Promise<SandboxStatus> {
    const localAws = await localAwsStatus(folders.localAws);
    if (localAws.state !== "running") return { stacks: [] };
    return { endpoint: localAws.endpoint, stacks: await readStackFiles(folders.backend) };
}

/** The status as text, with the next step. */
export function statusText({ endpoint, stacks }: SandboxStatus): string {
    if (endpoint === undefined) return "The sandbox is not running. Start it: npm start";
    return [
        `The local AWS runs at ${endpoint}.`,
        ...stacks.map(
            ({ stack, resources, deployedAt }) =>
                `  ${stack.padEnd(12)} ${resources} resources${deployedAt === undefined ? "" : `, last changed ${deployedAt}`}`,
        ),
        `Use it as an account's administrator: AWS_ENDPOINT_URL=${endpoint} AWS_ACCESS_KEY_ID=<account id> AWS_SECRET_ACCESS_KEY=sandbox aws iam list-roles`,
        "Stop it: npm run sandbox -- down",
    ].join("\n");
}
