import * as v from "valibot";

import type { Account } from "./accounts";
import { isOpenToNonprod } from "./environments";
import type { Fault } from "./fault";
import { isObject } from "./isObject";
import type { TrustClass } from "./naming";
import { check, mailAddresses, must, strict, text } from "./schema";

/** Emergency access to an account, as it is switched on (docs/break-glass.md). */
export interface BreakGlass {
    /** Names, without the prefix, of the people of the catalogue who may use it. At least one, sorted. */
    readonly people: readonly string[];
    /** What the source identity of a session must match: the number of its ticket, where `*` and `?` stand for any. */
    readonly ticket: string;
    /** How long ago the person may have given the code of the MFA device, in seconds. */
    readonly maxMfaAge: number;
    /** E-mail addresses that hear of each use. At least one, sorted. */
    readonly alarm: readonly string[];
}

/** Longest session, in seconds: IAM's least. */
export const breakGlassSeconds = 3600;

const defaultMaxMfaAge = 900;
const seconds = must("60 to 3600 (seconds); 900 if left out");

// Of a source identity's characters, 2 to 64. What begins like every ticket is told from a name.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
const ticketPattern = /^(?!aws:)[\w+=,.@-]{2,63}[\w+=,.@*?-]{1,62}$/;

const schema = strict("breakGlass", {
    people: v.pipe(
        v.array(v.string(must("text")), must("a list of names of people")),
        v.nonEmpty("is empty; a list of names of people, or leave breakGlass out"),
    ),
    ticket: v.pipe(
        text(
            ticketPattern,
            "two characters at least, then any of letters, digits, +=,.@_- and the wildcards * and ?, e.g. INC-*",
        ),
        v.maxLength(64, ({ input }) => `has ${input.length} characters; at most 64`),
    ),
    maxMfaAge: v.exactOptional(
        v.pipe(
            v.number(seconds),
            v.integer(seconds),
            v.minValue(60, seconds),
            v.maxValue(3600, seconds),
        ),
    ),
    alarm: mailAddresses("leave breakGlass out"),
});

/**
 * Emergency access, if it is switched on.
 *
 * @param value of `breakGlass`, as it was read; absent or empty: off
 */
export function parseBreakGlass(value: unknown, fault: Fault): BreakGlass | undefined {
    if (value === undefined || (isObject(value) && Object.keys(value).length === 0)) {
        return undefined;
    }
    const given = check(schema, value, "breakGlass", fault);
    return (
        given && {
            people: [...new Set(given.people)].sort(),
            ticket: given.ticket,
            maxMfaAge: given.maxMfaAge ?? defaultMaxMfaAge,
            alarm: given.alarm,
        }
    );
}

/**
 * Whether people of a trust class may use the emergency access of an account: production is prod's alone, and an account that
 * holds the identities is production, also where nonprod shares it.
 */
export const mayBreakGlass = (trustClass: TrustClass, account: Account): boolean =>
    trustClass === "prod" ||
    (isOpenToNonprod(account.environment) && account.sharedWith === undefined);
