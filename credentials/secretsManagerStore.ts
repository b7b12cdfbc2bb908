import {
    DescribeSecretCommand,
    GetResourcePolicyCommand,
    GetSecretValueCommand,
    ListSecretVersionIdsCommand,
    PutSecretValueCommand,
    UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import type {
    SecretsManagerClient,
    SecretVersionsListEntry,
} from "@aws-sdk/client-secrets-manager";

import { calling } from "./awsCall";
import { parseCredential } from "./credentialJson";
import type { Sleep } from "./retry";
import { secretFindings } from "./secretsManagerCheck";
import { NoCredential, StoreConflict } from "./store";
import type { CredentialStore, SecretLocation, Stage, StoredVersion } from "./store";

// A version's id names the key that it holds, so that rotation needs no right to read any. It is the same at each
// attempt: Secrets Manager then takes a repeated call for the same, and never puts another secret under it.
const idSuffix = "-iam-profiles";
const versionIdPattern = /^([A-Z0-9]{19,51})-iam-profiles$/;
/** The version that is there before the first credential, and holds none. */
const emptyVersionId = `no-credential-yet-0000000000${idSuffix}`;

const labelOf = {
    current: "AWSCURRENT",
    previous: "AWSPREVIOUS",
    pending: "AWSPENDING",
} as const satisfies Record<Stage, string>;

/**
 * AWS Secrets Manager. A secret is found by its ARN; versions carry Secrets Manager's own stage labels. Nothing but
 * `readCurrent` needs the right to read secrets.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
 */
export function secretsManagerStore(client: SecretsManagerClient, sleep: Sleep): CredentialStore {
    const ask = <Result>(call: string, subject: string, make: () => Promise<Result>) =>
        calling({ service: "AWS Secrets Manager", call, subject }, sleep, make);

    const list = async ({ id }: SecretLocation): Promise<SecretVersionsListEntry[]> => {
        const entries: SecretVersionsListEntry[] = [];
        let NextToken: string | undefined;
        do {
            const input = { SecretId: id, NextToken };
            const page = await ask("ListSecretVersionIds", id, () =>
                client.send(new ListSecretVersionIdsCommand(input)),
            );
            entries.push(...(page.Versions ?? []));
            NextToken = page.NextToken;
        } while (NextToken !== undefined);
        return entries;
    };

    const put = (SecretId: string, token: string, SecretString: string, label: string) =>
        ask("PutSecretValue", SecretId, () =>
            client.send(
                new PutSecretValueCommand({
                    SecretId,
                    ClientRequestToken: token,
                    SecretString,
                    VersionStages: [label],
                }),
            ),
        );

    const move = (SecretId: string, label: string, to?: string, from?: string) =>
        ask("UpdateSecretVersionStage", SecretId, () =>
            client.send(
                new UpdateSecretVersionStageCommand({
                    SecretId,
                    VersionStage: label,
                    MoveToVersionId: to,
                    RemoveFromVersionId: from,
                }),
            ),
        );

    const takeOff = async (SecretId: string, label: string, from: string): Promise<void> => {
        try {
            await move(SecretId, label, undefined, from);
        } catch (error) {
            // Another run took it off meanwhile, or moved it to another version.
            if ((error as Error).name !== "InvalidParameterException") throw error;
        }
    };

    return {
        name: "AWS Secrets Manager",
        restores: true,
        place: ({ id }) => `secrets-manager ${id}`,

        async requireUsable({ id }) {
            // The list of versions doesn't show it.
            const { DeletedDate } = await ask("DescribeSecret", id, () =>
                client.send(new DescribeSecretCommand({ SecretId: id })),
            );
            if (DeletedDate !== undefined) {
                throw new Error(
                    `${id} is scheduled for deletion, and takes no key; ` +
                        `restore it: aws secretsmanager restore-secret --secret-id ${id}`,
                );
            }
        },

        async findings(secret) {
            const SecretId = secret.id;
            const described = await ask("DescribeSecret", SecretId, () =>
                client.send(new DescribeSecretCommand({ SecretId })),
            );
            const policy = await ask("GetResourcePolicy", SecretId, () =>
                client.send(new GetResourcePolicyCommand({ SecretId })),
            ).catch((error: unknown) => {
                // Of a secret that is scheduled for deletion, the policy can't be asked for.
                if (described.DeletedDate !== undefined) return undefined;
                throw error;
            });
            return secretFindings(
                policy === undefined ? { identity: secret.identity, id: secret.id } : secret,
                described,
                policy ?? {},
            );
        },

        async versions(secret) {
            return (await list(secret))
                .flatMap(versionOf)
                .sort((a, b) => b.storedAt.getTime() - a.storedAt.getTime());
        },

        async putPending(secret, credential) {
            // Secrets Manager makes a secret's first version the current one, whatever its label. So that no unverified
            // key is, the first one holds none.
            const entries = await list(secret);
            if (holderOf(entries, labelOf.current) === undefined) {
                await put(secret.id, emptyVersionId, "{}", "EMPTY");
            }
            const id = versionId(credential.accessKeyId);
            const other = holderOf(entries, labelOf.pending);
            if (other !== undefined && other !== id) {
                await takeOff(secret.id, labelOf.pending, other);
            }
            await put(secret.id, id, JSON.stringify(credential), labelOf.pending);
        },

        async promote(secret, accessKeyId) {
            const id = versionId(accessKeyId);
            const entries = await list(secret);
            const current = holderOf(entries, labelOf.current);
            if (current !== id) {
                // It is refused if another version has become the current one meanwhile.
                await move(secret.id, labelOf.current, id, current).catch((error: unknown) => {
                    throw (error as Error).name === "InvalidParameterException"
                        ? new StoreConflict(`${secret.id} was changed meanwhile; try again`)
                        : error;
                });
            }
            if (hasLabel(entries, id, labelOf.pending)) {
                await takeOff(secret.id, labelOf.pending, id);
            }
        },

        async discard(secret, accessKeyId) {
            const id = versionId(accessKeyId);
            const entries = await list(secret);
            const isPending = hasLabel(entries, id, labelOf.pending);
            if (hasLabel(entries, id, labelOf.current)) {
                if (isPending) return takeOff(secret.id, labelOf.pending, id);
                throw new Error(
                    `the current version of ${secret.id} can't be discarded; rotate first`,
                );
            }
            // Without a label it is no longer listed, and is deleted by Secrets Manager in time.
            for (const label of [labelOf.pending, labelOf.previous]) {
                if (hasLabel(entries, id, label)) await takeOff(secret.id, label, id);
            }
        },

        async readCurrent(secret) {
            const { SecretString, VersionId = "" } = await ask("GetSecretValue", secret.id, () =>
                client.send(new GetSecretValueCommand({ SecretId: secret.id })),
            );
            const credential = parseCredential(SecretString, secret);
            const named = versionIdPattern.exec(VersionId)?.[1];
            if (named !== undefined && named !== credential.accessKeyId) {
                throw new NoCredential(
                    `the current version of ${secret.id} holds another key than it is named after`,
                );
            }
            return credential;
        },
    };
}

const versionId = (accessKeyId: string): string => `${accessKeyId}${idSuffix}`;

/** Versions without a label are none, nor is the one that is there before the first credential. */
function versionOf({
    VersionId = "",
    VersionStages = [],
    CreatedDate,
}: SecretVersionsListEntry): StoredVersion[] {
    // A version that was promoted may have its pending label yet.
    const stage = (["current", "previous", "pending"] as const).find((known) =>
        VersionStages.includes(labelOf[known]),
    );
    if (VersionId === emptyVersionId || stage === undefined || CreatedDate === undefined) return [];
    const accessKeyId = versionIdPattern.exec(VersionId)?.[1];
    const isPendingToo = stage === "current" && VersionStages.includes(labelOf.pending);
    return [
        {
            stage,
            storedAt: CreatedDate,
            ...(accessKeyId === undefined ? {} : { accessKeyId }),
            ...(isPendingToo ? { isPendingToo } : {}),
        },
    ];
}

const hasLabel = (entries: readonly SecretVersionsListEntry[], id: string, label: string) =>
    entries.some((entry) => entry.VersionId === id && entry.VersionStages?.includes(label));

const holderOf = (entries: readonly SecretVersionsListEntry[], label: string) =>
    entries.find(({ VersionStages }) => VersionStages?.includes(label))?.VersionId;
