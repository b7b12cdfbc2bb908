import type NodeVault from "node-vault";

import type { ProxyAgents } from "../platform/proxyAgents";
import { StoreCallError } from "./storeCallError";

/** What a Vault server answers, as far as the store needs it. */
export interface VaultClient {
    /** The server and, if there is one, the namespace in it: what else a path needs to be a place. */
    readonly server: string;
    /** `data` of the answer. @returns undefined if nothing is there */
    read(path: string): Promise<Record<string, unknown> | undefined>;
    write(path: string, body: object): Promise<void>;
    delete(path: string): Promise<void>;
}

/** A call that Vault refused or didn't answer. */
export class VaultError extends StoreCallError {}

const answerMs = 10_000;

/**
 * A client for the Vault server of the environment: `VAULT_ADDR`, `VAULT_TOKEN`, and where needed `VAULT_NAMESPACE`, as
 * Vault's own command reads them.
 *
 * @throws Error naming the variable that is missing or unsound
 * @see https://developer.hashicorp.com/vault/docs/commands#environment-variables
 */
export async function vaultClient(
    env: NodeJS.ProcessEnv = process.env,
    agents: ProxyAgents = {},
): Promise<VaultClient> {
    const endpoint = vaultAddress(env["VAULT_ADDR"]);
    const token = env["VAULT_TOKEN"] ?? "";
    if (token === "") throw new Error("VAULT_TOKEN is not set; log in to Vault and export it");
    // The agents choose the proxy. By itself node-vault's HTTP library would send a request for this machine, token
    // included, to a proxy in plain text.
    const { default: axios } = await import("axios");
    axios.defaults.proxy = false;
    const { default: connect } = await import("node-vault");
    const vault = connect({
        endpoint,
        token,
        ...(env["VAULT_NAMESPACE"] === undefined ? {} : { namespace: env["VAULT_NAMESPACE"] }),
        // It would be skipped for any VAULT_SKIP_VERIFY, also "false".
        rpDefaults: { strictSSL: true },
        requestOptions: { timeout: answerMs, ...agents },
        // The client's own debug log holds what is written.
        debug: () => undefined,
    } as NodeVault.VaultOptions);

    const namespace = (env["VAULT_NAMESPACE"] ?? "").replace(/^\/+|\/+$/g, "");
    return {
        server: namespace === "" ? endpoint : `${endpoint} ${namespace}`,
        read: (path) =>
            vault.read(path).then(
                ({ data }: { data: Record<string, unknown> }) => data,
                (error: unknown) => {
                    const fault = vaultError(error, `reading ${path}`, true);
                    // A missing mount is a 404 as well, but one that says so.
                    if (fault.status === 404 && errorsOf(error).length === 0) return undefined;
                    throw fault;
                },
            ),
        write: async (path, body) => {
            await vault.write(path, body).catch((error: unknown) => {
                throw vaultError(error, `writing ${path}`, false);
            });
        },
        delete: async (path) => {
            await vault.delete(path).catch((error: unknown) => {
                throw vaultError(error, `deleting ${path}`, true);
            });
        },
    };
}

/** @throws Error unless secrets can be sent there: over TLS, or to this machine */
function vaultAddress(value = ""): string {
    let url: URL;
    try {
        url = new URL(value);
    } catch {
        throw new Error(
            "VAULT_ADDR is missing or no URL; set it to e.g. https://vault.example.com:8200",
        );
    }
    const loopback = ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname);
    if (url.protocol !== "https:" && !(url.protocol === "http:" && loopback)) {
        throw new Error(
            `VAULT_ADDR has the scheme "${url.protocol}"; must be https:, or http: on this machine`,
        );
    }
    if (url.username !== "" || url.password !== "") {
        throw new Error("VAULT_ADDR holds a user or password; Vault takes VAULT_TOKEN alone");
    }
    return value.replace(/\/+$/, "");
}

interface Refusal {
    readonly response?: { readonly statusCode?: number; readonly body?: unknown };
    readonly code?: string;
}

function vaultError(error: unknown, doing: string, tellWhy: boolean): VaultError {
    const { response, code = "" } = error as Refusal;
    const status = response?.statusCode ?? 0;
    if (status === 0) return new VaultError(`Vault doesn't answer (${code}), ${doing}`, 0, code);
    // An answer may quote what it is about, so it is not repeated: but this one, which Vault makes up alone.
    const noRoute =
        tellWhy && errorsOf(error).some((text) => text.startsWith("no handler for route"));
    const why = noRoute ? "no handler for route, there is no such mount" : "";
    const next = status === 403 ? "; VAULT_TOKEN has expired, or its policies don't allow it" : "";
    return new VaultError(
        `Vault refuses ${doing}: status ${status}${why === "" ? "" : `, ${why}`}${next}`,
        status,
    );
}

function errorsOf(error: unknown): string[] {
    const body = (error as Refusal).response?.body as { readonly errors?: unknown } | undefined;
    return Array.isArray(body?.errors) ? body.errors.map(String) : [];
}
