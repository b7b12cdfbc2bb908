import {
    ListOpenIDConnectProvidersCommand,
    ListRolesCommand,
    ListSAMLProvidersCommand,
    ListVirtualMFADevicesCommand,
} from "@aws-sdk/client-iam";
import pMap from "p-map";

import { awsCall, readDetails, readSecrets } from "../access";
import type { AccountClients, Details, RawSecret } from "../access";
import type { Account } from "../platform/accounts";
import { breakGlassPath, entryRootPaths, rolePath, userRootPath } from "../platform/naming";
import { resourceOf } from "./accountDetails";
import type { AccountDetails } from "./accountDetails";
import { readCredentials } from "./userCredentials";
import type { UserCredentials } from "./userCredentials";

/** An account as it is in AWS: plain data, so that a test can record it. */
export interface LiveAccount {
    readonly account: Account;
    readonly details: AccountDetails;
    /** Of each role below the platform's path, by its name. Authorization details have neither. */
    readonly sessions: Readonly<Record<string, RoleSession>>;
    /** Of each user below the platform's paths, by name. */
    readonly credentials: Readonly<Record<string, UserCredentials>>;
    /** Serial numbers of virtual MFA devices that no user has. */
    readonly unassignedMfa: readonly string[];
    /** ARNs of OIDC and SAML providers. */
    readonly providers: readonly string[];
    /** Those of accounts with users, with their resource policies. */
    readonly secrets: readonly RawSecret[];
    /** What could not be read, and why: a sentence each. */
    readonly unread: readonly string[];
}

export interface RoleSession {
    /** In seconds. */
    readonly maxSessionDuration: number;
    readonly description: string;
}

export interface ReadOptions {
    readonly prefix: string;
    readonly clientFor: (accountId: string) => Promise<AccountClients>;
    /** Adds what the AWS endpoint omits. @default nothing */
    readonly complete?: (iam: AccountClients["iam"], details: Details) => Promise<Details>;
    /** Calls that the local AWS doesn't have. @default none */
    readonly lacks?: readonly string[];
    /** Takes how many of the accounts are read. */
    readonly onDone?: (done: number, of: number) => void;
}

/** IAM's rate limits are per account. */
const accountsAtOnce = 8;
const usersAtOnce = 4;

/** Reads accounts, some at a time. What can't be read is listed in `unread`: it is not known to be absent. */
export function readAccounts(
    accounts: readonly Account[],
    options: ReadOptions,
): Promise<LiveAccount[]> {
    let done = 0;
    return pMap(
        accounts,
        async (account) => {
            const read = await readAccount(account, options);
            done += 1;
            options.onDone?.(done, accounts.length);
            return read;
        },
        { concurrency: accountsAtOnce },
    );
}

async function readAccount(account: Account, options: ReadOptions): Promise<LiveAccount> {
    const { prefix, clientFor, complete, lacks = [] } = options;
    const unread: string[] = [];
    const attempt = async <Result>(
        read: () => Promise<Result>,
        otherwise: Result,
    ): Promise<Result> => {
        try {
            return await read();
        } catch (error) {
            unread.push(`account ${account.id} (${account.name}): ${(error as Error).message}`);
            return otherwise;
        }
    };
    const clients = await attempt<AccountClients | undefined>(
        () => clientFor(account.id),
        undefined,
    );
    if (clients === undefined) return { ...nothing, account, unread };
    const { iam, caller, secrets } = clients;
    const details = await attempt<AccountDetails | undefined>(async () => {
        const read = await readDetails(iam, caller);
        return (complete === undefined
            ? read
            : await complete(iam, read)) as unknown as AccountDetails;
    }, undefined);
    // Nothing else says anything without it.
    if (details === undefined) return { ...nothing, account, unread };
    const users = details.UserDetailList.filter(({ Arn }) => isPlatformUser(prefix, Arn));
    const [sessions, credentials, providers, unassignedMfa, found] = await Promise.all([
        attempt(() => readSessions(clients, prefix), {}),
        attempt(
            async () =>
                Object.fromEntries(
                    await pMap(
                        users,
                        async ({ UserName }) =>
                            [
                                UserName,
                                await readCredentials(iam, caller, UserName, lacks),
                            ] as const,
                        { concurrency: usersAtOnce },
                    ),
                ),
            {},
        ),
        attempt(() => readProviders(clients), []),
        attempt(() => (users.length === 0 ? Promise.resolve([]) : readUnassignedMfa(clients)), []),
        attempt(
            () =>
                secrets === undefined || details.UserDetailList.length === 0
                    ? Promise.resolve([])
                    : readSecrets(secrets, caller, new Map()),
            [],
        ),
    ]);
    return {
        account,
        details,
        sessions,
        credentials,
        unassignedMfa,
        providers,
        secrets: found,
        unread,
    };
}

