import type { STSClient } from "@aws-sdk/client-sts";

import { contractOfStack } from "../../cli/contract";
import { proxyAgents } from "../../platform/proxyAgents";
import { readStateSettings } from "../../projectFiles";
import { checkout } from "../../sandbox/folders";
import type { Organization } from "../organization/organization";
import { awsCall } from "./awsCall";
import { keyHoldersOf } from "./keyHolders";
import { readLive } from "./live";
import type { AccountClients } from "./live";
import { sdkConfig, secretsLimit } from "./sdkConfig";

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
 * @throws OrganizationError with every account that can't be read, and the next step
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
        return `Whose keys the secrets hold isn't known, so each may hold anybody's: ${why}`;
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

/** Who reads what. */
export interface LiveCaller {
    readonly region: string;
    /** The caller's account, 12 digits, and ARN. */
    readonly own: { readonly id: string; readonly arn: string };
    /** The role that reads an account; `undefined`: none was named. */
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
                `${own.arn} is of account ${own.id}; name the role that reads the other accounts with --read-role NAME`,
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
        throw new Error(`STS gave no credentials of ${RoleArn}; try again`);
    }
    return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
    };
}
