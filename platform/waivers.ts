import type { Fault } from "./fault";
import { isObject } from "./isObject";
import { quote } from "./quote";

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

const texts = { hop: ["kind", "from", "to"], waiver: ["owner", "reason"] } as const;

/**
 * The waivers of a configuration.
 *
 * @param value of `waivers` in the configuration
 * @param fault receives each fault: where, the value, the bound
 */
export function parseWaivers(value: unknown, fault: Fault): readonly Waiver[] {
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
        fault(`waivers is ${quote(value)}; must be a list of {hop, owner, reason, expires}`);
        return [];
    }
    return (value as unknown[]).map((entry, index) => {
        const at = `waivers[${index}]`;
        const waiver = mapping(entry, at, ["hop", ...texts.waiver, "expires"], fault);
        const hop = mapping(waiver["hop"], `${at}.hop`, texts.hop, fault);
        for (const key of texts.waiver) requireText(waiver[key], `${at}.${key}`, fault);
        for (const key of texts.hop) requireText(hop[key], `${at}.hop.${key}`, fault);
        const expires = dayOf(waiver["expires"]);
        if (expires === undefined) {
            fault(`${at}.expires is ${quote(waiver["expires"])}; must be a day, e.g. 2026-12-31`);
        }
        // Faults are thrown later, so an incomplete waiver is never used.
        return { ...waiver, hop, expires } as unknown as Waiver;
    });
}

function mapping(
    value: unknown,
    at: string,
    keys: readonly string[],
    fault: Fault,
): Readonly<Record<string, unknown>> {
    if (!isObject(value)) {
        fault(`${at} is ${quote(value)}; must have ${keys.join(", ")}`);
        return {};
    }
    for (const key of Object.keys(value).filter((name) => !keys.includes(name))) {
        fault(`${at}.${key} is not known; it has ${keys.join(", ")}`);
    }
    return value;
}

function requireText(value: unknown, at: string, fault: Fault): void {
    if (typeof value !== "string" || value.trim() === "" || value.includes("\n")) {
        fault(`${at} is ${quote(value)}; must be text of one line`);
    }
}

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