const nothing = {
    details: { UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] },
    sessions: {},
    credentials: {},
    unassignedMfa: [],
    providers: [],
    secrets: [],
};

const isPlatformUser = (prefix: string, arn: string): boolean =>
    (["serviceAccount", "person"] as const).some((kind) =>
        resourceOf(arn).startsWith(`user${userRootPath(prefix, kind)}`),
    );

async function readSessions(
    { iam, caller }: AccountClients,
    prefix: string,
): Promise<Record<string, RoleSession>> {
    const sessions: Record<string, RoleSession> = {};
    for (const PathPrefix of [
        rolePath(prefix),
        breakGlassPath(prefix),
        ...entryRootPaths(prefix),
    ]) {
        let Marker: string | undefined;
        do {
            const input = { PathPrefix, MaxItems: 1000, Marker };
            const page = await awsCall("iam:ListRoles", caller, () =>
                iam.send(new ListRolesCommand(input)),
            );
            for (const role of page.Roles ?? []) {
                const { RoleName = "", MaxSessionDuration, Description = "" } = role;
                sessions[RoleName] = {
                    maxSessionDuration: MaxSessionDuration ?? 3600,
                    description: Description,
                };
            }
            Marker = nextOf("iam:ListRoles", page);
        } while (Marker !== undefined);
    }
    return sessions;
}

async function readProviders({ iam, caller }: AccountClients): Promise<string[]> {
    const [oidc, saml] = await Promise.all([
        awsCall("iam:ListOpenIDConnectProviders", caller, () =>
            iam.send(new ListOpenIDConnectProvidersCommand({})),
        ),
        awsCall("iam:ListSAMLProviders", caller, () => iam.send(new ListSAMLProvidersCommand({}))),
    ]);
    return [...(oidc.OpenIDConnectProviderList ?? []), ...(saml.SAMLProviderList ?? [])]
        .map(({ Arn = "" }) => Arn)
        .sort();
}

async function readUnassignedMfa({ iam, caller }: AccountClients): Promise<string[]> {
    const serials: string[] = [];
    let Marker: string | undefined;
    do {
        const input = { AssignmentStatus: "Unassigned" as const, MaxItems: 1000, Marker };
        const page = await awsCall("iam:ListVirtualMFADevices", caller, () =>
            iam.send(new ListVirtualMFADevicesCommand(input)),
        );
        serials.push(
            ...(page.VirtualMFADevices ?? []).map(({ SerialNumber = "" }) => SerialNumber),
        );
        Marker = nextOf("iam:ListVirtualMFADevices", page);
    } while (Marker !== undefined);
    return serials;
}

function nextOf(
    call: string,
    page: { readonly IsTruncated?: boolean | undefined; readonly Marker?: string | undefined },
): string | undefined {
    if (page.IsTruncated !== true) return undefined;
    if (page.Marker === undefined)
        throw new Error(`${call} returned IsTruncated without a Marker; retry.`);
    return page.Marker;
}
