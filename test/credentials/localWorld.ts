import {
    CreateRoleCommand,
    CreateUserCommand,
    IAMClient,
    ListAccessKeysCommand,
    PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
    CreateSecretCommand,
    DescribeSecretCommand,
    PutResourcePolicyCommand,
    UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";

import type { AccessKey, AccessKeyMetadata } from "@aws-sdk/client-iam";
import type {
    SecretVersionsListEntry,
    UpdateSecretVersionStageCommandInput,
} from "@aws-sdk/client-secrets-manager";
import { awsClients } from "../../credentials/awsServices";
import type { AwsClients } from "../../credentials/awsServices";
import { secretPolicy } from "../../identities/secretPolicy";
import { awsError } from "./awsWorld";
import type { AwsWorld } from "./awsWorld";
import { withoutFirstVersion } from "./withoutFirstVersion";

interface Output {
    readonly AccessKeyLastUsed?: { LastUsedDate: Date | undefined };
    readonly AccessKey?: AccessKey;
    readonly AccessKeyMetadata?: AccessKeyMetadata[];
    readonly Versions?: SecretVersionsListEntry[];
}

const region = "us-east-1";
const stateId = "111111111111";
const accountAdmin = (accessKeyId: string) => ({ accessKeyId, secretAccessKey: "sandbox" });

/** A world on a local AWS, made AWS-like where that differs. */
export function localWorld(endpoint: string): AwsWorld {
    const admin = awsClients({ endpoint, region, credentials: accountAdmin(stateId) });
    const nonprod = new IAMClient({ endpoint, region, credentials: accountAdmin("222222222222") });
    const minted = new Set<string>();
    const contents = new Map<string, string>();
    const dates = new Map<string, Date>();
    /** First use of the last 15 minutes with use, as AWS keeps it; the local AWS keeps none. */
    const uses = new Map<string, Date>();
    let count = 0;

    return {
        admin,
        minted,

        async newTarget() {
            const identity = `User${count++}`;
            const identityArn = `arn:aws:iam::${stateId}:user/PSKServiceAccounts/nonprod/${identity}`;
            const probeRoleArn = `arn:aws:iam::222222222222:role/For${identity}`;
            await admin.iam.send(
                new CreateUserCommand({
                    UserName: identity,
                    Path: "/PSKServiceAccounts/nonprod/",
                }),
            );
            const allow = (rest: object): string =>
                JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", ...rest }],
                });
            await admin.iam.send(
                new PutUserPolicyCommand({
                    UserName: identity,
                    PolicyName: "assume",
                    PolicyDocument: allow({ Resource: probeRoleArn }),
                }),
            );
            await nonprod.send(
                new CreateRoleCommand({
                    RoleName: `For${identity}`,
                    AssumeRolePolicyDocument: allow({ Principal: { AWS: identityArn } }),
                }),
            );
            const { ARN = "" } = await admin.secretsManager.send(
                new CreateSecretCommand({ Name: `PSKServiceAccounts/nonprod/${identity}` }),
            );
            await withoutFirstVersion(admin.secretsManager, ARN);
            await admin.secretsManager.send(
                new PutResourcePolicyCommand({
                    SecretId: ARN,
                    ResourcePolicy: JSON.stringify(secretPolicy([])),
                }),
            );
            return {
                identity,
                identityArn,
                trustClass: "nonprod",
                kind: "serviceAccount",
                secret: { identity, id: ARN, readers: [] },
                probeRoleArn,
            };
        },

        clients(gate, clock, lastUse = true) {
            const access = { endpoint, region, credentials: accountAdmin(stateId) };
            const clients = awsClients(access);
            const gated = <Client extends { middlewareStack: { add: unknown } }>(
                client: Client,
            ) => {
                const stack =
                    client.middlewareStack as unknown as AwsClients["iam"]["middlewareStack"];
                stack.add(
                    (next, context) => (args) =>
                        gate(String(context["commandName"]), async () => {
                            const input = args.input as unknown as Record<string, string>;
                            await behaveAsAws(String(context["commandName"]), input);
                            const result = await next(args);
                            await labelAsAws(String(context["commandName"]), input);
                            remember(input, result.output as Output, clock.now());
                            return result;
                        }) as ReturnType<typeof next>,
                    { step: "initialize", name: "gate" },
                );
                return client;
            };
            return {
                iam: gated(clients.iam),
                secretsManager: gated(clients.secretsManager),
                sts: gated(clients.sts),
                stsFor: (key) => {
                    const client = gated(clients.stsFor(key));
                    client.middlewareStack.add(
                        (next) => (args) => {
                            if (lastUse) use(key.accessKeyId, clock.now());
                            return next(args);
                        },
                        { step: "build", name: "use" },
                    );
                    return client;
                },
            };
        },
    };

    /** What AWS does and the local one doesn't: it refuses a third key, and other contents under a version's id. */
    async function behaveAsAws(call: string, input: Record<string, string>): Promise<void> {
        if (call === "CreateAccessKeyCommand") {
            const { AccessKeyMetadata: keys = [] } = await admin.iam.send(
                new ListAccessKeysCommand({ UserName: input["UserName"] }),
            );
            if (keys.length >= 2) throw awsError("LimitExceededException");
        }
        if (call === "PutSecretValueCommand") {
            const id = `${input["SecretId"]} ${input["ClientRequestToken"]}`;
            if ((contents.get(id) ?? input["SecretString"]) !== input["SecretString"]) {
                throw awsError("ResourceExistsException");
            }
            contents.set(id, input["SecretString"] ?? "");
            await takePendingOff(input["SecretId"] ?? "");
        }
    }

    /** AWS moves a label that another version has; the local one leaves it at both. */
    async function takePendingOff(SecretId: string): Promise<void> {
        const { VersionIdsToStages: stages = {} } = await admin.secretsManager.send(
            new DescribeSecretCommand({ SecretId }),
        );
        for (const [RemoveFromVersionId, labels] of Object.entries(stages)) {
            if (!labels.includes("AWSPENDING")) continue;
            await admin.secretsManager.send(
                new UpdateSecretVersionStageCommand({
                    SecretId,
                    VersionStage: "AWSPENDING",
                    RemoveFromVersionId,
                }),
            );
        }
    }

    /** AWS makes a secret's first version the current one, whatever its label. */
    async function labelAsAws(call: string, input: Record<string, string>): Promise<void> {
        if (call !== "PutSecretValueCommand") return;
        const { SecretId, ClientRequestToken: MoveToVersionId } = input;
        const { VersionIdsToStages: stages = {} } = await admin.secretsManager.send(
            new DescribeSecretCommand({ SecretId }),
        );
        if (Object.values(stages).some((labels) => labels.includes("AWSCURRENT"))) return;
        await moveCurrent({ SecretId, MoveToVersionId });
    }

    function use(accessKeyId: string, now: Date): void {
        const last = uses.get(accessKeyId);
        if (last !== undefined && now.getTime() - last.getTime() < 15 * 60_000) return;
        uses.set(accessKeyId, now);
    }

    async function moveCurrent(
        input: Omit<UpdateSecretVersionStageCommandInput, "VersionStage">,
    ): Promise<void> {
        await admin.secretsManager.send(
            new UpdateSecretVersionStageCommand({ VersionStage: "AWSCURRENT", ...input }),
        );
    }

    function remember(input: Record<string, string>, output: Output, now: Date): void {
        const { AccessKey: key, AccessKeyMetadata: keys = [], Versions: versions = [] } = output;
        if (output.AccessKeyLastUsed !== undefined) {
            output.AccessKeyLastUsed.LastUsedDate = uses.get(input["AccessKeyId"] ?? "");
        }
        if (key !== undefined) {
            minted.add(key.SecretAccessKey ?? "");
            dates.set(key.AccessKeyId ?? "", now);
        }
        const token = input["ClientRequestToken"];
        if (token !== undefined) dates.set(token, now);
        for (const dated of [key, ...keys]) {
            if (dated) dated.CreateDate = dates.get(dated.AccessKeyId ?? "") ?? dated.CreateDate;
        }
        for (const version of versions) {
            version.CreatedDate = dates.get(version.VersionId ?? "") ?? version.CreatedDate;
        }
    }
}
