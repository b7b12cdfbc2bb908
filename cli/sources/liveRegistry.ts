import { contractOfStack } from "../../identities/readContract";
import { awsAccounts } from "../../platform/accounts";
import type { Settings } from "../../platform/config";
import { readStateSettings } from "../../platform/projectFiles";
import { checkout } from "../../platform/checkout";
import type { Organization } from "../../access";
import { readLive, secretsLimit } from "../../access";
import { keyHoldersOf } from "../../platform/keyHolders";
import { showCount } from "../showCount";
import { registryAccounts } from "./registryAccounts";

export interface LiveRegistryOptions {
    /**
     * Name of the role to read each account with, path included if it has one. The caller's own account is read with
     * the caller's own credentials.
     */
    readonly readRole?: string;
    /** Whether a report is all that is made of it. @default false */
    readonly isForReport?: boolean;
}

/**
 * The accounts of the registry as they are in AWS.
 *
 * @throws OrganizationError naming every account that cannot be read, and the next step
 */
export async function readLiveRegistry({
    readRole,
    isForReport = false,
}: LiveRegistryOptions): Promise<Organization> {
    const settings = await readStateSettings(checkout);
    const { region } = settings;
    const keyHolders = await keyHoldersOfStack(settings);
    const { clientFor } = await registryAccounts(settings, readRole, "--read-role");
    return showCount("accounts read", (onDone) =>
        readLive({
            accounts: awsAccounts(settings.accounts),
            clientFor,
            ...(typeof keyHolders === "string" ? {} : { keyHolders }),
            limits: [secretsLimit(region), ...(typeof keyHolders === "string" ? [keyHolders] : [])],
            trustedIssuers: settings.trustedIssuers,
            from: "the registry",
            isForReport,
            onDone,
        }),
    );
}

/** Whose keys the secrets hold, by the state stack's contract; or the limit, if that can't be read. */
export async function keyHoldersOfStack(
    settings: Settings,
): Promise<ReadonlyMap<string, string> | string> {
    try {
        return keyHoldersOf(await contractOfStack(checkout, settings));
    } catch (error) {
        const [why = ""] = (error as Error).message.split("\n");
        return `The state stack's contract could not be read, so every secret is assumed to hold any identity's key: ${why}`;
    }
}
