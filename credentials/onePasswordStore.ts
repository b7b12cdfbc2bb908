import type { FieldValue, OnePasswordClient, OnePasswordItem } from "./onePasswordClient";
import { retrying } from "./retry";
import type { Sleep } from "./retry";
import { NoCredential, StoreConflict } from "./store";
import type { Credential, CredentialStore, SecretLocation, StoredVersion } from "./store";

/** What a field's name ends in, by what it holds. */
const names = {
    accessKeyId: "access-key-id",
    secretAccessKey: "secret-access-key",
    identityArn: "identity-arn",
    createdAt: "created-at",
    expiresAt: "expires-at",
} as const satisfies Record<keyof Credential, string>;
const previousName = "previous-access-key-id";
const storedName = "stored-at";

/**
 * 1Password. A secret is found by the title of its item, which identities may share; its fields' names begin with the
 * identity's. The pending credential is an item of its own, `<title> <identity> pending`. 1Password keeps no earlier
 * version that can be read: of the previous key, its id alone is kept.
 *
 * There is no check-and-set: what was written is read again, and counts if it is there.
 *
 * @param field what an identity's fields begin with, e.g. `{identity}-aws-`
 */
export function onePasswordStore(
    client: OnePasswordClient,
    field: string,
    sleep: Sleep,
): CredentialStore {
    const prefixOf = ({ identity }: SecretLocation): string =>
        field.replaceAll("{identity}", identity);
    const pendingTitle = ({ id, identity }: SecretLocation): string => `${id} ${identity} pending`;
    const find = async (title: string): Promise<OnePasswordItem | undefined> => {
        const item = await retrying(() => client.find(title), sleep);
        if (item !== undefined) requireDistinctNames(item);
        return item;
    };
    const now = (): string => new Date().toISOString();
    const inTurn = queue();

    const write = async (
        title: string,
        item: OnePasswordItem | undefined,
        values: readonly FieldValue[],
    ): Promise<void> => {
        // A second item of the title would be in the way, so it isn't made again without a look.
        if (item !== undefined) await retrying(() => client.update(item, values), sleep);
        else await client.create(title, values);
    };
    const removePending = async (secret: SecretLocation, accessKeyId: string): Promise<void> => {
        const pending = await find(pendingTitle(secret));
        if (pending === undefined || valueIn(pending, names.accessKeyId) !== accessKeyId) return;
        await retrying(() => client.remove(pending), sleep);
    };

    return {
        name: "1Password",
        restores: false,
        place: (secret) => `1password ${client.vault}/${secret.id}/${prefixOf(secret)}`,

        async requireUsable(secret) {
            await find(secret.id);
        },
        findings: () => Promise.resolve([]),

        async versions(secret) {
            const prefix = prefixOf(secret);
            const pending = await find(pendingTitle(secret));
            const item = await find(secret.id);
            const current = item && valueIn(item, prefix + names.accessKeyId);
            const previous = item && valueIn(item, prefix + previousName);
            const pendingKey = pending && valueIn(pending, names.accessKeyId);
            const storedAt = item === undefined ? new Date(0) : storedAtOf(item, prefix);
            return [
                ...(pending && pendingKey !== current
                    ? versionOf(pendingKey, "pending", pending.updatedAt)
                    : []),
                ...versionOf(current, "current", storedAt),
                ...(previous === current ? [] : versionOf(previous, "previous", storedAt)),
            ];
        },

        async putPending(secret, credential) {
            const title = pendingTitle(secret);
            await write(title, await find(title), valuesOf(credential, ""));
        },

        promote: (secret, accessKeyId) =>
            inTurn(async () => {
                const prefix = prefixOf(secret);
                const item = await find(secret.id);
                const current = item && valueIn(item, prefix + names.accessKeyId);
                if (current !== accessKeyId) {
                    const pending = await find(pendingTitle(secret));
                    if (
                        pending === undefined ||
                        valueIn(pending, names.accessKeyId) !== accessKeyId
                    ) {
                        throw new StoreConflict(`${secret.id} was changed meanwhile; try again`);
                    }
                    await write(secret.id, item, [
                        ...valuesOf(credentialIn(pending, ""), prefix),
                        plain(prefix + previousName, current ?? ""),
                        plain(prefix + storedName, now()),
                    ]);
                    const written = await find(secret.id);
                    if (!written || valueIn(written, prefix + names.accessKeyId) !== accessKeyId) {
                        throw new StoreConflict(`${secret.id} was changed meanwhile; try again`);
                    }
                }
                await removePending(secret, accessKeyId);
            }),

        discard: (secret, accessKeyId) =>
            inTurn(async () => {
                const prefix = prefixOf(secret);
                const item = await find(secret.id);
                if (item && valueIn(item, prefix + names.accessKeyId) === accessKeyId) {
                    throw new Error(
                        `the current credential of ${secret.id} can't be discarded; rotate first`,
                    );
                }
                if (item && valueIn(item, prefix + previousName) === accessKeyId) {
                    await write(secret.id, item, [plain(prefix + previousName, "")]);
                }
                await removePending(secret, accessKeyId);
            }),

        async readCurrent(secret) {
            const item = await find(secret.id);
            const prefix = prefixOf(secret);
            const credential = item && credentialIn(item, prefix);
            if (!credential || credential.accessKeyId === "" || credential.secretAccessKey === "") {
                throw new NoCredential(
                    `the item ${secret.id} holds no credential of ${secret.identity}; ` +
                        `see what is wrong: iam-profiles credentials status --identity ${secret.identity}`,
                    true,
                );
            }
            // An item that was made by hand says no more than the key; STS says whose it is.
            const { identityArn = "" } = secret;
            return credential.identityArn === "" ? { ...credential, identityArn } : credential;
        },
    };
}

