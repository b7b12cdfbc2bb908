import { setTimeout as sleepFor } from "node:timers/promises";

import { IAMClient } from "@aws-sdk/client-iam";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { STSClient } from "@aws-sdk/client-sts";
import { defaultProvider } from "@aws-sdk/credential-provider-node";

import type { ProxyAgents } from "../platform/proxyAgents";
import { iamKeys } from "./iamKeys";
import { iamRecords } from "./iamRecords";
import type { Sleep } from "./retry";
import { secretsManagerStore } from "./secretsManagerStore";
import type { CredentialStore } from "./store";
import type { CredentialServices, MintedKey } from "./target";
import { stsKeyOwner, stsVerifier } from "./verify";

/** How AWS is reached. */
export interface AwsAccess {
    readonly region: string;
    /** Of a local AWS. */
    readonly endpoint?: string;
    /** @default what the SDK finds: environment, profile, role of the machine */
    readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
    /** @default requests go straight to AWS */
    readonly agents?: ProxyAgents;
}

/** Clients that the services call through. */
export interface AwsClients {
    readonly iam: IAMClient;
    readonly secretsManager: SecretsManagerClient;
    /** As the caller. */
    readonly sts: STSClient;
    /** As whose key it is. */
    readonly stsFor: (key: Pick<MintedKey, "accessKeyId" | "secretAccessKey">) => STSClient;
}

/** Neither a connection nor an answer is waited for longer, in milliseconds: a run must know what it did. */
const patience = {
    connectionTimeout: 5_000,
    requestTimeout: 10_000,
    throwOnRequestTimeout: true,
};

export function awsClients({ agents, ...access }: AwsAccess): AwsClients {
    const requestHandler = { ...patience, ...agents };
    const config = {
        // The clients that look for credentials (SSO, STS) go through the same proxy.
        credentials: defaultProvider({ clientConfig: { requestHandler } }),
        ...access,
        // `retrying` does it, knowing which calls may be made twice.
        maxAttempts: 1,
        requestHandler,
    };
    return {
        iam: new IAMClient(config),
        secretsManager: new SecretsManagerClient(config),
        sts: new STSClient(config),
        stsFor: ({ accessKeyId, secretAccessKey }) =>
            new STSClient({ ...config, credentials: { accessKeyId, secretAccessKey } }),
    };
}

/**
 * What rotation and status work on, in AWS.
 *
 * @param store where credentials are kept
 */
export function awsServices(
    { iam, secretsManager, stsFor }: AwsClients,
    sleep: Sleep = sleepFor,
    store: CredentialStore = secretsManagerStore(secretsManager, sleep),
): CredentialServices {
    return {
        keys: iamKeys(iam, sleep),
        records: iamRecords(iam, sleep),
        store,
        verify: stsVerifier(stsFor, sleep),
        ownerOf: stsKeyOwner(stsFor, sleep),
    };
}
