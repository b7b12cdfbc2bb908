import type { AwsAccess } from "../credentials/awsServices";
import type { Settings } from "../config";
import { proxyAgents } from "../platform/proxyAgents";
import type { Contract } from "../identities/contract";
import { checkout, sandboxFolders } from "../sandbox/folders";
import { localAwsStatus } from "../sandbox/localAws";
import { contractOfFile, contractOfSandbox, contractOfStack } from "./contract";
import { readStateSettings } from "../projectFiles";
import type { SourceOptions } from "./sources";

/** The platform as commands see it. */
export interface Platform {
    readonly settings: Settings;
    readonly contract: Contract;
    readonly access: AwsAccess;
}

/** @throws Error that says what isn't there, and how to get it */
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
        throw new Error("The sandbox doesn't run. Start it: npm start");
    }
    const settings = await readStateSettings(folders.work);
    return {
        settings,
        contract: await contractOfSandbox(folders, "iam-profiles", settings),
        access: {
            region: settings.region,
            endpoint: localAws.endpoint,
            // Its administrator of the state account.
            credentials: { accessKeyId: settings.stateAccount.id, secretAccessKey: "sandbox" },
        },
    };
}
