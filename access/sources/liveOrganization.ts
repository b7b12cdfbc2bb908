import type { Organization } from "../organization/organization";
import { OrganizationError } from "../organization/organizationError";
import { environmentOf } from "../organization/readEnvironments";
import type { Environments } from "../organization/readEnvironments";
import { readFor } from "../organization/alike/readForReport";
import { readDetails } from "./authorizationDetails";
import type { IdentityCenterCaller } from "./identityCenter";
import type { AccountClients, LiveAccount, LiveOptions } from "./live";
import { readPeople } from "./livePeople";
import { readSecrets } from "./liveSecrets";
import type { RawSecret } from "./liveSecrets";
import { fullAccess, policyTypes, readOrganizationTree } from "./organizationTree";
import type { OrganizationTree, OrganizationsCaller, TreeAccount } from "./organizationTree";
import { pool } from "./pool";
import { kept, keptOrRefused, noStore } from "./readingStore";
import type { ReadingStore } from "./readingStore";
import { Refused, orRefused } from "./refused";

export interface LiveOrganizationOptions extends Pick<
    LiveOptions,
    "clientFor" | "keyHolders" | "trustedIssuers" | "limits" | "onDone" | "isForReport"
> {
    readonly organizations: OrganizationsCaller;
    readonly identityCenter: IdentityCenterCaller;
    /** Accounts with their environments; further ones of the organization need one by `environments`. */
    readonly registered: readonly LiveAccount[];
    readonly environments: Environments;
    /** Keeps what was read, so that a reading that was interrupted goes on. @default nothing is kept */
    readonly store?: ReadingStore;
    /** @default the time now */
    readonly now?: Date;
}

/** Accounts read concurrently. */
const atOnce = 8;
/** Hours after which what was read is too old to go on with. */
const longest = 24;

/**
 * Reads a whole organization: its accounts with their service and resource control policies, their IAM data and secrets,
 * and who is assigned what in IAM Identity Center. What AWS refuses makes the boundary unknown, with the reason.
 *
 * @throws OrganizationError if an account has no environment, or a reading cannot go on
 * @throws Error if AWS can't be asked: the reading then goes on from the store
 */
export async function readLiveOrganization(
    options: LiveOrganizationOptions,
): Promise<Organization> {
    const { store = noStore, environments, registered, now = new Date() } = options;
    await begin(store, now);
    const read = await kept(
        store,
        "organization",
        () => orRefused(() => readOrganizationTree(options.organizations)),
        (tree) => !(tree instanceof Refused) && tree.unread.length === 0 && isWhole(tree),
    );
    const tree = read instanceof Refused ? undefined : read;
    const unread =
        read instanceof Refused
            ? [`The accounts of the organization: ${read.why}`]
            : [...read.unread];
    const accounts = accountsOf(tree, registered, environments);
    const { onDone } = options;
    let done = 0;
    const readings = await pool(accounts, atOnce, async (account) => {
        const reading = await readAccount(account, options, store);
        done += 1;
        onDone?.(done, accounts.length);
        return reading;
    });
    const people = await readPeople(accounts, tree, options, store);
    unread.push(...people.unread);
    const entries = accounts.map((account, index) => [
        account.id,
        {
            name: account.name,
            environment: account.environment,
            ...policiesOf(tree, unread, account.id),
            ...readings[index]?.more,
        },
    ]);
    const registry = {
        ...(Object.fromEntries(entries) as Record<string, unknown>),
        ...environments.more,
        ...options.trustedIssuers,
        ...(people.people === undefined ? {} : { people: people.people }),
        ...(unread.length === 0 ? {} : { unread }),
        limits: [...(options.limits ?? []), ...inactive(tree)],
    };
    const details = new Map(
        readings.flatMap(({ details: found }, index) =>
            found === undefined ? [] : [[accounts[index]?.id ?? "", found] as const],
        ),
    );
    const { isForReport = false } = options;
    const organization = readFor({ isForReport })(registry, details, {
        from: "the organization",
    });
    await store.put("accounts", registry);
    if (organization.unread.length === 0) await store.remove(began);
    return organization;
}

/** Name of what says when a reading began; it goes when everything is read. */
const began = "reading";

async function begin(store: ReadingStore, now: Date): Promise<void> {
    const found = await store.get(began);
    if (found === undefined) {
        if ((await store.get("accounts")) !== undefined) {
            throw new OrganizationError("the folder", [
                "it holds a whole reading already; read it with --source FOLDER, or name another folder",
            ]);
        }
        await store.put(began, { began: now.toISOString() });
        return;
    }
    const at = Date.parse((found as { readonly began: string }).began);
    const hours = (now.getTime() - at) / 3_600_000;
    if (hours < longest) return;
    throw new OrganizationError("the folder", [
        `the reading there began ${Number.isNaN(at) ? "at an unknown time" : `${Math.floor(hours)} hours ago`}; the maximum is ${longest}, since accounts change: name an empty folder`,
    ]);
}

