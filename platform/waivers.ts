import * as v from "valibot";

import type { Fault } from "./fault";
import { check, must, strict, text } from "./schema";

/**
 * A hop on a path into production that an owner accepts until a given day: the policy pack excludes it from every path. A
 * waiver names exactly one hop, as a violation prints it.
 */
export interface Waiver {
    readonly hop: WaivedHop;
    /** Who is responsible: a name or an address. */
    readonly owner: string;
    readonly reason: string;
    /** The last day on which it is valid (UTC), e.g. `2026-12-31`. */
    readonly expires: string;
}

export interface WaivedHop {
    /** e.g. `AssumeRole` or `CreateAccessKey`. */
    readonly kind: string;
    /** ARN of the principal that acts. */
    readonly from: string;
    /** ARN of what it gains. */
    readonly to: string;
}

/** Whether a waiver has expired. */
export const isExpired = ({ expires }: Waiver, now: Date): boolean =>
    now.toISOString().slice(0, 10) > expires;

/** Whether a waiver names exactly this hop. */
export const waives = ({ hop }: Waiver, { kind, from, to }: WaivedHop): boolean =>
    hop.kind === kind && hop.from === from && hop.to === to;

/** A waiver and its hop, on one line. */
export const waiverText = ({ hop, owner, reason }: Waiver): string =>
    `The waiver of ${owner} (${reason}) for ${hop.kind}: ${hop.from} -> ${hop.to}`;

/**
 * Finds out which waivers match no hop, as one that is misspelt, or that is needed no more.
 *
 * @returns `matches`: whether a hop is waived, to be asked of every hop; `unmatched`: those that matched none of them
 */
export function watchWaivers(waivers: readonly Waiver[]): {
    readonly matches: (hop: WaivedHop) => boolean;
    readonly unmatched: () => readonly Waiver[];
} {
    const matched = new Set<Waiver>();
    return {
        matches: (hop) => {
            const found = waivers.filter((waiver) => waives(waiver, hop));
            for (const waiver of found) matched.add(waiver);
            return found.length > 0;
        },
        unmatched: () => waivers.filter((waiver) => !matched.has(waiver)),
    };
}

const line = text(/^(?=.*\S)[^\n]+$/, "text of one line");
const expiresFault = must("a day, e.g. 2026-12-31");

const waiversSchema = v.array(
    strict("a waiver", {
        hop: strict("a hop", { kind: line, from: line, to: line }),
        owner: line,
        reason: line,
        expires: v.pipe(
            v.string(expiresFault),
            v.check((value) => dayOf(value) !== undefined, expiresFault),
            v.transform((value) => dayOf(value) ?? value),
        ),
    }),
    must("a list of {hop, owner, reason, expires}"),
);

/**
 * The waivers of a configuration.
 *
 * @param value of `waivers` in the configuration
 * @param fault receives each fault: where, the value, the bound
 */
export const parseWaivers = (value: unknown, fault: Fault): readonly Waiver[] =>
    value === undefined ? [] : (check(waiversSchema, value, "waivers", fault) ?? []);

/**
 * The day that a text names, e.g. `2026-12-31`; `undefined` if it names none that the calendar has. A timestamp of midnight
 * UTC is its day: YAML 1.1 reads a day without quotes so, and Pulumi hands it on as `2026-12-31T00:00:00Z`.
 */
export function dayOf(value: unknown): string | undefined {
    if (typeof value !== "string") return undefined;
    const day = /^(\d{4}-\d\d-\d\d)(?:T00:00:00(?:\.0+)?(?:Z|\+00:00))?$/.exec(value)?.[1];
    const exists =
        day !== undefined &&
        !Number.isNaN(Date.parse(day)) &&
        new Date(day).toISOString().startsWith(day);
    return exists ? day : undefined;
}
