import * as pulumi from "@pulumi/pulumi";

import { parseAccounts } from "./accounts";
import type { Account } from "./accounts";
import { isExactArn } from "./exactArn";
import type { Fault } from "./fault";
import type { AccountScope, TrustClass } from "./naming";
import { partitionOf, partitions } from "./partitions";
import { ProgramError } from "./programError";
import { quote } from "./quote";
import { parseSecretReaders } from "./secretReaders";
import { parseTags } from "./tags";
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
    readonly secretReaders: Readonly<Record<TrustClass, readonly string[]>>;
    /** Hops into production that an owner accepts until a given day. */
    readonly waivers: readonly Waiver[];
    /** Tags of every resource, in addition to the project's own. */
    readonly tags: Readonly<Record<string, string>>;
}

/** Configuration as Pulumi holds it: full key, e.g. `iam-profiles:accounts`, to text; objects are JSON. */
export type RawConfig = Readonly<Record<string, string>>;

/** Every fault of a stack's configuration at once. */
export class ConfigError extends ProgramError {
    constructor(
        stack: string,
        readonly faults: readonly string[],
    ) {
        super(
            `The configuration of stack "${stack}" is not usable (Pulumi.yaml and Pulumi.${stack}.yaml):\n` +
                faults.map((fault) => `  - ${fault}`).join("\n"),
        );
    }
}

/** The names and ARNs of one account under these settings. */
export const scopeOf = (settings: Settings, account: Account): AccountScope => ({
    partition: settings.partition,
    prefix: settings.prefix,
    accountId: account.id,
});

const keys = [
    "accounts",
    "partition",
    "prefix",
    "secretReaders",
    "waivers",
    "tags",
    "deployRoleArn",
];
// With the longest name of the catalogue, a name must stay within IAM's 64 characters.
const prefixPattern = /^[A-Za-z][A-Za-z0-9]{0,15}$/;
const regionPattern = /^[a-z]{2}(-[a-z]+)+-\d$/;

/**
 * A stack's settings from its raw configuration.
 *
 * @param project name of the Pulumi project: namespace of the product's own keys
 * @param stack name of the stack; must be an account of the registry
 * @param catalogueFaults faults of the catalogues, to report in the same error
 * @throws ConfigError with every fault of every key
 */
export function parseSettings(
    project: string,
    stack: string,
    raw: RawConfig,
    catalogueFaults: readonly string[] = [],
): Settings {
    const faults = [...catalogueFaults];
    const fault: Fault = (text) => void faults.push(text);

    for (const key of Object.keys(raw)) {
        const [namespace, name] = key.split(/:(.*)/s);
        if (namespace === project && !keys.includes(name ?? "")) {
            fault(`${key} is no setting of this project; the settings are ${keys.join(", ")}`);
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
    } else if (!regionPattern.test(region)) {
        fault(`aws:region is ${quote(region)}; must be an AWS region, e.g. us-east-1`);
    } else if (partitions.includes(partition) && partitionOf(region) !== partition) {
        fault(
            `aws:region is ${quote(region)}; it is in partition ${partitionOf(region)}, not ${partition}`,
        );
    }

    const accounts = parseAccounts(json("accounts"), fault);
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
    const secretReaders = parseSecretReaders(
        json("secretReaders"),
        (arn) =>
            stateAccount === undefined ||
            isExactArn(arn, partition, stateAccount.id, ["role", "user"]),
        fault,
    );
    const waivers = parseWaivers(json("waivers"), fault);
    const tags = parseTags(json("tags"), fault);

    if (
        faults.length > 0 ||
        account === undefined ||
        stateAccount === undefined ||
        region === undefined
    ) {
        throw new ConfigError(stack, faults);
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
        tags,
        ...(deployRoleArn === undefined ? {} : { deployRoleArn }),
    };
}

/**
 * The running stack's settings.
 *
 * @throws ConfigError with every fault of every key, and of the catalogues
 */
export function readSettings(catalogueFaults: readonly string[]): Settings {
    return parseSettings(
        pulumi.getProject(),
        pulumi.getStack(),
        pulumi.runtime.allConfig(),
        catalogueFaults,
    );
}
