import { readFile } from "node:fs/promises";
import * as path from "node:path";

import {
    GetSecretValueCommand,
    ListSecretsCommand,
    SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";

import type { Report } from "../../access";
import { checkout } from "../../platform/checkout";
import type { AccessKey } from "../../sandbox/temporaryKeys";

/** A session of a user or a role. */
export type Credentials = AccessKey & { readonly sessionToken: string };

/** Name of the error that a call fails with; empty if it doesn't. */
export const nameOfError = (call: Promise<unknown>): Promise<string> =>
    call.then(
        () => "",
        (error: unknown) => (error as Error).name,
    );

/** Runs something with these environment variables, and with an output that is a terminal. */
export async function onTerminal<T>(
    variables: Readonly<Record<string, string>>,
    run: () => Promise<T>,
): Promise<T> {
    const before = { ...process.env };
    const isTty = Object.getOwnPropertyDescriptor(process.stdout, "isTTY");
    Object.assign(process.env, variables);
    Object.defineProperty(process.stdout, "isTTY", { value: true, configurable: true });
    try {
        return await run();
    } finally {
        if (isTty === undefined) Reflect.deleteProperty(process.stdout, "isTTY");
        else Object.defineProperty(process.stdout, "isTTY", isTty);
        for (const name of Object.keys(variables)) {
            const value = before[name];
            if (value === undefined) Reflect.deleteProperty(process.env, name);
            else process.env[name] = value;
        }
    }
}

/** The access key of a service account, from its secret, as its pipeline gets it. */
export async function keyOf(endpoint: string, identity: string): Promise<AccessKey> {
    const client = new SecretsManagerClient({
        ...{ endpoint, region: "us-east-1" },
        credentials: { accessKeyId: "111111111111", secretAccessKey: "sandbox" },
    });
    const { SecretList = [] } = await client.send(new ListSecretsCommand({}));
    const found = SecretList.filter(({ Name = "" }) => Name.includes(identity));
    if (found.length !== 1) throw new Error(`${found.length} secrets of ${identity}`);
    const { SecretString = "" } = await client.send(
        new GetSecretValueCommand({ SecretId: found[0]?.ARN }),
    );
    return JSON.parse(SecretString) as AccessKey;
}

/** ARNs of the roles of a report that STS lets a session assume. @throws an error that is no refusal */
export async function rolesAssumed(
    endpoint: string,
    credentials: Credentials,
    { roles }: Report,
): Promise<readonly string[]> {
    const sts = new STSClient({ endpoint, region: "us-east-1", credentials });
    const assumed: string[] = [];
    for (const { arn } of roles) {
        const request = new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: "person" });
        const error = await nameOfError(sts.send(request));
        if (!["", "AccessDenied"].includes(error)) throw new Error(`${arn}: ${error}`);
        if (error === "") assumed.push(arn);
    }
    return assumed;
}

/** ARN of an identity of a report, by its IAM name. */
export function arnOf({ identities }: Report, name: string): string {
    const found = identities.find(({ arn }) => arn.endsWith(`/${name}`));
    if (found === undefined) throw new Error(`no ${name} in the report`);
    return found.arn;
}

/** The policy by which docs/runbooks.md ends the sessions of a person, those of just now included. */
export async function revocation(): Promise<string> {
    const text = await readFile(path.join(checkout, "docs", "runbooks.md"), "utf8");
    const found = /--policy-name AWSRevokeOlderSessions --policy-document '(.*)'$/m.exec(text);
    const time = /"aws:TokenIssueTime":"([^"]*)"/.exec(found?.[1] ?? "");
    if (found?.[1] === undefined || time?.[1] === undefined) {
        throw new Error("docs/runbooks.md has no such policy");
    }
    // IAM counts seconds.
    const now = new Date(Date.now() + 1000).toISOString().replace(/\.\d+/, "");
    return found[1].replace(time[1], now);
}
