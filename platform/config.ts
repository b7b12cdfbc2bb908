import { isAccountId, parseAccounts } from "./accounts";
import type { Account } from "./accounts";
import { parseAuditTrail } from "./auditTrail";
import type { AuditTrail } from "./auditTrail";
import { parseBreakGlass } from "./breakGlass";
import type { BreakGlass } from "./breakGlass";
import { isExactArn } from "./exactArn";
import type { Fault } from "./fault";
import { parseIdentityCenter } from "./identityCenter";
import type { IdentityCenter } from "./identityCenter";
import type { AccountScope } from "./naming";
import { partitionOf, partitions, regionFault } from "./partitions";
import { ProgramError } from "./programError";
import { quote } from "./quote";
import { parseQuotas } from "./quotas";
import type { Quotas } from "./quotas";
import { didYouMean } from "./nearest";
import { parseSecretReaders } from "./secretReaders";
import type { SecretReaders } from "./secretReaders";
import { parseTags } from "./tags";
import { parseTeams } from "./teams";
import type { Team } from "./teams";
import { parseTrustedIssuers } from "./trustedIssuers";
import type { TrustedIssuers } from "./trustedIssuers";
import { parseWaivers } from "./waivers";
import type { Waiver } from "./waivers";

/** A stack's configuration, checked. */
export interface Settings {
    /** Account that this stack configures. */
    readonly account: Account;
    /** Account that holds the identities: the only one with environment `state`. */
    readonly stateAccount: Account;
    /** The whole registry, sorted by name. */
    readonly accounts: readonly Account[];
    readonly partition: string;
    readonly prefix: string;
    /** Region of the AWS provider; IAM itself is global, the credential secrets live here. */
    readonly region: string;
    /** Role that the AWS provider assumes to deploy this stack. */
    readonly deployRoleArn?: string;
    /** ARNs of the users and roles that may read the secrets of service accounts, by trust class. */
    readonly secretReaders: SecretReaders;
    /** Hops into production that an owner accepts until a given day. */
    readonly waivers: readonly Waiver[];
    /** IAM quotas of this stack's account. */
    readonly quotas: Quotas;
    /** Whose the tokens of identity providers are. */
    readonly trustedIssuers: TrustedIssuers;
    /** Emergency access to each account. @default none */
    readonly breakGlass?: BreakGlass;
    /** The audit trail of all accounts into the state account. @default none */
    readonly auditTrail?: AuditTrail;
    /** What teams may add by themselves, sorted by name. */
    readonly teams: readonly Team[];
    /** The organization's IAM Identity Center, if people come by it. @default they don't */
    readonly identityCenter?: IdentityCenter;
    /** Tags of every resource, in addition to the project's own. */
    readonly tags: Readonly<Record<string, string>>;
}

/** Configuration as Pulumi holds it: full key, e.g. `iam-profiles:accounts`, to text; objects are JSON. */
export type RawConfig = Readonly<Record<string, string>>;

/** The faults of one file. */
export interface FileFaults {
    /** E.g. `identities/catalogue.ts`. */
    readonly file: string;
    readonly faults: readonly string[];
}

/** Every fault of a stack's configuration and of the catalogues at once, each below the file that it is in. */
export class ConfigError extends ProgramError {
    /** Faults of the configuration, then those of the catalogues. */
    readonly faults: readonly string[];

    constructor(stack: string, faults: readonly string[], catalogues: readonly FileFaults[] = []) {
        const files = [
            {
                file: `The configuration of stack "${stack}" is not usable (Pulumi.yaml and Pulumi.${stack}.yaml):`,
                faults,
            },
            ...catalogues.map((one) => ({ ...one, file: `${one.file} is not usable:` })),
        ].filter((one) => one.faults.length > 0);
        super(
            files
                .flatMap((one) => [one.file, ...one.faults.map((fault) => `  - ${fault}`)])
                .join("\n"),
        );
        this.faults = files.flatMap((one) => one.faults);
    }
}

/** Finds the faults of the catalogues in an account. */
export type CatalogueCheck = (scope: AccountScope, shared: SharedParts) => readonly FileFaults[];

/** Settings that the catalogues are checked against. */
export interface SharedParts extends Pick<Settings, "trustedIssuers" | "accounts"> {
    /** Account that has the identities. */
    readonly stateAccountId: string;
    readonly identityCenter?: IdentityCenter | undefined;
    /** `undefined`: they are at fault, so that nothing is known of what they may add. */
    readonly teams: Settings["teams"] | undefined;
}

/** The names and ARNs of one account under these settings. */
export const scopeOf = (settings: Settings, account: Account): AccountScope => ({
    partition: settings.partition,
    prefix: settings.prefix,
    accountId: account.id,
    ...(settings.teams.some(({ accounts }) => accounts.includes(account.name))
        ? { hasTeams: true }
        : {}),
});

const keys = [
    "accounts",
    "partition",
    "prefix",
    "secretReaders",
    "waivers",
    "quotas",
    "issuers",
    "trustedOwners",
    "breakGlass",
    "auditTrail",
    "teams",
    "identityCenter",
    "tags",
    "deployRoleArn",
];
// With the longest name of the catalogue, a name must stay within IAM's 64 characters.
const prefixPattern = /^[A-Za-z][A-Za-z0-9]{0,15}$/;

/** The registry that was read last: all stacks of a platform have the same. */
let lastRegistry:
    | { readonly text: string; readonly accounts: Account[]; readonly faults: readonly string[] }
    | undefined;

