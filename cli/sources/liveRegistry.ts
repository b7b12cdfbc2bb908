import type { STSClient } from "@aws-sdk/client-sts";

import { contractOfStack } from "../../identities/readContract";
import { readStateSettings } from "../../platform/projectFiles";
import { checkout } from "../../platform/checkout";
import type { AccountClients, Organization } from "../../access";
import { awsCall, readLive, sdkConfig, secretsLimit } from "../../access";
import { keyHoldersOf } from "../../platform/keyHolders";
import { proxyAgents } from "../../platform/proxyAgents";

export interface LiveRegistryOptions {
    /**
     * Name of the role to read each account with, path included if it has one. The caller's own account is read with
     * the caller's own credentials.
     */
    readonly readRole?: string;
}

// AWS's bounds: a path of 512, a name of 64.
const roleNamePattern = /^([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;

/**
 * The accounts of the registry as they are in AWS.
 *
 * @throws OrganizationError naming every account that cannot be read, and the next step
 */
export async function readLiveRegistry({ readRole }: LiveRegistryOptions): Promise<Organization> {
    if (readRole !== undefined && !roleNamePattern.test(readRole)) {
        throw new Error(
            `--read-role is ${JSON.stringify(readRole)}; must be the name of a role, e.g. PSKRoles/PSKReader`,
        );
    }
    const settings = await readStateSettings(checkout);
    const { region, partition } = settings;
    const contract = await contractOfStack(checkout, settings).catch((error: unknown) => {
        const [why = ""] = (error as Error).message.split("\n");
        return `The state stack's contract could not be read, so every secret is assumed to hold any identity's key: ${why}`;
    });
    const { STSClient, GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
    const requestHandler = { ...sdkConfig.requestHandler, ...(await proxyAgents()) };
    const sts = new STSClient({ ...sdkConfig, requestHandler, region });
    const caller = await awsCall("sts:GetCallerIdentity", "the caller", () =>
        sts.send(new GetCallerIdentityCommand({})),
    );
    return readLive({
        accounts: settings.accounts,
        clientFor: liveClients(sts, {
            region,
            own: { id: caller.Account ?? "", arn: caller.Arn ?? "the caller" },
            roleArnOf: (id) =>
                readRole === undefined ? undefined : `arn:${partition}:iam::${id}:role/${readRole}`,
        }),
        ...(typeof contract === "string" ? {} : { keyHolders: keyHoldersOf(contract) }),
        limits: [secretsLimit(region), ...(typeof contract === "string" ? [contract] : [])],
        from: "the registry",
    });
}

/** The caller, and the roles that it reads accounts with. */
export interface LiveCaller {
    readonly region: string;
    /** The caller's account, 12 digits, and ARN. */
    readonly own: { readonly id: string; readonly arn: string };
    /** The role to read an account with; `undefined`: none was given. */
    readonly roleArnOf: (accountId: string) => string | undefined;
}

/** Clients for each account: as the caller in its own, as the account's read role in any other. */
export function liveClients(
    sts: Pick<STSClient, "send">,
    { region, own, roleArnOf }: LiveCaller,
): (accountId: string) => Promise<AccountClients> {
    return async (accountId) => {
        const { IAMClient } = await import("@aws-sdk/client-iam");
        const { SecretsManagerClient } = await import("@aws-sdk/client-secrets-manager");
        const isOwn = accountId === own.id;
        const roleArn = isOwn ? undefined : roleArnOf(accountId);
        if (!isOwn && roleArn === undefined) {
            throw new Error(
                `${own.arn} belongs to account ${own.id}; pass --read-role NAME, the role to assume in the other accounts`,
            );
        }
        const config = {
            ...sdkConfig,
            requestHandler: { ...sdkConfig.requestHandler, ...(await proxyAgents()) },
            region,
            ...(roleArn === undefined
                ? {}
                : { credentials: await sessionOf(sts, roleArn, own.arn) }),
        };
        return {
            iam: new IAMClient(config),
            secrets: new SecretsManagerClient(config),
            caller: roleArn ?? own.arn,
        };
    };
}

/** Credentials of a session of the role, for an hour. */
async function sessionOf(
    sts: Pick<STSClient, "send">,
    RoleArn: string,
    caller: string,
): Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken: string }> {
    const { AssumeRoleCommand } = await import("@aws-sdk/client-sts");
    const { Credentials } = await awsCall(`sts:AssumeRole of ${RoleArn}`, caller, () =>
        sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "iam-profiles-access" })),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials ?? {};
    if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
        throw new Error(`STS returned no credentials for ${RoleArn}; retry.`);
    }
    return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
    };
}