/**
 * Two fields may have one name, in other sections or in other case, which 1Password's own references don't tell apart.
 *
 * @throws Error naming a field that is there twice, of those that are written here
 */
function requireDistinctNames({ title, fields }: OnePasswordItem): void {
    const written = [...Object.values(names), previousName, storedName];
    const seen = new Set<string>();
    for (const { label } of fields) {
        const name = label.toLowerCase();
        if (!written.some((end) => name.endsWith(end))) continue;
        if (seen.has(name)) {
            throw new Error(
                `the item ${title} in 1Password has two fields ${JSON.stringify(label)}, but for section or case; rename one`,
            );
        }
        seen.add(name);
    }
}

const plain = (label: string, value: string): FieldValue => ({ label, value, isSecret: false });

const valueIn = ({ fields }: OnePasswordItem, label: string): string | undefined =>
    fields.find((field) => field.label === label)?.value;

const valuesOf = (credential: Credential, prefix: string): FieldValue[] =>
    Object.entries(names).map(([name, label]) => ({
        label: prefix + label,
        value: credential[name as keyof Credential],
        isSecret: name === "secretAccessKey",
    }));

const credentialIn = (item: OnePasswordItem, prefix: string): Credential =>
    Object.fromEntries(
        Object.entries(names).map(([name, label]) => [name, valueIn(item, prefix + label) ?? ""]),
    ) as unknown as Credential;

const versionOf = (
    accessKeyId: string | undefined,
    stage: StoredVersion["stage"],
    storedAt: Date,
): StoredVersion[] => {
    if (accessKeyId === undefined || accessKeyId === "") return [];
    return /^[A-Z0-9]{4,128}$/.test(accessKeyId)
        ? [{ accessKeyId, stage, storedAt }]
        : [{ stage, storedAt }];
};

/** When it was stored, as its own field says; else when the item was changed last, for any identity. */
function storedAtOf(item: OnePasswordItem, prefix: string): Date {
    const date = new Date(valueIn(item, prefix + storedName) ?? "");
    return Number.isNaN(date.getTime()) ? item.updatedAt : date;
}

/** Runs one after the other: identities share an item. */
function queue(): <Result>(work: () => Promise<Result>) => Promise<Result> {
    let last: Promise<unknown> = Promise.resolve();
    return (work) => {
        const result = last.then(work, work);
        last = result.catch(() => undefined);
        return result;
    };
}
