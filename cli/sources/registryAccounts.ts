import type { STSClient } from "@aws-sdk/client-sts";

import { awsCall, sdkConfig } from "../../access";
import type { AccountClients, LiveOrganizationOptions } from "../../access";
import { assumeRole } from "../../operations/assumeRole";
import type { QuotaClient } from "../../operations/quotas/readGranted";
import type { Settings } from "../../platform/config";
import { rolePath } from "../../platform/naming";
import { proxyAgents } from "../../platform/proxyAgents";

// AWS's bounds: a path of 512, a name of 64.
const roleNamePattern = /^([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;

/** How the registry's accounts are called, and by whom. */
export interface RegistryAccounts {
    /** ARN of the caller. */
    readonly caller: string;
    readonly clientFor: (accountId: string) => Promise<AccountClients>;
    /** Service Quotas of an account in a region. */
    readonly quotasFor: (accountId: string, region: string) => Promise<QuotaClient>;
    /** AWS Organizations and IAM Identity Center, as the caller, or by the role in the account that is named. */
    readonly organizationFor: (
        accountId: string | undefined,
        region: string,
    ) => Promise<OrganizationCallers>;
}

/** Who asks AWS Organizations and IAM Identity Center. */
export type OrganizationCallers = Pick<LiveOrganizationOptions, "organizations" | "identityCenter">;

/**
 * The registry's accounts in AWS: the caller's own with the caller's credentials, unless the role is the catalogue's; each
 * other by the role.
 *
 * @param role name of the role in the other accounts, with its path
 * @param option that gave it, for messages
 */
export async function registryAccounts(
    { region, partition, prefix }: Settings,
    role: string | undefined,
    option: string,
): Promise<RegistryAccounts> {
    if (role !== undefined) requireRoleName(role, option);
    const { STSClient, GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
    const requestHandler = { ...sdkConfig.requestHandler, ...(await proxyAgents()) };
    const sts = new STSClient({ ...sdkConfig, requestHandler, region });
    const { Account = "", Arn = "the caller" } = await awsCall(
        "sts:GetCallerIdentity",
        "the caller",
        () => sts.send(new GetCallerIdentityCommand({})),
    );
    const reader: LiveCaller = {
        region,
        own: { id: Account, arn: Arn },
        option,
        // An identity may do nothing but assume roles; the catalogue's are in its own account too.
        assumesInOwn: role?.startsWith(rolePath(prefix).slice(1)) ?? false,
        roleArnOf: (id) =>
            role === undefined ? undefined : `arn:${partition}:iam::${id}:role/${role}`,
    };
    return {
        caller: Arn,
        clientFor: liveClients(sts, reader),
        quotasFor: async (accountId, quotaRegion) => {
            const { ServiceQuotasClient } = await import("@aws-sdk/client-service-quotas");
            const { config, caller } = await liveConfig(sts, reader, accountId);
            return { client: new ServiceQuotasClient({ ...config, region: quotaRegion }), caller };
        },
        organizationFor: async (accountId, centerRegion) => {
            // Without an account, the caller's own credentials are used, whatever the role.
            const { config, caller } = await liveConfig(
                sts,
                accountId === undefined ? { ...reader, assumesInOwn: false } : reader,
                accountId ?? Account,
            );
            return organizationCallers(config, centerRegion, caller);
        },
    };
}

/** @throws Error naming the option */
function requireRoleName(name: string, option: string): void {
    if (roleNamePattern.test(name)) return;
    throw new Error(
        `${option} is ${JSON.stringify(name)}; must be the name of a role, e.g. PSKRoles/PSKReader`,
    );
}

/** The caller, and the roles that it reads accounts with. */
export interface LiveCaller {
    readonly region: string;
    /** The caller's account, 12 digits, and ARN. */
    readonly own: { readonly id: string; readonly arn: string };
    /** Option that names the role, for messages. @default `--read-role` */
    readonly option?: string;
    /** Whether the role is assumed in the caller's own account too. @default false */
    readonly assumesInOwn?: boolean;
    /** The role to work in an account with; `undefined`: none was given. */
    readonly roleArnOf: (accountId: string) => string | undefined;
}

/** Clients for each account: as the caller in its own, unless it assumes the role there too; by the role in any other. */
export function liveClients(
    sts: Pick<STSClient, "send">,
    reader: LiveCaller,
): (accountId: string) => Promise<AccountClients> {
    return async (accountId) => {
        const { IAMClient } = await import("@aws-sdk/client-iam");
        const { SecretsManagerClient } = await import("@aws-sdk/client-secrets-manager");
        const { config, caller } = await liveConfig(sts, reader, accountId);
        return {
            iam: new IAMClient(config),
            secrets: new SecretsManagerClient(config),
            caller,
        };
    };
}

/** How an account's clients are configured, and as whom they call. */
async function liveConfig(
    sts: Pick<STSClient, "send">,
    { region, own, option = "--read-role", assumesInOwn = false, roleArnOf }: LiveCaller,
    accountId: string,
) {
    const isOwn = accountId === own.id;
    const roleArn = isOwn && !assumesInOwn ? undefined : roleArnOf(accountId);
    if (!isOwn && roleArn === undefined) {
        throw new Error(
            `${own.arn} belongs to account ${own.id}; pass ${option} NAME, the role to assume in the other accounts`,
        );
    }
    const config = {
        ...sdkConfig,
        requestHandler: { ...sdkConfig.requestHandler, ...(await proxyAgents()) },
        region,
        ...(roleArn === undefined
            ? {}
            : { credentials: await assumeRole(sts, roleArn, own.arn, "iam-profiles-access") }),
    };
    return { config, caller: roleArn ?? own.arn };
}

async function organizationCallers(
    config: Awaited<ReturnType<typeof liveConfig>>["config"],
    centerRegion: string,
    caller: string,
): Promise<OrganizationCallers> {
    const { OrganizationsClient } = await import("@aws-sdk/client-organizations");
    const { SSOAdminClient } = await import("@aws-sdk/client-sso-admin");
    const { IdentitystoreClient } = await import("@aws-sdk/client-identitystore");
    const ofCenter = { ...config, region: centerRegion };
    return {
        organizations: { organizations: new OrganizationsClient(config), caller },
        identityCenter: {
            ssoAdmin: new SSOAdminClient(ofCenter),
            identityStore: new IdentitystoreClient(ofCenter),
            caller,
        },
    };
}
