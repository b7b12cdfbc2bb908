import { awsAccounts } from "../../platform/accounts";
import { openPlatform } from "../platform";
import type { AccountClients, Organization } from "../../access";
import { keyHoldersOf } from "../../platform/keyHolders";
import { readLive, sdkConfig, secretsLimit } from "../../access";
import { withBoundaries } from "./sandboxBoundaries";

/**
 * The organization as it is in the sandbox.
 *
 * @throws Error with the command that starts the sandbox, or OrganizationError
 */
export async function readSandbox(): Promise<Organization> {
    const { settings, contract, access } = await openPlatform({ sandbox: true });
    const { endpoint = "", region } = access;
    return readLive({
        accounts: awsAccounts(settings.accounts),
        clientFor: sandboxClients(endpoint, region),
        complete: withBoundaries,
        keyHolders: keyHoldersOf(contract),
        limits: [secretsLimit(region)],
        trustedIssuers: settings.trustedIssuers,
        from: "the sandbox",
    });
}

/** Clients of each account's administrator; on the local AWS, its access key id is the account's id. */
export function sandboxClients(
    endpoint: string,
    region: string,
): (accountId: string) => Promise<AccountClients> {
    return async (accountId) => {
        const { IAMClient } = await import("@aws-sdk/client-iam");
        const { SecretsManagerClient } = await import("@aws-sdk/client-secrets-manager");
        const credentials = { accessKeyId: accountId, secretAccessKey: "sandbox" };
        const config = { ...sdkConfig, endpoint, region, credentials };
        return {
            iam: new IAMClient(config),
            secrets: new SecretsManagerClient(config),
            caller: `administrator of ${accountId}`,
        };
    };
}
