import type { TrustClass } from "../naming";
import { pool } from "./pool";
import { holdsKey } from "./store";
import type { KeyVersion, Stage, StoredVersion } from "./store";
import { dayMs, defaultAtOnce, defaultMaxAgeMs, shortKeyId } from "./target";
import type { AccessKey, CredentialServices, Target } from "./target";

/** One key or version of an identity, or its lack of any, as `credentials status` shows it. */
export interface StatusRow {
    readonly identity: string;
    readonly trustClass: TrustClass;
    /** Last four characters of the access key's id; none if the identity has neither key nor version. */
    readonly key?: string;
    /** `gone`: the store has it, IAM doesn't. */
    readonly state?: "active" | "inactive" | "gone";
    /** Whole days. */
    readonly ageDays?: number;
    /** ISO 8601; none if never, as far as AWS knows. */
    readonly lastUsed?: string;
    /** None: the store doesn't have it. */
    readonly stage?: Stage;
    /** When its rotation is due, as ISO 8601: of the current key alone. */
    readonly due?: string;
    /** What needs attention; none: nothing does. */
    readonly problems: readonly string[];
}

/** What is known of one identity. */
export interface Observed {
    readonly keys: readonly (AccessKey & { readonly lastUsed?: Date })[];
    readonly versions: readonly StoredVersion[];
}

/**
 * Access keys against the secrets store, for every target.
 *
 * @param maxAgeMs age at which a key is due, in milliseconds
 * @returns rows in the targets' order; a target that can't be read has one row that says why
 */
export async function statusOf(
    targets: readonly Target[],
    services: CredentialServices,
    now: Date = new Date(),
    maxAgeMs: number = defaultMaxAgeMs,
): Promise<StatusRow[]> {
    const rows = await pool(targets, defaultAtOnce, async (target) => {
        try {
            return judge(target, await observe(target, services), now, maxAgeMs);
        } catch (error) {
            return [problemRow(target, `can't be read: ${(error as Error).message}`)];
        }
    });
    return rows.flat();
}

async function observe(target: Target, { keys, store }: CredentialServices): Promise<Observed> {
    // Versions first: a key that is made in between is then reported, not missed.
    const versions = await store.versions(target.secret);
    const listed = await keys.list(target.identity);
    return {
        versions,
        keys: await Promise.all(
            listed.map(async (key) => {
                const lastUsed = await keys.lastUsed(key.accessKeyId);
                return lastUsed === undefined ? key : { ...key, lastUsed };
            }),
        ),
    };
}

/** Whether `credentials status` is to exit with 1. */
export const needsAttention = (rows: readonly StatusRow[]): boolean =>
    rows.some(({ problems }) => problems.length > 0);

/** The rows of one identity: what it has, and what is wrong with it. */
export function judge(
    target: Target,
    { keys, versions: stored }: Observed,
    now: Date,
    maxAgeMs: number,
): StatusRow[] {
    const versions = stored.filter(holdsKey);
    const rows = [
        ...keys.map((key) => keyRow(target, key, versions, now, maxAgeMs)),
        ...versions
            .filter(({ accessKeyId }) => !keys.some((key) => key.accessKeyId === accessKeyId))
            .map((version) => goneRow(target, version)),
    ];
    if (rows.some(({ stage }) => stage === "current")) return rows;
    return [...rows, problemRow(target, "the store has no current credential; rotate it")];
}

function keyRow(
    target: Target,
    key: Observed["keys"][number],
    versions: readonly StoredVersion[],
    now: Date,
    maxAgeMs: number,
): StatusRow {
    const stage = versions.find(({ accessKeyId }) => accessKeyId === key.accessKeyId)?.stage;
    const due = new Date(key.createdAt.getTime() + maxAgeMs);
    const problems: string[] = [];
    if (stage === undefined && key.active) {
        // Rotation uses a key only when it is stored, so one that was used is known to somebody else.
        problems.push(
            key.lastUsed === undefined
                ? "nobody stores it; rotate to delete it"
                : "a third party's key: used, and not in the store; find out whose, rotate to delete it",
        );
    }
    if (stage === "pending") problems.push("pending: a rotation was not finished; rotate again");
    if (stage === "current" && !key.active) {
        problems.push("the store hands out an inactive key; rotate it");
    }
    if (stage === "previous" && key.active) {
        // A day more than the default grace period.
        const days = daysSince(newestOf(versions), now);
        if (days >= 2) problems.push(`previous since ${days} days; rotate to deactivate it`);
    } else if (now >= due) {
        problems.push(`older than ${Math.floor(maxAgeMs / dayMs)} days; rotate it`);
    }
    return {
        identity: target.identity,
        trustClass: target.trustClass,
        key: shortKeyId(key.accessKeyId),
        state: key.active ? "active" : "inactive",
        ageDays: daysSince(key.createdAt, now),
        ...(key.lastUsed === undefined ? {} : { lastUsed: key.lastUsed.toISOString() }),
        ...(stage === undefined ? {} : { stage }),
        ...(stage === "current" ? { due: due.toISOString() } : {}),
        problems,
    };
}

const daysSince = (then: Date, now: Date): number =>
    Math.floor((now.getTime() - then.getTime()) / dayMs);

/** @param versions at least one */
const newestOf = (versions: readonly StoredVersion[]): Date =>
    new Date(Math.max(...versions.map(({ storedAt }) => storedAt.getTime())));

const goneRow = (target: Target, { accessKeyId, stage }: KeyVersion): StatusRow => ({
    identity: target.identity,
    trustClass: target.trustClass,
    key: shortKeyId(accessKeyId),
    state: "gone",
    stage,
    problems: [
        stage === "current"
            ? "the store hands out a key that is gone; rotate it"
            : "the store has a key that is gone; rotate to clean up",
    ],
});

const problemRow = ({ identity, trustClass }: Target, problem: string): StatusRow => ({
    identity,
    trustClass,
    problems: [problem],
});
