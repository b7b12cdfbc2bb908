import { onePasswordConnect } from "../../credentials/onePasswordConnect";
import { onePasswordStore } from "../../credentials/onePasswordStore";
import type { Credential, CredentialStore, SecretLocation } from "../../credentials/store";
import type { Target } from "../../credentials/target";
import { vaultClient } from "../../credentials/vaultClient";
import { vaultStore } from "../../credentials/vaultStore";
import { stubOnePassword } from "./onePasswordServer";
import { inProcess } from "./serving";
import type { OpenSecret } from "./storeTamperings";
import { stubVault } from "./vaultServers";

/** A store as rotation, a reader of its secrets, and its administrator have it. */
interface OpenStore {
    readonly rotator: () => Promise<CredentialStore>;
    /** May read secrets, too. */
    readonly reader: () => Promise<CredentialStore>;
    readonly targetOf: (target: Target) => Target;
    readonly secretOf: (target: Target) => OpenSecret;
}

export interface OpenStores extends Readonly<Record<"Vault" | "1Password", OpenStore>> {
    /** Where Secrets Manager has the secret of the identity. */
    awsSecretOf(target: Target): SecretLocation;
    /** Every request to 1Password, for the search for secrets in addresses. */
    readonly requests: readonly string[];
    stop(): Promise<void>;
}

const noSleep = (): Promise<void> => Promise.resolve();
const item = "aws-state";

/** Stubs of both servers, with what people do in them. */
export async function openStores(): Promise<OpenStores> {
    const vault = await stubVault(inProcess);
    const onePassword = await stubOnePassword(inProcess);
    const awsSecrets = new Map<string, SecretLocation>();
    const at = (target: Target, id: string): Target => {
        awsSecrets.set(target.identity, target.secret);
        const { identity, identityArn } = target;
        return { ...target, secret: { identity, identityArn, id } };
    };

    const openVault = async (token: string): Promise<CredentialStore> => {
        const env = { VAULT_ADDR: vault.address, VAULT_TOKEN: token };
        return vaultStore(await vaultClient(env), "secret", noSleep);
    };
    const openOnePassword = async (): Promise<CredentialStore> => {
        const env = { OP_CONNECT_HOST: onePassword.address, OP_CONNECT_TOKEN: onePassword.token };
        const client = await onePasswordConnect("Platform", env);
        return onePasswordStore(client, "{identity}-aws-", noSleep);
    };

    return {
        Vault: {
            rotator: () => openVault(vault.rotator),
            reader: () => openVault(vault.root),
            targetOf: (target) => at(target, `iam-profiles/nonprod/${target.identity}`),
            secretOf: ({ secret }) => vaultSecret(vault.address, vault.root, secret.id),
        },
        "1Password": {
            rotator: openOnePassword,
            reader: openOnePassword,
            targetOf: (target) => at(target, item),
            secretOf: ({ identity, secret }) => ({
                read: async () => (await openOnePassword()).readCurrent(secret),
                set: editFields(identity),
                patch: editFields(identity),
                spoil: () => editFields(identity)({ accessKeyId: "", secretAccessKey: "" }),
                mend: noSleep,
                clear: () => editFields(identity)({ accessKeyId: "", secretAccessKey: "" }),
            }),
        },
        awsSecretOf: ({ identity, secret }) => awsSecrets.get(identity) ?? secret,
        requests: onePassword.requests,
        stop: async () => {
            await vault.stop();
            await onePassword.stop();
        },
    };

    function editFields(identity: string) {
        return (values: Partial<Credential>): Promise<void> => {
            for (const [name, value] of Object.entries(values)) {
                const label = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
                onePassword.edit(item, `${identity}-aws-${label}`, value);
            }
            return Promise.resolve();
        };
    }
}

/** A path of Vault, by its API, as the administrator. */
function vaultSecret(address: string, token: string, path: string): OpenSecret {
    const call = async (method: string, api: string, body?: object): Promise<unknown> => {
        const response = await fetch(`${address}/v1/secret/${api}/${path}`, {
            method,
            headers: { "X-Vault-Token": token },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        if (!response.ok) throw new Error(`${method} ${api}: ${response.status}`);
        return response.status === 204 ? undefined : response.json();
    };
    const read = async (): Promise<Credential & { readonly holds?: unknown }> => {
        const { data } = (await call("GET", "data")) as { data: { data: Credential } };
        return data.data;
    };
    const write = (data: object) => call("POST", "data", { data });
    let former: object = {};
    return {
        read,
        set: async (values) => write({ ...(await read()), ...values, holds: undefined }),
        patch: async (values) => write({ ...(await read()), ...values }),
        spoil: async () => {
            former = await read();
            await write({ username: "admin" });
        },
        mend: () => write(former),
        clear: () => call("DELETE", "metadata"),
    };
}
