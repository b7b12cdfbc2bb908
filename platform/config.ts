import * as pulumi from "@pulumi/pulumi";

import { environments } from "./environments";
import type { Environment } from "./environments";
import { trustClasses } from "./naming";
import type { AccountScope, TrustClass } from "./naming";
import { quote } from "./quote";
import { parseWaivers } from "./waivers";
import type { Waiver } from "./waivers";

/** An account of the registry. */
export interface Account {
    /** Name of the account and of its stack, e.g. `nonprod`. */
    readonly name: string;
    /** 12 digits. */
    readonly id: string;
    readonly environment: Environment;
}

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
    /** Hops into production that somebody answers for. */
    readonly waivers: readonly Waiver[];
    /** Tags of every resource, beside the project's own. */
    readonly tags: Readonly<Record<string, string>>;
}

/** Configuration as Pulumi holds it: full key, e.g. `iam-profiles:accounts`, to text; objects are JSON. */
export type RawConfig = Readonly<Record<string, string>>;

/** Every fault of a stack's configuration at once. */
export class ConfigError extends pulumi.RunError {
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
const partitions = ["aws", "aws-us-gov", "aws-cn"];
const accountIdPattern = /^\d{12}$/;
// A stack name is part of a file's name and of a stack reference, so it is kept plain.
const accountNamePattern = /^[a-z][a-z0-9-]{0,62}$/;
// With the longest name of the catalogue, a name must stay within IAM's 64 characters.
const prefixPattern = /^[A-Za-z][A-Za-z0-9]{0,15}$/;
// AWS takes 50 a resource; two are the project's own.
const mostTags = 48;
const regionPattern = /^[a-z]{2}(-[a-z]+)+-\d$/;

type Fault = (text: string) => void;

const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * A stack's settings from its raw configuration.
 *
 * @param project name of the Pulumi project: namespace of the product's own keys
 * @param stack name of the stack; must be an account of the registry
 * @param catalogueFaults what is wrong with the catalogues, to be told in the same error
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
            // Text, then, which whoever wanted an object tells.
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

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function partitionOf(region: string): string {
    if (region.startsWith("cn-")) return "aws-cn";
    return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

function parseAccounts(value: unknown, fault: Fault): Account[] {
    if (!isObject(value)) {
        fault(
            `accounts is ${quote(value)}; must map each account's name to its id and environment`,
        );
        return [];
    }
    const accounts: Account[] = [];
    const nameOfId = new Map<string, string>();
    for (const [name, entry] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
        const at = `accounts.${name}`;
        if (!accountNamePattern.test(name)) {
            fault(`${at}: a name must be 1 to 63 lower-case letters, digits and -, a letter first`);
        }
        if (!isObject(entry)) {
            fault(`${at} is ${quote(entry)}; must have id and environment`);
            continue;
        }
        const { id, environment, ...rest } = entry;
        for (const key of Object.keys(rest)) {
            fault(`${at}.${key} is no property of an account; it has id and environment`);
        }
        if (typeof id === "number") {
            fault(`${at}.id is the number ${id}; put it in quotes, or a leading zero is lost`);
        } else if (typeof id !== "string" || !accountIdPattern.test(id)) {
            fault(`${at}.id is ${quote(id)}; an AWS account id has 12 digits`);
        } else if (nameOfId.has(id)) {
            fault(`${at}.id is ${quote(id)}, which is accounts.${nameOfId.get(id) ?? ""} already`);
        } else {
            nameOfId.set(id, name);
        }
        if (!environments.some((known) => known === environment)) {
            fault(
                `${at}.environment is ${quote(environment)}; must be one of ${environments.join(", ")}`,
            );
        }
        // Entered even when faulty, so that one fault doesn't bring up others; the faults prevent its use.
        accounts.push({ name, id: id as string, environment: environment as Environment });
    }
    return accounts;
}

/** Whether an ARN names exactly one resource of the given types in the account: no wildcard, no other account. */
function isExactArn(
    arn: string,
    partition: string,
    accountId: string,
    types: readonly string[],
): boolean {
    const start = `arn:${partition}:iam::${accountId}:`;
    return (
        arn.startsWith(start) &&
        new RegExp(`^(${types.join("|")})/([\\w+=,.@/-]+/)?[\\w+=,.@-]+$`).test(
            arn.slice(start.length),
        )
    );
}

function parseSecretReaders(
    value: unknown,
    isReader: (arn: string) => boolean,
    fault: Fault,
): Record<TrustClass, string[]> {
    const readers: Record<TrustClass, string[]> = { nonprod: [], prod: [] };
    if (value === undefined) return readers;
    if (!isObject(value)) {
        fault(`secretReaders is ${quote(value)}; must have lists of ARNs, nonprod and prod`);
        return readers;
    }
    for (const [key, list] of Object.entries(value)) {
        const trustClass = trustClasses.find((known) => known === key);
        if (trustClass === undefined) {
            fault(`secretReaders.${key} is no trust class; must be one of nonprod, prod`);
            continue;
        }
        if (!Array.isArray(list)) {
            fault(`secretReaders.${key} is ${quote(list)}; must be a list of ARNs`);
            continue;
        }
        for (const arn of list as unknown[]) {
            if (typeof arn !== "string" || !isReader(arn)) {
                fault(
                    `secretReaders.${key} has ${quote(arn)}; must be the exact ARN of a user or role of the state account`,
                );
            } else if (trustClass === "prod" && /:user\/(.*\/)?nonprod\/[^/]+$/.test(arn)) {
                fault(
                    `secretReaders.prod has ${quote(arn)}, a nonprod identity; it must not read prod secrets`,
                );
            } else {
                readers[trustClass].push(arn);
            }
        }
        readers[trustClass].sort();
    }
    for (const arn of readers.prod.filter((reader) => readers.nonprod.includes(reader))) {
        fault(
            `secretReaders has ${quote(arn)} as reader of both nonprod and prod; they must not share one`,
        );
    }
    return readers;
}

function parseTags(value: unknown, fault: Fault): Record<string, string> {
    if (value === undefined) return {};
    if (!isObject(value)) {
        fault(`tags is ${quote(value)}; must map names to text`);
        return {};
    }
    const count = Object.keys(value).length;
    if (count > mostTags) fault(`tags has ${count}; at most ${mostTags}`);
    for (const [name, text] of Object.entries(value)) {
        if (name === "" || name.length > 128 || /^aws:/i.test(name)) {
            fault(
                `tags has the name ${quote(name)}; must be 1 to 128 characters, and not "aws:" first`,
            );
        }
        if (typeof text !== "string" || text.length > 256) {
            fault(`tags.${name} is ${quote(text)}; must be text of at most 256 characters`);
        }
    }
    return value as Record<string, string>;
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
