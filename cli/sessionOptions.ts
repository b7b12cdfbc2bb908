import { InvalidArgumentError, Option } from "commander";
import type { Command } from "commander";

import { scopeOf } from "../platform/config";
import type { Settings } from "../platform/config";
import {
    parseDuration,
    parseSessionName,
    parseTag,
    sessionName,
    sessionSeconds,
} from "../credentials/sessionRequest";
import type { SessionRequest, SessionTag } from "../credentials/sessionRequest";
import { roleArn } from "../platform/naming";
import { checkedCatalogues } from "../roles/checkCatalogues";

/** The role of a session, and what the request to STS contains. */
export interface SessionOptions {
    readonly role: string;
    /** In seconds. */
    readonly duration?: number;
    readonly sessionName?: string;
    readonly sourceIdentity?: string;
    readonly tag?: readonly SessionTag[];
}

export const withSession = (command: Command): Command =>
    command
        .requiredOption("--role <role>", "the role's ARN, or NAME@ACCOUNT")
        .addOption(
            new Option(
                "--duration <time>",
                "how long the session lasts, e.g. 5400, 90m or 2h: 15m to the role's maximum; default: 1h",
            ).argParser(parsedBy(parseDuration)),
        )
        .addOption(
            new Option(
                "--session-name <name>",
                "its name in CloudTrail; default: the pipeline's run, or this machine's user",
            ).argParser(parsedBy(parseSessionName)),
        )
        .addOption(
            new Option(
                "--source-identity <name>",
                "who or what is behind the session, for CloudTrail, e.g. a ticket",
            ).argParser(parsedBy(parseSessionName)),
        )
        .addOption(
            new Option("--tag <key=value>", "a session tag; may be given 50 times").argParser(
                parsedBy(parseTag),
            ),
        );

/** What a parser finds wrong is wrong usage. */
function parsedBy<Value>(
    parse: (text: string, before?: Value) => Value,
): (text: string, before?: Value) => Value {
    return (text, before) => {
        try {
            return parse(text, before);
        } catch (error) {
            throw new InvalidArgumentError((error as Error).message);
        }
    };
}

/**
 * What STS is to be asked for.
 *
 * @throws Error if the role is none, or allows no session of that duration
 */
export function sessionRequest(options: SessionOptions, settings: Settings): SessionRequest {
    const arn = roleOf(options.role, settings);
    const { duration, sourceIdentity, tag } = options;
    const most = maximumOf(arn, settings);
    if (duration !== undefined && most !== undefined && duration > most) {
        throw new Error(
            `--duration is ${duration} s; ${arn} allows ${most} s at most (maxSessionDuration in roles/)`,
        );
    }
    return {
        roleArn: arn,
        name: options.sessionName ?? sessionName(),
        ...(duration === undefined ? {} : { durationSeconds: duration }),
        ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
        ...(tag === undefined ? {} : { tags: tag }),
    };
}

/** The longest session of a role of the catalogue, in seconds; none: the role is not of the catalogue. */
function maximumOf(arn: string, settings: Settings): number | undefined {
    const found = checkedCatalogues(settings).roles.find(({ name }) =>
        settings.accounts.some((account) => roleArn(scopeOf(settings, account), name) === arn),
    );
    return found === undefined ? undefined : (found.maxSessionDuration ?? sessionSeconds.default);
}

const roleArnPattern = /^arn:aws[a-z-]*:iam::\d{12}:role\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;

/**
 * ARN of a role given as an ARN, or as `NAME@ACCOUNT`: with or without the prefix, the account by name or id.
 *
 * @throws Error that says what is wrong, with the accounts that there are
 */
export function roleOf(text: string, settings: Settings): string {
    if (roleArnPattern.test(text)) return text;
    const [, name, account] = /^([\w+=,.@-]+)@([\w-]+)$/.exec(text) ?? [];
    const found = settings.accounts.find((known) => known.name === account || known.id === account);
    if (name === undefined || found === undefined) {
        const known = settings.accounts.map((entry) => entry.name).join(", ");
        throw new Error(
            `--role is "${text}"; must be a role's ARN, or NAME@ACCOUNT with one of the accounts ${known}`,
        );
    }
    const { prefix } = settings;
    return roleArn(
        scopeOf(settings, found),
        name.startsWith(prefix) ? name.slice(prefix.length) : name,
    );
}
