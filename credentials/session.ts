import { userInfo } from "node:os";
import { setTimeout as sleepFor } from "node:timers/promises";

import { AssumeRoleCommand } from "@aws-sdk/client-sts";

import { calling } from "./awsCall";
import type { AwsClients } from "./awsServices";
import type { Sleep } from "./retry";
import type { CredentialStore, SecretLocation } from "./store";

/** Short-lived credentials of a role. */
export interface Session {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
    /** When it ends, as ISO 8601 in UTC. */
    readonly expiration: string;
}

/**
 * A session of a role, assumed with an identity's stored credential, which is kept nowhere.
 *
 * @param roleArn what the identity is to assume
 * @param name who this is, for CloudTrail
 * @throws Error naming the identity and the role, without a secret
 */
export async function storedSession(
    store: CredentialStore,
    secret: SecretLocation,
    stsFor: AwsClients["stsFor"],
    roleArn: string,
    name: string,
    sleep: Sleep = sleepFor,
): Promise<Session> {
    const credential = await store.readCurrent(secret);
    const input = { RoleArn: roleArn, RoleSessionName: name };
    const call = { service: "STS", call: "AssumeRole", subject: secret.identity };
    const sts = stsFor(credential);
    const { Credentials: given } = await calling(call, sleep, () =>
        sts.send(new AssumeRoleCommand(input)),
    ).catch((error: unknown) => {
        const { name: kind, message } = error as Error;
        const why = kind.startsWith("AccessDenied")
            ? `${kind}; see why: iam-profiles explain ${secret.identity} ${roleArn}`
            : message;
        throw new Error(`${secret.identity} can't assume ${roleArn}: ${why}`);
    });
    if (
        given?.AccessKeyId === undefined ||
        given.SecretAccessKey === undefined ||
        given.SessionToken === undefined ||
        given.Expiration === undefined
    ) {
        throw new Error(`STS gave ${secret.identity} no whole session of ${roleArn}; try again`);
    }
    return {
        accessKeyId: given.AccessKeyId,
        secretAccessKey: given.SecretAccessKey,
        sessionToken: given.SessionToken,
        expiration: given.Expiration.toISOString(),
    };
}

/** What tells a pipeline's run, by the variable that its system sets. */
const pipelineVariables = [
    ["GITHUB_RUN_ID", "github"],
    ["CI_PIPELINE_ID", "gitlab"],
    ["BUILD_BUILDID", "azure"],
    ["CIRCLE_WORKFLOW_ID", "circleci"],
    ["BUILDKITE_BUILD_ID", "buildkite"],
    ["BUILD_TAG", "jenkins"],
] as const;

/**
 * The name of a session: the pipeline's run, or the user of this machine.
 *
 * @returns 2 to 64 of the characters that STS takes
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function sessionName(
    env: NodeJS.ProcessEnv = process.env,
    user: string = userInfo().username,
): string {
    const run = pipelineVariables.find(([variable]) => (env[variable] ?? "") !== "");
    const name = run === undefined ? `user-${user}` : `${run[1]}-${env[run[0]] ?? ""}`;
    return name.replace(/[^A-Za-z0-9_+=,.@-]/g, "-").slice(0, 64);
}
