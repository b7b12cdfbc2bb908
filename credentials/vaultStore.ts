import { parseCredential } from "./credentialJson";
import { retrying } from "./retry";
import type { Sleep } from "./retry";
import { NoCredential, StoreConflict } from "./store";
import type { Credential, CredentialStore, SecretLocation, StoredVersion } from "./store";
import { shortKeyId } from "./target";
import { VaultError } from "./vaultClient";
import type { VaultClient } from "./vaultClient";

/** A version of a KV v2 secret that is neither deleted nor destroyed. */
interface KvVersion {
    readonly version: number;
    readonly createdAt: Date;
    /** The key that it holds; none if it isn't of our making. */
    readonly accessKeyId?: string;
}

/**
 * HashiCorp Vault's KV secrets engine, version 2, or OpenBao's, which is the same.
 *
 * A secret is found by its path in the mount. Its latest version is the current credential, so that a client that reads the
 * secret plainly is never handed another; earlier versions are previous ones. The pending credential is a secret of its
 * own below it, `<path>/pending`.
 *
 * Which key a version holds is the name of an entry in it, `holds`: Vault lists names (`subkeys`) without values, so
 * rotation needs no right to read secrets. Such a token has
 *
 * - `create` and `update` on `<mount>/data/<path>` and `<mount>/data/<path>/pending`,
 * - `read` on `<mount>/metadata/...` and `<mount>/subkeys/...` of both,
 * - `update` on `<mount>/destroy/<path>`, and `delete` on `<mount>/metadata/<path>/pending`.
 *
 * Vault shows the kind of the mount's engine to every token that may do something in it.
 *
 * It takes Vault 1.10 or newer, or OpenBao.
 *
 * @param mount path of the secrets engine, e.g. `secret`
 * @see https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2
 */
export function vaultStore(client: VaultClient, mount: string, sleep: Sleep): CredentialStore {
    requirePlainPath("the mount", mount);
    // Vault gives out no secret twice to those who may not read it: what this run stored, it alone can promote.
    const ownPending = new Map<string, Credential>();

    const read = (path: string) => retrying(() => client.read(path), sleep);
    const write = (path: string, body: object) => retrying(() => client.write(path, body), sleep);
    const remove = (path: string) => retrying(() => client.delete(path), sleep);
    const at = (api: string, path: string): string => {
        requirePlainPath("the secret's path", path);
        return `${mount}/${api}/${path}`;
    };
    const pendingPath = ({ id }: SecretLocation): string => `${id}/pending`;

    /** Versions that can be read, newest first, and the number of the latest one, whether or not it can be read. */
    const list = async (path: string): Promise<{ latest: number; versions: KvVersion[] }> => {
        const metadata = (await read(at("metadata", path))) as Metadata | undefined;
        const latest = metadata?.current_version ?? 0;
        const alive = Object.entries(metadata?.versions ?? {})
            .filter(([, { deletion_time, destroyed }]) => deletion_time === "" && !destroyed)
            .map(([version, entry]) => ({ version: Number(version), entry }))
            .sort((a, b) => b.version - a.version);
        const versions = await Promise.all(
            alive.map(async ({ version, entry }) => {
                const names = await read(`${at("subkeys", path)}?version=${version}`);
                const accessKeyId = heldKey(
                    names?.["subkeys"],
                    version === latest ? path : undefined,
                );
                return {
                    version,
                    createdAt: new Date(entry.created_time),
                    ...(accessKeyId === undefined ? {} : { accessKeyId }),
                };
            }),
        );
        return { latest, versions };
    };

    const pendingKey = async (secret: SecretLocation): Promise<KvVersion | undefined> =>
        (await list(pendingPath(secret))).versions[0];

    return {
        name: "HashiCorp Vault",
        // A version's secret is written anew to make it the latest, and can't be read.
        restores: false,
        place: ({ id }) => `vault ${client.server} ${mount}/${id}`,

        async requireUsable(secret) {
            at("data", secret.id);
            await requireVersionTwo(read, mount);
        },

        async findings() {
            await requireVersionTwo(read, mount);
            return [];
        },

        async versions(secret) {
            const pending = await pendingKey(secret);
            const { latest, versions } = await list(secret.id);
            const stored = versions.map((version) =>
                storedVersion(version, version.version === latest ? "current" : "previous"),
            );
            // A promotion that was cut short left its pending secret behind.
            const promoted = stored.some(({ accessKeyId }) => accessKeyId === pending?.accessKeyId);
            return [
                ...(pending === undefined || promoted ? [] : [storedVersion(pending, "pending")]),
                ...stored,
            ];
        },

        async putPending(secret, credential) {
            const path = pendingPath(secret);
            const { latest } = await list(path);
            // Check-and-set: the engine may require it.
            const body = { options: { cas: latest }, data: dataOf(credential) };
            await write(at("data", path), body).catch(async (error: unknown) => {
                if (!isConflict(error)) throw error;
                // A call that was made again, or another run's.
                const stored = (await pendingKey(secret))?.accessKeyId;
                if (stored !== credential.accessKeyId) throw error;
            });
            ownPending.set(secret.id, credential);
        },

        async promote(secret, accessKeyId) {
            const { latest, versions } = await list(secret.id);
            const pending = await pendingKey(secret);
            const isCurrent = versions.some(
                (version) => version.version === latest && version.accessKeyId === accessKeyId,
            );
            if (!isCurrent) {
                const credential = ownPending.get(secret.id);
                if (pending?.accessKeyId !== accessKeyId) {
                    throw new StoreConflict(`${secret.id} was changed meanwhile; try again`);
                }
                if (credential?.accessKeyId !== accessKeyId) {
                    throw new Error(
                        `key ${shortKeyId(accessKeyId)} of ${secret.identity} was stored by another run, ` +
                            `which alone can make it the current one`,
                    );
                }
                // Check-and-set: refused if another version has become the latest one meanwhile.
                const body = { options: { cas: latest }, data: dataOf(credential) };
                await write(at("data", secret.id), body).catch((error: unknown) => {
                    throw isConflict(error)
                        ? new StoreConflict(`${secret.id} was changed meanwhile; try again`)
                        : error;
                });
            }
            ownPending.delete(secret.id);
            if (pending?.accessKeyId === accessKeyId) {
                await remove(at("metadata", pendingPath(secret)));
            }
        },

        async discard(secret, accessKeyId) {
            const { latest, versions } = await list(secret.id);
            const holding = versions.filter((version) => version.accessKeyId === accessKeyId);
            if (holding.some(({ version }) => version === latest)) {
                throw new Error(
                    `the current version of ${secret.id} can't be discarded; rotate first`,
                );
            }
            if (holding.length > 0) {
                const body = { versions: holding.map(({ version }) => version) };
                await write(at("destroy", secret.id), body);
            }
            if ((await pendingKey(secret))?.accessKeyId === accessKeyId) {
                await remove(at("metadata", pendingPath(secret)));
            }
        },

        async readCurrent(secret) {
            const answer = await read(at("data", secret.id));
            const data = answer?.["data"] as Record<string, unknown> | null | undefined;
            const credential = parseCredential(data ? JSON.stringify(data) : undefined, secret);
            const named = heldKey(data);
            if (named !== undefined && named !== credential.accessKeyId) {
                throw new NoCredential(
                    `the latest version of ${secret.id} holds another key than its entry "holds" names`,
                );
            }
            return credential;
        },
    };
}

