import {
    CreateAccessKeyCommand,
    DeleteAccessKeyCommand,
    GetAccessKeyLastUsedCommand,
    ListUserTagsCommand,
    TagUserCommand,
    UntagUserCommand,
    UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import {
    DescribeSecretCommand,
    GetSecretValueCommand,
    ListSecretVersionIdsCommand,
    PutSecretValueCommand,
    UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";

import type { AwsClients } from "../../credentials/awsServices";
import type { Target } from "../../credentials/target";
import { observe } from "./awsWorld";
import type { AwsWorld } from "./awsWorld";
import { Clock } from "./clock";
import { random } from "./random";

/** Kinds that change nothing; if one did, that would show after the next that does. */
const reading = ["lastUse", "tags", "value", "versions", "describe", "caller", "assume"];
/** What rotation puts at versions. */
const labels = ["AWSCURRENT", "AWSPENDING"];

interface Minted {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
}

/** Random calls of the kinds that rotation makes, to one identity of a world, and their answers without its random ids. */
export class Questions {
    refused = 0;
    private readonly keys: Minted[] = [];
    private versions = 0;
    private readonly clock = new Clock();
    private readonly clients: AwsClients;

    private constructor(
        private readonly world: AwsWorld,
        private readonly target: Target,
    ) {
        this.clients = world.clients((_, next) => next(), this.clock);
    }

    static async of(world: AwsWorld): Promise<Questions> {
        return new Questions(world, await world.newTarget());
    }

    /** @returns what it was, whether it was refused, and what AWS then holds, where that may have changed */
    async ask(seed: number): Promise<object> {
        const next = random(seed);
        const call = pick(Object.keys(this.calls), next);
        const outcome = await this.answerOf(call, next);
        if (reading.includes(call)) return { call, outcome };
        return { call, outcome, held: this.plain(await observe(this.world, this.target)) };
    }

    private async answerOf(call: string, next: () => number): Promise<unknown> {
        try {
            return this.plain(await this.calls[call]?.(next));
        } catch (error) {
            this.refused++;
            return { refused: (error as Error).name };
        }
    }

    private readonly calls: Readonly<Record<string, (next: () => number) => Promise<unknown>>> = {
        createKey: async () => {
            const UserName = this.target.identity;
            const { AccessKey: key } = await this.clients.iam.send(
                new CreateAccessKeyCommand({ UserName }),
            );
            const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } =
                key ?? {};
            this.keys.push({ accessKeyId, secretAccessKey });
            return { accessKeyId };
        },
        deleteKey: (next) =>
            this.nothing(this.clients.iam.send(new DeleteAccessKeyCommand(this.key(next)))),
        deactivateKey: (next) =>
            this.nothing(
                this.clients.iam.send(
                    new UpdateAccessKeyCommand({ ...this.key(next), Status: "Inactive" }),
                ),
            ),
        lastUse: async (next) => {
            const { AccessKeyLastUsed: last } = await this.clients.iam.send(
                new GetAccessKeyLastUsedCommand({ AccessKeyId: this.key(next).AccessKeyId }),
            );
            return { used: last?.LastUsedDate !== undefined };
        },
        tag: (next) =>
            this.nothing(
                this.clients.iam.send(
                    new TagUserCommand({
                        UserName: this.target.identity,
                        Tags: [{ Key: pick(["a", "b"], next), Value: pick(["1", "2"], next) }],
                    }),
                ),
            ),
        untag: (next) =>
            this.nothing(
                this.clients.iam.send(
                    new UntagUserCommand({
                        UserName: this.target.identity,
                        TagKeys: [pick(["a", "b"], next)],
                    }),
                ),
            ),
        tags: async () => {
            const UserName = this.target.identity;
            const { Tags = [] } = await this.clients.iam.send(
                new ListUserTagsCommand({ UserName }),
            );
            return Tags.map(({ Key, Value }) => `${Key}=${Value}`).sort();
        },
        put: (next) =>
            this.nothing(
                this.clients.secretsManager.send(
                    new PutSecretValueCommand({
                        SecretId: this.target.secret.id,
                        ClientRequestToken: this.newVersion(),
                        SecretString: pick(["{}", '{"other":true}'], next),
                        // As rotation does; the local AWS drops labels of others when a current version is put.
                        VersionStages: ["AWSPENDING"],
                    }),
                ),
            ),
        label: async (next) => {
            const VersionStage = pick(labels, next);
            const to = this.version(next);
            // AWS refuses to take the current label off, or a label off a version that lacks it; the local one doesn't.
            const MoveToVersionId =
                VersionStage === "AWSCURRENT" ? to : pick([to, undefined], next);
            const RemoveFromVersionId = await this.holderOf(VersionStage);
            await this.clients.secretsManager.send(
                new UpdateSecretVersionStageCommand({
                    SecretId: this.target.secret.id,
                    VersionStage,
                    MoveToVersionId,
                    RemoveFromVersionId,
                }),
            );
        },
        value: async () => {
            const { SecretString, VersionId } = await this.clients.secretsManager.send(
                new GetSecretValueCommand({ SecretId: this.target.secret.id }),
            );
            return { SecretString, VersionId };
        },
        versions: async () => {
            const { Versions = [] } = await this.clients.secretsManager.send(
                new ListSecretVersionIdsCommand({ SecretId: this.target.secret.id }),
            );
            return Versions.flatMap(({ VersionId, VersionStages: on = [] }) =>
                on.length === 0 ? [] : [[VersionId, ...[...on].sort()].join(" ")],
            ).sort();
        },
        describe: async () => {
            const { VersionIdsToStages = {} } = await this.clients.secretsManager.send(
                new DescribeSecretCommand({ SecretId: this.target.secret.id }),
            );
            // The local AWS lists versions without a label too.
            const labelled = Object.entries(VersionIdsToStages).filter(([, on]) => on.length > 0);
            return labelled.map(([version]) => version).sort();
        },
        caller: async (next) => {
            const sts = this.clients.stsFor(this.minted(next));
            return (await sts.send(new GetCallerIdentityCommand({}))).Arn;
        },
        assume: async (next) => {
            const sts = this.clients.stsFor(this.minted(next));
            const { Credentials } = await sts.send(
                new AssumeRoleCommand({
                    RoleArn: this.target.probeRoleArn,
                    RoleSessionName: "question",
                }),
            );
            return { session: Credentials !== undefined };
        },
    };

    private async nothing(call: Promise<unknown>): Promise<undefined> {
        await call;
        return undefined;
    }

    private async holderOf(label: string): Promise<string | undefined> {
        const { VersionIdsToStages: stages = {} } = await this.clients.secretsManager.send(
            new DescribeSecretCommand({ SecretId: this.target.secret.id }),
        );
        return Object.keys(stages).find((version) => stages[version]?.includes(label));
    }

    private minted(next: () => number): Minted {
        return pick([...this.keys, { accessKeyId: "AKIANONE", secretAccessKey: "none" }], next);
    }

    private key(next: () => number): { UserName: string; AccessKeyId: string } {
        return { UserName: this.target.identity, AccessKeyId: this.minted(next).accessKeyId };
    }

    /** A version of its own: the local AWS drops labels when one is stored again. */
    private newVersion(): string {
        return versionId(this.versions++);
    }

    /** One of the latest versions, or one that isn't there yet. */
    private version(next: () => number): string {
        const number = Math.max(0, this.versions - Math.floor(next() * 4));
        return versionId(number);
    }

    /** With numbers for the ids of keys, which are random, and without this identity's name. */
    private plain(answer: unknown): unknown {
        let text = JSON.stringify(answer ?? null).replaceAll(this.target.identity, "NAME");
        this.keys.forEach(({ accessKeyId }, index) => {
            text = text.replaceAll(accessKeyId, `KEY${index}`);
        });
        return JSON.parse(text) as unknown;
    }
}

const versionId = (number: number): string => `version-${String(number).padStart(32, "0")}`;

const pick = <Value>(values: readonly Value[], next: () => number): Value =>
    values[Math.floor(next() * values.length)] as Value;
