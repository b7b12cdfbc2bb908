import { CreateAccessKeyCommand, ListUserTagsCommand, UntagUserCommand } from "@aws-sdk/client-iam";
import {
    GetSecretValueCommand,
    PutResourcePolicyCommand,
    PutSecretValueCommand,
    UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";

import type { Credential } from "../../credentials/store";
import type { Target } from "../../credentials/target";
import { observe } from "./awsWorld";
import type { AwsWorld } from "./awsWorld";

/** What a tampering works with: an identity with a current key and a previous one, as rotations left them. */
export interface Tampered {
    readonly world: AwsWorld;
    readonly target: Target;
    /** Another identity, with a credential of its own. */
    readonly other: Target;
    /** Has a key used, as whoever holds it. */
    readonly use: (key: { accessKeyId: string; secretAccessKey: string }) => Promise<unknown>;
}

export const valueOf = async (world: AwsWorld, { secret }: Target): Promise<string> =>
    (await world.admin.secretsManager.send(new GetSecretValueCommand({ SecretId: secret.id })))
        .SecretString ?? "";

export const credentialOf = async (world: AwsWorld, target: Target): Promise<Credential> =>
    JSON.parse(await valueOf(world, target)) as Credential;

/** As the console's "Edit" stores a value: in a version of its own. */
export const edit = ({ world, target }: Tampered, SecretString: string, stages = ["AWSCURRENT"]) =>
    world.admin.secretsManager.send(
        new PutSecretValueCommand({
            SecretId: target.secret.id,
            SecretString,
            VersionStages: stages,
        }),
    );

export const editCredential = async (tampered: Tampered, change: Partial<Credential>) => {
    const credential = await credentialOf(tampered.world, tampered.target);
    await edit(tampered, JSON.stringify({ ...credential, ...change }));
};

export const label = async (
    { world, target }: Tampered,
    VersionStage: string,
    from: string | undefined,
    to?: string,
) =>
    world.admin.secretsManager.send(
        new UpdateSecretVersionStageCommand({
            SecretId: target.secret.id,
            VersionStage,
            RemoveFromVersionId: from && `${from}-iam-profiles`,
            MoveToVersionId: to && `${to}-iam-profiles`,
        }),
    );

export const keyOf = async ({ world, target }: Tampered, which: "current" | "previous") => ({
    UserName: target.identity,
    AccessKeyId: (await observe(world, target))[which],
});

export const create = async ({ world, target }: Tampered) => {
    const { AccessKey: key } = await world.admin.iam.send(
        new CreateAccessKeyCommand({ UserName: target.identity }),
    );
    return { accessKeyId: key?.AccessKeyId ?? "", secretAccessKey: key?.SecretAccessKey ?? "" };
};

export const untag = async ({ world, target }: Tampered, keep: (name: string) => boolean) => {
    const UserName = target.identity;
    const { Tags = [] } = await world.admin.iam.send(new ListUserTagsCommand({ UserName }));
    const TagKeys = Tags.flatMap(({ Key = "" }) => (keep(Key) ? [] : [Key]));
    await world.admin.iam.send(new UntagUserCommand({ UserName, TagKeys }));
};

export const policy = ({ world, target }: Tampered, document: object) =>
    world.admin.secretsManager.send(
        new PutResourcePolicyCommand({
            SecretId: target.secret.id,
            ResourcePolicy: JSON.stringify(document),
        }),
    );
