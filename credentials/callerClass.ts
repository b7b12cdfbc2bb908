import { setTimeout as sleepFor } from "node:timers/promises";

import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { STSClient } from "@aws-sdk/client-sts";

import type { Account } from "../platform/accounts";
import type { TrustClass } from "../platform/naming";
import { retrying } from "./retry";
import type { Sleep } from "./retry";
import { callerFailure } from "./stsFailure";

/**
 * The caller's trust class. Who may write IAM in the state account may become anyone, so its principals are prod,
 * except users whose path says otherwise; a session of a nonprod account is nonprod.
 *
 * @param arn what GetCallerIdentity says, e.g. `arn:aws:sts::111111111111:assumed-role/PSKIamProfilesRole/ci`
 * @throws Error if the caller is of no class
 */
export function callerClass(arn: string, accounts: readonly Account[]): TrustClass {
    const [, accountId, resource] = /^arn:aws[a-z-]*:(?:iam|sts)::(\d{12}):(\S+)$/.exec(arn) ?? [];
    const environment = accounts.find(({ id }) => id === accountId)?.environment;
    const isUser = resource?.startsWith("user/") === true;
    if (environment === "state") {
        return isUser && /\/nonprod\/[^/]+$/.test(resource) ? "nonprod" : "prod";
    }
    if (environment === "nonprod" && resource?.startsWith("assumed-role/")) return "nonprod";
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
