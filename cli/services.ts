import { setTimeout as sleep } from "node:timers/promises";

import { awsClients, awsServices } from "../credentials/awsServices";
import type { AwsAccess, AwsClients } from "../credentials/awsServices";
import type { CredentialServices } from "../credentials/target";
import { vaultClient } from "../credentials/vaultClient";
import { vaultStore } from "../credentials/vaultStore";
import type { StoreOptions } from "../credentials/targets";

/** The services that credential commands use. */
export interface Services extends CredentialServices {
    readonly clients: AwsClients;
}

/** @throws Error if the store is Vault and the environment does not configure it */
export async function openServices(access: AwsAccess, options: StoreOptions): Promise<Services> {
    const clients = awsClients(access);
    const store =
        options.store === "vault"
            ? vaultStore(await vaultClient(process.env, access.agents), options.vaultMount, sleep)
            : undefined;
    return { clients, ...awsServices(clients, sleep, store) };
}