const isWhole = ({ policies }: OrganizationTree): boolean =>
    policyTypes.every((type) => typeof policies[type] !== "string");

/**
 * The accounts to read: those of the organization, then registered ones that aren't in it.
 *
 * @throws OrganizationError naming each that has no environment
 */
function accountsOf(
    tree: OrganizationTree | undefined,
    registered: readonly LiveAccount[],
    environments: Environments,
): readonly LiveAccount[] {
    const known = new Map(registered.map((account) => [account.id, account]));
    const faults: string[] = [];
    const inTree = (tree?.accounts ?? [])
        .filter(({ isActive }) => isActive)
        .flatMap(({ id, name, parents }): LiveAccount[] => {
            const account = known.get(id);
            if (account !== undefined) return [account];
            const environment = environmentOf(environments, id, parents);
            if (environment !== undefined) return [{ id, name: shortName(name), environment }];
            faults.push(
                `account ${id} (${name}) in ${parents.at(-1)?.path ?? "/"} has no environment; give it or its organizational unit one with --environments FILE`,
            );
            return [];
        });
    if (faults.length > 0) throw new OrganizationError("the organization", faults);
    const read = new Set(inTree.map(({ id }) => id));
    return [...inTree, ...registered.filter(({ id }) => !read.has(id))];
}

/** As accounts.json takes it. */
const shortName = (name: string): string =>
    name.replaceAll(/\p{C}/gu, "").slice(0, 64) || "unnamed";

interface Reading {
    readonly details?: unknown;
    /** Of the account's entry in accounts.json. */
    readonly more: { readonly secrets?: readonly RawSecret[]; readonly unread?: readonly string[] };
}

async function readAccount(
    { id }: LiveAccount,
    { clientFor, keyHolders = new Map() }: LiveOrganizationOptions,
    store: ReadingStore,
): Promise<Reading> {
    const refusedBy = ({ why }: Refused): Reading => ({ more: { unread: [why] } });
    let clients: AccountClients | undefined;
    const opened = async (): Promise<AccountClients> => (clients ??= await clientFor(id));
    const details = await keptOrRefused(store, id, async () => {
        const { iam, caller } = await opened();
        return readDetails(iam, caller);
    });
    if (details instanceof Refused) return refusedBy(details);
    if (details.UserDetailList.length === 0) return { details, more: {} };
    const read = await keptOrRefused(store, `${id}.secrets`, async () => {
        const { secrets, caller } = await opened();
        return secrets === undefined
            ? {}
            : { secrets: await readSecrets(secrets, caller, keyHolders) };
    });
    return read instanceof Refused ? { details, ...refusedBy(read) } : { details, more: read };
}

/** Levels of an account's policies, from the root down; the management account has no limits. */
function policiesOf(
    tree: OrganizationTree | undefined,
    unread: readonly string[],
    id: string,
): object {
    const account = tree?.accounts.find((one) => one.id === id);
    if (tree === undefined || account === undefined) {
        // Not in the organization; or it is not known whether it is.
        const [why] = unread;
        const unknown = [[{ unread: why }]];
        return why === undefined
            ? {}
            : { serviceControlPolicies: unknown, resourceControlPolicies: unknown };
    }
    const isManagement = id === tree.managementAccount;
    const levels = (type: (typeof policyTypes)[number]): unknown[][] => {
        if (isManagement) return [[fullAccess[type]]];
        const policies = tree.policies[type];
        if (typeof policies === "string") return [[{ unread: policies }]];
        const found = [...account.parents.map((parent) => parent.id), id].map(
            (target) => policies[target] ?? [],
        );
        // Where a type isn't enabled, the root alone has one.
        return found.filter((level) => level.length > 0).map((level) => [...level]);
    };
    return {
        organizationId: tree.id,
        serviceControlPolicies: levels("SERVICE_CONTROL_POLICY"),
        resourceControlPolicies: levels("RESOURCE_CONTROL_POLICY"),
    };
}

function inactive(tree: OrganizationTree | undefined): readonly string[] {
    const ids = (tree?.accounts ?? [])
        .filter(({ isActive }) => !isActive)
        .map(({ id }: TreeAccount) => id);
    return ids.length === 0
        ? []
        : [
              `Accounts that are suspended, closed or not active yet were not read: ${ids.join(", ")}.`,
          ];
}
