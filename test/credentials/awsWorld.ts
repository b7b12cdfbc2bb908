import { ListAccessKeysCommand } from "@aws-sdk/client-iam";
import { DescribeSecretCommand, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect } from "chai";

import type { AwsClients } from "../../credentials/awsServices";
import type { Target } from "../../credentials/target";
import type { Clock } from "./clock";

/** Users, secrets and a role to assume, made without an engine. */
export interface AwsWorld {
    /** Of the state account's administrator, as they are. */
    readonly admin: AwsClients;
    /** A new identity with an empty secret. */
    newTarget(): Promise<Target>;
    /** Every secret that was minted, as IAM answered it to a gated client or the administrator. */
    readonly minted: ReadonlySet<string>;
    /**
     * Clients whose every call passes the gate, and which date what they make by the clock.
     *
     * @param lastUse whether IAM reports when a key was used last
     */
    clients(gate: Gate, clock: Clock, lastUse?: boolean): AwsClients;
}

/** What may happen around an AWS call, e.g. `CreateAccessKeyCommand`. */
export type Gate = (call: string, next: () => Promise<unknown>) => Promise<unknown>;

/** An AWS error, as the SDK throws it. */
export const awsError = (name: string, status = 400): Error =>
    Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });

/** What AWS holds of a target, read by the administrator. */
export async function observe(
    { admin }: Pick<AwsWorld, "admin">,
    { identity, secret }: Pick<Target, "identity" | "secret">,
) {
    const { AccessKeyMetadata: keys = [] } = await admin.iam.send(
        new ListAccessKeysCommand({ UserName: identity }),
    );
    const { VersionIdsToStages: stages = {} } = await admin.secretsManager.send(
        new DescribeSecretCommand({ SecretId: secret.id }),
    );
    const keyOf = (label: string): string | undefined =>
        Object.entries(stages)
            .find(([, labels]) => labels.includes(label))?.[0]
            .replace(/-iam-profiles$/, "");
    return {
        active: keys.flatMap(({ Status, AccessKeyId = "" }) =>
            Status === "Active" ? [AccessKeyId] : [],
        ),
        all: keys.map(({ AccessKeyId = "" }) => AccessKeyId),
        current: keyOf("AWSCURRENT"),
        previous: keyOf("AWSPREVIOUS"),
    };
}

/** What has to be true after a clean run: a stored credential that works, and no working key outside the store. */
export async function expectSound(
    world: Pick<AwsWorld, "admin">,
    target: Pick<Target, "identity" | "identityArn" | "secret">,
): Promise<void> {
    const { active, all, current, previous } = await observe(world, target);
    expect(current, "current").to.match(/^AKIA/);
    expect([current, previous], "keys of the store").to.include.members(active);
    expect(all.length, "keys").to.be.at.most(2);

    const { SecretString = "" } = await world.admin.secretsManager.send(
        new GetSecretValueCommand({ SecretId: target.secret.id }),
    );
    const credential = JSON.parse(SecretString) as {
        accessKeyId: string;
        secretAccessKey: string;
        identityArn: string;
    };
    expect(credential.accessKeyId).to.equal(current);
    const { Arn } = await world.admin.stsFor(credential).send(new GetCallerIdentityCommand({}));
    expect(Arn).to.equal(target.identityArn);
    expect(credential.identityArn).to.equal(target.identityArn);
}
