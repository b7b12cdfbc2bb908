import type { AwsAccess } from "../credentials/awsServices";
import type { Settings } from "../platform/config";
import { proxyAgents } from "../platform/proxyAgents";
import type { Contract } from "../identities/contract";
import { checkout } from "../platform/checkout";
import { contractOfSandbox } from "../sandbox/contract";
import { sandboxFolders } from "../sandbox/folders";
import { localAwsStatus } from "../sandbox/localAws";
import { contractOfFile, contractOfStack } from "../identities/readContract";
import { readStateSettings } from "../platform/projectFiles";
import type { SourceOptions } from "./sources";

/** What the commands need to know about the platform. */
export interface Platform {
    readonly settings: Settings;
    readonly contract: Contract;
    readonly access: AwsAccess;
}

/** @throws Error naming what is missing, and the next step */
export async function openPlatform({ contract, sandbox }: SourceOptions): Promise<Platform> {
    if (sandbox === true) return openSandboxPlatform();
    const settings = await readStateSettings(checkout);
    return {
        settings,
        contract:
            contract === undefined
                ? await contractOfStack(checkout, settings)
                : await contractOfFile(contract, settings),
        access: { region: settings.region, agents: await proxyAgents() },
    };
}

async function openSandboxPlatform(): Promise<Platform> {
    const folders = sandboxFolders();
    const localAws = await localAwsStatus(folders.localAws);
    if (localAws.state !== "running") {
        throw new Error("The sandbox is not running. Start it: npm start");
    }
    const settings = await readStateSettings(folders.work);
    return {
        settings,
        contract: await contractOfSandbox(folders, "iam-profiles", settings),
        access: {
            region: settings.region,
            endpoint: localAws.endpoint,
            // The local AWS's administrator of the state account.
            credentials: { accessKeyId: settings.stateAccount.id, secretAccessKey: "sandbox" },
        },
    };
}
