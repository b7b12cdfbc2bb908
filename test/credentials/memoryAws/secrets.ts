import { randomUUID } from "node:crypto";

import { awsError } from "../awsWorld";

interface Secret {
    readonly arn: string;
    readonly name: string;
    readonly versions: Map<string, { readonly value: string; readonly createdAt: Date }>;
    /** The version that has a label: each label is at one version at most. */
    readonly labels: Map<string, string>;
    policy?: string | undefined;
    deletedAt?: Date | undefined;
}

/** Input of a Secrets Manager call, as far as these calls have it. */
export interface SecretsInput {
    readonly SecretId?: string;
    readonly ClientRequestToken?: string;
    readonly SecretString?: string;
    readonly VersionStages?: readonly string[];
    readonly VersionStage?: string;
    readonly MoveToVersionId?: string;
    readonly RemoveFromVersionId?: string;
    readonly ResourcePolicy?: string;
}

const current = "AWSCURRENT";
const previous = "AWSPREVIOUS";

/**
 * Secrets in memory, as Secrets Manager answers for them.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
 */
export class Secrets {
    private readonly byArn = new Map<string, Secret>();

    /** @returns its ARN */
    add(arn: string, name: string, policy: string): void {
        this.byArn.set(arn, { arn, name, versions: new Map(), labels: new Map(), policy });
    }

    /** @param now dates what is made */
    readonly calls: Readonly<Record<string, (input: SecretsInput, now: Date) => object>> = {
        DescribeSecretCommand: (input) => {
            const secret = this.secret(input);
            const versions = labelsOfVersions(secret);
            return {
                ARN: secret.arn,
                Name: secret.name,
                DeletedDate: secret.deletedAt,
                VersionIdsToStages: Object.fromEntries(versions),
            };
        },
        ListSecretVersionIdsCommand: (input) => {
            const secret = this.secret(input);
            const versions = [...labelsOfVersions(secret)];
            return {
                ARN: secret.arn,
                Versions: versions.map(([VersionId, VersionStages]) => ({
                    VersionId,
                    VersionStages,
                    CreatedDate: secret.versions.get(VersionId)?.createdAt,
                })),
            };
        },
        GetSecretValueCommand: (input) => {
            const secret = this.usable(input);
            const VersionId = secret.labels.get(current);
            const version = secret.versions.get(VersionId ?? "");
            if (version === undefined) throw awsError("ResourceNotFoundException");
            return { ARN: secret.arn, VersionId, SecretString: version.value };
        },
        PutSecretValueCommand: (input, createdAt) => {
            const secret = this.usable(input);
            const { ClientRequestToken: id = randomUUID(), SecretString: value = "" } = input;
            const known = secret.versions.get(id);
            if (known !== undefined && known.value !== value) {
                throw awsError("ResourceExistsException");
            }
            if (known === undefined) secret.versions.set(id, { value, createdAt });
            for (const label of input.VersionStages ?? [current]) putLabel(secret, label, id);
            // A secret's first version becomes the current one, whatever its label.
            if (!secret.labels.has(current)) putLabel(secret, current, id);
            return { ARN: secret.arn, VersionId: id };
        },
        UpdateSecretVersionStageCommand: (input) => {
            const secret = this.usable(input);
            const {
                VersionStage: label = "",
                MoveToVersionId: to,
                RemoveFromVersionId: from,
            } = input;
            if (to !== undefined && !secret.versions.has(to)) {
                throw awsError("ResourceNotFoundException");
            }
            const holder = secret.labels.get(label);
            // Refused: a label that another version has, one that the named version lacks, and no version at all.
            const moves = holder !== undefined && holder !== to;
            if (from === undefined ? moves || to === undefined : holder !== from) {
                throw awsError("InvalidParameterException");
            }
            if (to !== undefined) {
                putLabel(secret, label, to);
            } else if (label === current) {
                throw awsError("InvalidParameterException");
            } else {
                secret.labels.delete(label);
            }
            return { ARN: secret.arn };
        },
        GetResourcePolicyCommand: (input) => {
            const { arn, policy } = this.usable(input);
            return { ARN: arn, ResourcePolicy: policy };
        },
        PutResourcePolicyCommand: (input) => {
            this.usable(input).policy = input.ResourcePolicy;
            return {};
        },
        DeleteResourcePolicyCommand: (input) => {
            this.usable(input).policy = undefined;
            return {};
        },
        DeleteSecretCommand: (input, now) => {
            this.usable(input).deletedAt = now;
            return {};
        },
        RestoreSecretCommand: (input) => {
            this.secret(input).deletedAt = undefined;
            return {};
        },
    };

    private secret({ SecretId }: SecretsInput): Secret {
        const secret = this.byArn.get(SecretId ?? "");
        if (secret === undefined) throw awsError("ResourceNotFoundException");
        return secret;
    }

    /** A secret that is scheduled for deletion takes no call but those that describe or restore it. */
    private usable(input: SecretsInput): Secret {
        const secret = this.secret(input);
        if (secret.deletedAt !== undefined) throw awsError("InvalidRequestException");
        return secret;
    }
}

/** A version that stops to be the current one is the previous one. */
function putLabel({ labels }: Secret, label: string, version: string): void {
    const before = labels.get(label);
    if (label === current && before !== undefined && before !== version) {
        labels.set(previous, before);
    }
    labels.set(label, version);
}

/** Versions that have a label; the others are deprecated, and not listed. */
function labelsOfVersions({ labels }: Secret): ReadonlyMap<string, readonly string[]> {
    const versions = new Map<string, string[]>();
    for (const [label, version] of labels) {
        versions.set(version, [...(versions.get(version) ?? []), label]);
    }
    return versions;
}
