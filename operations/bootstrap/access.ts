import {
    GetAccountSummaryCommand,
    GetLoginProfileCommand,
    GetRoleCommand,
    GetUserCommand,
    IAMClient,
    ListAccessKeysCommand,
} from "@aws-sdk/client-iam";
import type { IAMClientConfig } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

import { awsCall, sdkConfig } from "../../access";
import type { ProxyAgents } from "../../platform/proxyAgents";
import { assumeRole } from "../assumeRole";
import { isGone } from "../gone";
import type { Credentials, WayIn } from "./bootstrap";
import { principalOf } from "./caller";
import type { Caller } from "./caller";

export type CredentialSource = NonNullable<IAMClientConfig["credentials"]>;

/** How AWS is reached. */
export interface Reach {
    readonly region: string;
    readonly endpoint?: string;
    readonly agents?: ProxyAgents;
}

const clientConfig = ({ region, endpoint, agents }: Reach, credentials: CredentialSource) => ({
    ...sdkConfig,
    requestHandler: { ...sdkConfig.requestHandler, ...agents },
    region,
    credentials,
    ...(endpoint === undefined ? {} : { endpoint }),
});

/** AWS and the SDKs say that credentials are no more, or none. Any other error says nothing about them. */
const endedErrors =
    /^(AccessDenied(Exception)?|ExpiredToken(Exception)?|InvalidClientTokenId|UnrecognizedClientException|CredentialsProviderError|TokenProviderError)$/;

/** Whether credentials work: STS names a caller even where each of its requests is denied, so IAM is asked too. */
export async function credentialsOf(
    reach: Reach,
    credentials: CredentialSource,
): Promise<Credentials> {
    try {
        const caller = await callerOf(reach, credentials);
        const iam = new IAMClient(clientConfig(reach, credentials));
        await iam.send(new GetAccountSummaryCommand({}));
        return { state: "valid", caller };
    } catch (error) {
        const { name, message } = error as Error;
        if (!endedErrors.test(name)) throw error;
        return { state: "ended", why: `${name}: ${message}` };
    }
}

/** Whose credentials they are. */
export async function callerOf(reach: Reach, credentials: CredentialSource): Promise<Caller> {
    const sts = new STSClient(clientConfig(reach, credentials));
    const { Arn, Account } = await sts.send(new GetCallerIdentityCommand({}));
    if (Arn === undefined || Account === undefined) throw new Error("STS named no caller; retry.");
    return { arn: Arn, accountId: Account };
}

/** Credentials of a session of a role. @throws Error with the role, whose cause is AWS's error */
export async function assume(
    reach: Reach,
    credentials: CredentialSource,
    RoleArn: string,
): Promise<CredentialSource> {
    const sts = new STSClient(clientConfig(reach, credentials));
    return assumeRole(sts, RoleArn, "the identity", "iam-profiles-bootstrap");
}

/** A new role is unknown to STS for some seconds. Only that refusal is waited for. */
export async function retried<Result>(
    totalMs: number,
    pauseMs: number,
    call: () => Promise<Result>,
): Promise<Result> {
    const end = Date.now() + totalMs;
    for (;;) {
        try {
            return await call();
        } catch (error) {
            const { cause } = error as Error;
            const isDenied = cause instanceof Error && /^AccessDenied/.test(cause.name);
            if (!isDenied || Date.now() + pauseMs > end) throw error;
            await new Promise((resolve) => setTimeout(resolve, pauseMs));
        }
    }
}

/**
 * What is left of an administrator in its account.
 *
 * @param credentials of the role that looks, with its ARN for errors
 */
export async function wayInOf(
    reach: Reach,
    credentials: CredentialSource,
    caller: string,
    administrator: Caller,
): Promise<WayIn> {
    const iam = new IAMClient(clientConfig(reach, credentials));
    const principal = principalOf(administrator);
    const ask = async <Result>(
        action: string,
        call: () => Promise<Result>,
    ): Promise<Result | undefined> => {
        try {
            return await awsCall(action, caller, call);
        } catch (error) {
            if (isGone(error)) return undefined;
            throw error;
        }
    };
    const closed = { state: "closed" } as const;
    switch (principal.kind) {
        case "role": {
            const { name: RoleName } = principal;
            const found = await ask("iam:GetRole", () =>
                iam.send(new GetRoleCommand({ RoleName })),
            );
            return found === undefined
                ? closed
                : { state: "open", what: `role ${RoleName} can still be assumed` };
        }
        case "user": {
            const { name: UserName } = principal;
            const user = await ask("iam:GetUser", () => iam.send(new GetUserCommand({ UserName })));
            if (user === undefined) return closed;
            const keys = await ask("iam:ListAccessKeys", () =>
                iam.send(new ListAccessKeysCommand({ UserName })),
            );
            const password = await ask("iam:GetLoginProfile", () =>
                iam.send(new GetLoginProfileCommand({ UserName })),
            );
            const active = (keys?.AccessKeyMetadata ?? []).filter(
                ({ Status }) => Status !== "Inactive",
            );
            if (active.length === 0 && password === undefined) return closed;
            const what = [
                ...(active.length > 0 ? ["an active access key"] : []),
                ...(password === undefined ? [] : ["a password"]),
            ].join(" and ");
            return { state: "open", what: `user ${UserName} still has ${what}` };
        }
        case "root": {
            const { SummaryMap } = await awsCall("iam:GetAccountSummary", caller, () =>
                iam.send(new GetAccountSummaryCommand({})),
            );
            return SummaryMap?.AccountAccessKeysPresent === 0
                ? closed
                : { state: "open", what: "the root user may still have an access key" };
        }
        case "federated":
            return {
                state: "open",
                what: `whether ${administrator.arn} can be made again can't be seen`,
            };
    }
}