/** @see https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2#read-secret-metadata */
interface Metadata {
    readonly current_version: number;
    readonly versions: Readonly<
        Record<
            string,
            {
                readonly created_time: string;
                readonly deletion_time: string;
                readonly destroyed: boolean;
            }
        >
    >;
}

const dataOf = (credential: Credential) => ({
    ...credential,
    holds: { [credential.accessKeyId]: credential.createdAt },
});

/**
 * The key that a version holds.
 *
 * @param names of the version's entries; null if it was deleted meanwhile
 * @param path of the secret, for its latest version: what is in an earlier one doesn't matter
 * @returns undefined if it was written by hand, without saying which
 * @throws Error if it is no credential at all: the path belongs to another program
 */
function heldKey(names: unknown, path?: string): string | undefined {
    if (typeof names !== "object" || names === null) return undefined;
    const { holds } = names as { readonly holds?: unknown };
    const [accessKeyId] = typeof holds === "object" && holds !== null ? Object.keys(holds) : [];
    if (path !== undefined && accessKeyId === undefined && !Object.hasOwn(names, "accessKeyId")) {
        throw new Error(
            `Vault's secret ${path} holds something else than an access key; ` +
                `move it away, or give another --vault-path`,
        );
    }
    return accessKeyId;
}

const storedVersion = (
    { accessKeyId, createdAt }: KvVersion,
    stage: StoredVersion["stage"],
): StoredVersion => ({
    stage,
    storedAt: createdAt,
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
});

const isConflict = (error: unknown): boolean => error instanceof VaultError && error.status === 400;

/**
 * Asks of what kind the mount is, as Vault's own command does: version 1 takes all that is written, and shows none of it
 * where version 2 does.
 *
 * @throws Error if it is none of KV's version 2
 */
async function requireVersionTwo(
    read: (path: string) => Promise<Record<string, unknown> | undefined>,
    mount: string,
): Promise<void> {
    const answer = await read(`sys/internal/ui/mounts/${mount}`).catch((error: unknown) => {
        // Older servers and narrow policies don't tell. Then what is stored is looked for, and missed.
        if (error instanceof VaultError && [403, 404].includes(error.status)) return undefined;
        throw error;
    });
    if (answer === undefined) return;
    const { type, options } = answer as {
        readonly type?: unknown;
        readonly options?: { readonly version?: unknown } | null;
    };
    if (type !== "kv" || options?.version !== "2") {
        const kind = typeof type === "string" && /^[a-z0-9_-]{1,40}$/.test(type) ? type : "unknown";
        const what = kind === "kv" ? "a KV engine of version 1" : `of the type ${kind}`;
        throw new Error(
            `Vault's mount ${mount} is ${what}; must be KV, version 2: ` +
                `vault kv enable-versioning ${mount}, or give another --vault-mount`,
        );
    }
}

/** A path is part of a URL: nothing in it may mean anything there. */
function requirePlainPath(what: string, path: string): void {
    if (!/^[\w+=,.@-]+(\/[\w+=,.@-]+)*$/.test(path) || /(^|\/)\.\.?(\/|$)/.test(path)) {
        throw new Error(
            `${what} in Vault is "${path}"; must be letters, digits and +=,.@_-, with / between names`,
        );
    }
}