function registryOf(text: string | undefined, read: () => unknown, fault: Fault): Account[] {
    if (text === undefined || text !== lastRegistry?.text) {
        const faults: string[] = [];
        const accounts = parseAccounts(read(), (one) => void faults.push(one));
        lastRegistry = { text: text ?? "", accounts, faults };
    }
    lastRegistry.faults.forEach(fault);
    return lastRegistry.accounts;
}

/**
 * A stack's settings from its raw configuration.
 *
 * @param project name of the Pulumi project: namespace of the product's own keys
 * @param stack name of the stack; must be an account of the registry
 * @param catalogueFaults finds the faults of the catalogues in the stack's account, to report them in the same error; a
 *     faulty setting is replaced by a sound one for it
 * @throws ConfigError with every fault of every key
 */
export function parseSettings(
    project: string,
    stack: string,
    raw: RawConfig,
    catalogueFaults: CatalogueCheck = () => [],
): Settings {
    const faults: string[] = [];
    const fault: Fault = (text) => void faults.push(text);

    for (const key of Object.keys(raw)) {
        const [namespace, name] = key.split(/:(.*)/s);
        if (namespace === project && !keys.includes(name ?? "")) {
            const hint = didYouMean(name ?? "", keys);
            fault(
                `${key} is no setting of this project${hint}${hint === "" ? "; the" : " The"} settings are ${keys.join(", ")}`,
            );
        }
    }

    const json = (key: string): unknown => {
        const text = raw[`${project}:${key}`];
        if (text === undefined) return undefined;
        try {
            return JSON.parse(text) as unknown;
        } catch {
            // Not JSON: kept as text, which fails the check of a key that needs an object.
            return text;
        }
    };

    const partition = raw[`${project}:partition`] ?? "aws";
    if (!partitions.includes(partition)) {
        fault(`partition is ${quote(partition)}; must be one of ${partitions.join(", ")}`);
    }
    const prefix = raw[`${project}:prefix`] ?? "PSK";
    if (!prefixPattern.test(prefix)) {
        fault(`prefix is ${quote(prefix)}; must be 1 to 16 letters and digits, a letter first`);
    }
    const region = raw["aws:region"];
    if (region === undefined) {
        fault(
            `aws:region is missing; run: pulumi config set aws:region us-east-1 --stack ${stack}`,
        );
    } else {
        const known = partitions.includes(partition) ? partition : partitionOf(region);
        const wrong = regionFault(region, known);
        if (wrong !== undefined) fault(`aws:region ${wrong}`);
    }

    const accounts = registryOf(raw[`${project}:accounts`], () => json("accounts"), fault);
    const account = accounts.find(({ name }) => name === stack);
    if (account === undefined) {
        fault(
            `stack "${stack}" is no account of the registry (${accounts.map(({ name }) => name).join(", ") || "empty"}); ` +
                `add accounts.${stack} with id and environment to Pulumi.yaml, or select another stack`,
        );
    }
    const stateAccounts = accounts.filter(({ environment }) => environment === "state");
    const [stateAccount] = stateAccounts;
    if (stateAccounts.length !== 1) {
        const found = stateAccounts.map(({ name }) => name).join(", ") || "none";
        fault(`accounts must have exactly one with environment "state"; found: ${found}`);
    }

    const deployRoleArn = raw[`${project}:deployRoleArn`];
    if (deployRoleArn !== undefined && account !== undefined) {
        if (!isExactArn(deployRoleArn, partition, account.id, ["role"])) {
            fault(
                `deployRoleArn is ${quote(deployRoleArn)}; must be the ARN of a role in account ${account.id} (${account.name})`,
            );
        }
    }
    const scope = {
        partition: partitions.includes(partition) ? partition : "aws",
        prefix: prefixPattern.test(prefix) ? prefix : "PSK",
        accountId: isAccountId(account?.id) ? account.id : "000000000000",
    };
    const secretReaders = parseSecretReaders(
        json("secretReaders"),
        stateAccount === undefined ? undefined : { ...scope, accountId: stateAccount.id },
        fault,
        stateAccount?.sharedWith !== undefined,
    );
    const names = accounts.map(({ name }) => name);
    const quotas = parseQuotas(json("quotas"), names, stack, fault);
    const waivers = parseWaivers(json("waivers"), fault);
    const trustedIssuers = parseTrustedIssuers(json("issuers"), json("trustedOwners"), fault);
    const breakGlass = parseBreakGlass(json("breakGlass"), fault);
    const auditTrail = parseAuditTrail(json("auditTrail"), scope.partition, fault);
    const before = faults.length;
    const teams = parseTeams(json("teams"), accounts, fault);
    const areTeamsSound = faults.length === before;
    const identityCenter = parseIdentityCenter(json("identityCenter"), scope.partition, fault);
    const tags = parseTags(json("tags"), fault);

    const inCatalogues = catalogueFaults(scope, {
        stateAccountId: stateAccount?.id ?? scope.accountId,
        trustedIssuers,
        teams: areTeamsSound ? teams : undefined,
        accounts,
        identityCenter,
    }).filter((file) => file.faults.length > 0);
    if (
        faults.length > 0 ||
        inCatalogues.length > 0 ||
        account === undefined ||
        stateAccount === undefined ||
        region === undefined
    ) {
        throw new ConfigError(stack, faults, inCatalogues);
    }
    return {
        account,
        stateAccount,
        accounts,
        partition,
        prefix,
        region,
        secretReaders,
        waivers,
        quotas,
        trustedIssuers,
        teams,
        tags,
        ...(breakGlass === undefined ? {} : { breakGlass }),
        ...(auditTrail === undefined ? {} : { auditTrail }),
        ...(identityCenter === undefined ? {} : { identityCenter }),
        ...(deployRoleArn === undefined ? {} : { deployRoleArn }),
    };
}
