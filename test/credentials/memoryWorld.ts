import { randomUUID } from "node:crypto";

import { awsClients } from "../../credentials/awsServices";
import type { AwsClients } from "../../credentials/awsServices";
import { secretPolicy } from "../../identities/secretPolicy";
import { awsError } from "./awsWorld";
import type { AwsWorld, Gate } from "./awsWorld";
import { Secrets } from "./memoryAws/secrets";
import type { SecretsInput } from "./memoryAws/secrets";
import { Users } from "./memoryAws/users";
import type { IamInput } from "./memoryAws/users";

/** An access key that a client signs with; the administrator's clients have none. */
interface Signer {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
}

/** What a client passes on: a call's name and input. */
type Answer = (call: string, input: unknown) => Promise<object>;

const region = "us-east-1";
const stateId = "111111111111";
/** IAM dates a key's use once in 15 minutes. */
const useWindowMs = 15 * 60_000;

/**
 * Users, secrets and roles in this process: thousands of times as fast as a local AWS, for what asks many questions. The
 * SDK's clients answer before they do anything. The specs on the local AWS run the same cases against both.
 */
export function memoryWorld(): AwsWorld {
    const users = new Users();
    const secrets = new Secrets();
    const made = awsClients({ region, credentials: { accessKeyId: "-", secretAccessKey: "-" } });
    let count = 0;

    const sts = (
        call: string,
        input: { RoleArn?: string },
        signer: Signer | undefined,
        now: Date,
    ) => {
        const held = users.holder(signer?.accessKeyId);
        if (held?.key.active !== true) throw awsError("InvalidClientTokenId", 403);
        const { user, key } = held;
        if (key.secret !== signer?.secretAccessKey) throw awsError("SignatureDoesNotMatch", 403);
        if (key.lastUsed === undefined || now.getTime() - key.lastUsed.getTime() >= useWindowMs) {
            key.lastUsed = now;
        }
        if (call === "GetCallerIdentityCommand") return { Arn: user.arn, Account: stateId };
        if (call !== "AssumeRoleCommand") throw new Error(`${call} is not simulated`);
        if (input.RoleArn !== user.roleArn) throw awsError("AccessDenied", 403);
        return {
            Credentials: {
                AccessKeyId: `ASIA${randomUUID().replaceAll("-", "").slice(0, 16).toUpperCase()}`,
                SecretAccessKey: randomUUID(),
                SessionToken: randomUUID(),
                Expiration: new Date(now.getTime() + 3600_000),
            },
        };
    };

    function answer(now: () => Date, reportsUse: boolean, signer?: Signer): Answer {
        return (call, input) => {
            const iam = users.calls[call];
            if (iam !== undefined) {
                return Promise.resolve(iam(input as IamInput, now(), reportsUse));
            }
            const secret = secrets.calls[call];
            if (secret !== undefined) {
                return Promise.resolve(secret(input as SecretsInput, now()));
            }
            return Promise.resolve(sts(call, input as { RoleArn?: string }, signer, now()));
        };
    }

    function clientsOf(gate: Gate, now: () => Date, reportsUse: boolean): AwsClients {
        const plain = answering(gate, answer(now, reportsUse));
        return {
            iam: plain(made.iam),
            secretsManager: plain(made.secretsManager),
            sts: plain(made.sts),
            stsFor: (signer) => answering(gate, answer(now, reportsUse, signer))(made.sts),
        };
    }

    return {
        admin: clientsOf(
            (_, next) => next(),
            () => new Date(),
            true,
        ),
        minted: users.minted,
        clients: (gate, clock, lastUse = true) => clientsOf(gate, () => clock.now(), lastUse),

        newTarget() {
            const identity = `User${count++}`;
            const arn = `arn:aws:iam::${stateId}:user/PSKServiceAccounts/nonprod/${identity}`;
            const roleArn = `arn:aws:iam::222222222222:role/For${identity}`;
            const secretName = `PSKServiceAccounts/nonprod/${identity}`;
            const id = `arn:aws:secretsmanager:${region}:${stateId}:secret:${secretName}-AbCdEf`;
            users.add({ name: identity, arn, roleArn, keys: new Map(), tags: new Map() });
            secrets.add(id, secretName, JSON.stringify(secretPolicy([])));
            return Promise.resolve({
                identity,
                identityArn: arn,
                trustClass: "nonprod",
                kind: "serviceAccount",
                secret: { identity, id, readers: [] },
                probeRoleArn: roleArn,
            });
        },
    };
}

/** A client that answers in this process, in place of making a request of a command. */
const answering =
    (gate: Gate, answer: Answer) =>
    <Client extends AwsClients["iam" | "secretsManager" | "sts"]>(client: Client): Client =>
        Object.create(client, {
            send: {
                value: async (command: { readonly input: unknown }) =>
                    gate(command.constructor.name, async () =>
                        answer(command.constructor.name, command.input),
                    ),
            },
            // The client is shared.
            destroy: { value: () => undefined },
        }) as Client;
