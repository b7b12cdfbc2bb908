import { setTimeout as sleep } from "node:timers/promises";

import { awsClients, awsServices } from "../credentials/awsServices";
import type { AwsAccess, AwsClients } from "../credentials/awsServices";
import { onePasswordCommand } from "../credentials/onePasswordCommand";
import { onePasswordConnect } from "../credentials/onePasswordConnect";
import { onePasswordStore } from "../credentials/onePasswordStore";
import type { CredentialStore } from "../credentials/store";
import type { CredentialServices } from "../credentials/target";
import { vaultClient } from "../credentials/vaultClient";
import { vaultStore } from "../credentials/vaultStore";
import type { StoreOptions } from "../credentials/targets";

/** The services that credential commands use. */
export interface Services extends CredentialServices {
    readonly clients: AwsClients;
}

/** @throws Error if the environment does not configure the store */
export async function openServices(access: AwsAccess, options: StoreOptions): Promise<Services> {
    const clients = awsClients(access);
    const store = await openStore(access, options);
    return { clients, ...awsServices(clients, sleep, store) };
}

/** @returns undefined for AWS Secrets Manager */
async function openStore(
    access: AwsAccess,
    options: StoreOptions,
): Promise<CredentialStore | undefined> {
    switch (options.store) {
        case "secrets-manager":
            return undefined;
        case "vault":
            return vaultStore(
                await vaultClient(process.env, access.agents),
                options.vaultMount,
                sleep,
            );
        case "1password": {
            const { opVault, opField = "{identity}-aws-" } = options;
            if (opVault === undefined) {
                throw new Error("--store 1password needs --op-vault: the vault's name or id");
            }
            if (!opField.includes("{identity}")) {
                throw new Error(
                    `--op-field is "${opField}"; must contain {identity}, since identities share the item`,
                );
            }
            const isConnect = (process.env["OP_CONNECT_HOST"] ?? "") !== "";
            const client = await (isConnect
                ? onePasswordConnect(opVault)
                : onePasswordCommand(opVault));
            return onePasswordStore(client, opField, sleep);
        }
    }
}
