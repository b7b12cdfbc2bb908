import { setTimeout as sleepFor } from "node:timers/promises";

import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { STSClient } from "@aws-sdk/client-sts";

import { deployedAccounts } from "../platform/accounts";
import type { Account } from "../platform/accounts";
import { isOpenToNonprod } from "../platform/environments";
import type { TrustClass } from "../platform/naming";
import { retrying } from "./retry";
import type { Sleep } from "./retry";
import { callerFailure } from "./stsFailure";

/**
 * The caller's trust class. Who may write IAM in the state account may become anyone, so its principals are prod,
 * except users whose path says otherwise; a session of a nonprod account is nonprod. Where nonprod shares the state account,
 * a session of the IAM-profiles role is prod, which prod identities alone assume there.
 *
 * @param arn what GetCallerIdentity says, e.g. `arn:aws:sts::111111111111:assumed-role/PSKIamProfilesRole/ci`
 * @param writer IAM name of the IAM-profiles role
 * @throws Error if the caller is of no class
 */
export function callerClass(
    arn: string,
    accounts: readonly Account[],
    writer = "PSKIamProfilesRole",
): TrustClass {
    const [, accountId, resource = ""] =
        /^arn:aws[a-z-]*:(?:iam|sts)::(\d{12}):(\S+)$/.exec(arn) ?? [];
    const account = deployedAccounts(accounts).find(({ id }) => id === accountId);
    const isUser = resource.startsWith("user/");
    const isSession = resource.startsWith("assumed-role/");
    if (account?.environment === "state") {
        if (isUser) return /\/nonprod\/[^/]+$/.test(resource) ? "nonprod" : "prod";
        const isOpen = account.sharedWith !== undefined && isSession;
        return isOpen && !resource.startsWith(`assumed-role/${writer}/`) ? "nonprod" : "prod";
    }
    if (account !== undefined && isOpenToNonprod(account.environment) && isSession)
        return "nonprod";
    throw new Error(
        `caller ${arn} may not rotate credentials; use a principal of the state account, or a role of a nonprod one`,
    );
}

/** Whether a caller may hold the credential of an identity. */
export const mayMint = (caller: TrustClass, identity: TrustClass): boolean =>
    caller === "prod" || identity === "nonprod";

/** ARN of the principal that the client's credentials belong to. @throws Error that says why STS doesn't say, and the next step */
export async function callerArn(sts: STSClient, sleep: Sleep = sleepFor): Promise<string> {
    const { Arn } = await retrying(() => sts.send(new GetCallerIdentityCommand({})), sleep).catch(
        (error: unknown) => {
            throw new Error(callerFailure(error));
        },
    );
    if (Arn === undefined) throw new Error("STS doesn't say who the caller is; try again");
    return Arn;
}
