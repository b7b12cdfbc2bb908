import type { IAMClient } from "@aws-sdk/client-iam";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

import { pool } from "./pool";
import type { Organization } from "../organization/organization";
import { OrganizationError } from "../organization/organizationError";
import { readFor } from "../organization/alike/readForReport";
import { readDetails } from "./authorizationDetails";
import type { Details } from "./authorizationDetails";
import { readSecrets } from "./liveSecrets";

/** An account to read, as registered. */
export interface LiveAccount {
    /** 12 digits. */
    readonly id: string;
    readonly name: string;
    readonly environment: string;
}

/** How an account is read. */
export interface AccountClients {
    readonly iam: Pick<IAMClient, "send">;
    /** Absent: its secrets are not listed, and the report states this as a limit. */
    readonly secrets?: Pick<SecretsManagerClient, "send">;
    /** Principal of the calls, for messages, e.g. a role's ARN. */
    readonly caller: string;
}

export interface LiveOptions {
    readonly accounts: readonly LiveAccount[];
    /** Creates the clients of an account. Errors are reported with the account. */
    readonly clientFor: (accountId: string) => Promise<AccountClients>;
    /**
     * ARN of the user whose key a secret holds, by the secret's ARN. Any other secret may hold any
     * user's key.
     */
    readonly keyHolders?: ReadonlyMap<string, string>;
    /** Adds what the AWS endpoint omits. @default nothing */
    readonly complete?: (iam: AccountClients["iam"], details: Details) => Promise<Details>;
    /** `issuers` and `trustedOwners`, as accounts.json has them. */
    readonly trustedIssuers?: { readonly issuers?: unknown; readonly trustedOwners?: unknown };
    /** What is not covered, one sentence each. */
    readonly limits?: readonly string[];
    /** Source of the accounts, for messages. @default `AWS` */
    readonly from?: string;
    /** See `readForReport`. @default false */
    readonly isForReport?: boolean;
    /** Takes how many of the accounts are read. */
    readonly onDone?: (done: number, of: number) => void;
}

/** Accounts read concurrently. IAM's rate limits are per account. */
const atOnce = 8;

/**
 * Reads the organization from AWS: the IAM data of each account, and the secrets of accounts that
 * have users.
 *
 * @throws OrganizationError listing every account that cannot be read, with the next step
 */
export async function readLive(options: LiveOptions): Promise<Organization> {
    const {
        accounts,
        from = "AWS",
        limits = [],
        trustedIssuers = {},
        onDone,
        isForReport = false,
    } = options;
    let done = 0;
    const faults: string[] = [];
    const details = new Map<string, unknown>();
    const entries = await pool(accounts, atOnce, async (account) => {
        const { id, name, environment } = account;
        try {
            const read = await readAccount(account, options);
            details.set(id, read.details);
            return [id, { name, environment, ...read.more }] as const;
        } catch (error) {
            faults.push(`account ${id} (${name}): ${(error as Error).message}`);
            return [id, { name, environment }] as const;
        } finally {
            done += 1;
            onDone?.(done, accounts.length);
        }
    });
    if (faults.length > 0) throw new OrganizationError(from, faults.sort());
    const registry = { ...Object.fromEntries(entries), ...trustedIssuers };
    return readFor({ isForReport })(registry, details, { from, limits });
}

async function readAccount(
    { id }: LiveAccount,
    {
        clientFor,
        complete = (_, details) => Promise.resolve(details),
        keyHolders = new Map(),
    }: LiveOptions,
): Promise<{ readonly details: unknown; readonly more: object }> {
    const { iam, secrets: secretsManager, caller } = await clientFor(id);
    const details = await complete(iam, await readDetails(iam, caller));
    if (secretsManager === undefined || details.UserDetailList.length === 0) {
        return { details, more: {} };
    }
    return { details, more: { secrets: await readSecrets(secretsManager, caller, keyHolders) } };
}
