import type { TrustClass } from "../platform/naming";
import { finding } from "./findings";
import type { Finding } from "./findings";
import type { UsedKey } from "./rotationState";
import { holdsKey } from "./store";
import type { KeyVersion, Stage, StoredVersion } from "./store";
import { dayMs, shortKeyId } from "./target";
import type { Target } from "./target";

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
    /** Whether STS was asked if the stored credential works and is this identity's: of the current key alone. */
    readonly verified?: boolean;
    /** What needs attention; none: nothing does. */
    readonly findings: readonly Finding[];
    /** Their texts. */
    readonly problems: readonly string[];
}

/** What is known of one identity. */
export interface Observed {
    readonly keys: readonly UsedKey[];
    readonly versions: readonly StoredVersion[];
    /** Of its secret as a whole. */
    readonly secret?: readonly Finding[];
    /** What STS says of the stored credential, if it was asked: nothing if it works and is this identity's. */
    readonly verified?: readonly Finding[];
}

/** Older ones should have been deactivated: a day more than the default grace period. */
const overdueDays = 2;

/** The rows of one identity: what it has, and what is wrong with it. */
export function judge(
    target: Target,
    observed: Observed,
    now: Date,
    maxAgeMs: number,
): StatusRow[] {
    const { keys, secret = [], verified } = observed;
    const versions = observed.versions.filter(holdsKey);
    const isGone = ({ accessKeyId }: KeyVersion): boolean =>
        !keys.some((key) => key.accessKeyId === accessKeyId);
    const rows = [
        ...keys.map((key) => keyRow(target, key, versions, now, maxAgeMs)),
        ...versions.filter(isGone).map((version) => goneRow(target, version)),
        ...observed.versions
            .filter((version) => !holdsKey(version))
            .flatMap(({ stage }) => foreignRow(target, stage, verified !== undefined)),
    ].map((row) => withVerified(row, verified));
    const none = finding("no-current", "the store has no current credential; rotate it");
    const hasCurrent = versions.some(({ stage }) => stage === "current");
    const rest = [...(hasCurrent ? [] : [none]), ...secret];
    return [...rows, ...rest.map((found) => rowOf(target, {}, [found]))];
}

/** A row with its findings. */
export const rowOf = (
    { identity, trustClass }: Pick<Target, "identity" | "trustClass">,
    rest: Partial<Omit<StatusRow, "identity" | "trustClass" | "findings" | "problems">>,
    findings: readonly Finding[],
): StatusRow => ({
    identity,
    trustClass,
    ...rest,
    findings,
    problems: findings.map(({ text }) => text),
});

function withVerified(row: StatusRow, verified: readonly Finding[] | undefined): StatusRow {
    if (row.stage !== "current") return row;
    return rowOf(row, { ...row, verified: verified !== undefined }, [
        ...row.findings,
        ...(verified ?? []),
    ]);
}

function keyRow(
    target: Target,
    key: UsedKey,
    versions: readonly KeyVersion[],
    now: Date,
    maxAgeMs: number,
): StatusRow {
    const stage = versions.find(({ accessKeyId }) => accessKeyId === key.accessKeyId)?.stage;
    const due = new Date(key.createdAt.getTime() + maxAgeMs);
    const old = now >= due && (stage !== "previous" || !key.active);
    return rowOf(
        target,
        {
            key: shortKeyId(key.accessKeyId),
            state: key.active ? "active" : "inactive",
            ageDays: daysSince(key.createdAt, now),
            ...(key.lastUsed === undefined ? {} : { lastUsed: key.lastUsed.toISOString() }),
            ...(stage === undefined ? {} : { stage }),
            ...(stage === "current" ? { due: due.toISOString() } : {}),
        },
        [
            ...stageFindings(key, stage, versions, now),
            ...(old
                ? [
                      finding(
                          stage === "current" ? "due" : "old",
                          `older than ${Math.floor(maxAgeMs / dayMs)} days; rotate it`,
                      ),
                  ]
                : []),
        ],
    );
}

function stageFindings(
    key: UsedKey,
    stage: Stage | undefined,
    versions: readonly KeyVersion[],
    now: Date,
): Finding[] {
    switch (stage) {
        case undefined:
            return unstoredFindings(key);
        case "pending":
            return [finding("unfinished", "pending: a rotation was not finished; rotate again")];
        case "current":
            return key.active
                ? []
                : [finding("current-inactive", "the store hands out an inactive key; rotate it")];
        case "previous": {
            const days = daysSince(newestOf(versions), now);
            if (!key.active || days < overdueDays) return [];
            const used = key.lastUsed === undefined ? undefined : daysSince(key.lastUsed, now);
            return [
                finding(
                    "superseded",
                    used !== undefined && used < overdueDays
                        ? `previous since ${days} days, and still used: let what uses it read the store again`
                        : `previous since ${days} days; rotate to deactivate it`,
                ),
            ];
        }
    }
}

/** Of a key that the store doesn't have. */
function unstoredFindings({ active, lastUsed, record }: UsedKey): Finding[] {
    if (!active) {
        const byUs = record?.state === "inactive" || record?.state === "leftover";
        const text =
            "inactive and not in the store, and no rotation deactivated it: a third party's, or ended by hand; " +
            "rotate to delete it when it was inactive for the grace period";
        return byUs ? [] : [finding("inactive", text)];
    }
    if (record?.state === "current") {
        const text =
            "it was handed out, and is no longer in the store: find out what changed the store; " +
            "rotate stores a new one, and deactivates this one when it was unused for the grace period";
        return [finding("superseded", text)];
    }
    if (record !== undefined) {
        const text =
            "not in the store; rotate to deactivate it when it was unused for the grace period";
        return [finding("superseded", text)];
    }
    return lastUsed === undefined
        ? [
              finding(
                  "leftover",
                  "not in the store, and never used: left by a rotation that was cut short; rotate to deactivate it, and again to delete it",
              ),
          ]
        : [
              finding(
                  "third-party-key",
                  "a third party's key: used, and not in the store; find out whose, rotate to deactivate it when it was unused for the grace period",
              ),
          ];
}

const goneRow = (target: Target, { accessKeyId, stage }: KeyVersion): StatusRow =>
    rowOf(target, { key: shortKeyId(accessKeyId), state: "gone", stage }, [
        stage === "current"
            ? finding(
                  "current-gone",
                  "the store hands out a key that the user doesn't have; rotate it",
              )
            : finding("version-gone", "the store has a key that is gone; rotate to clean up"),
    ]);

/** Of a version that no rotation made. Earlier ones don't matter. */
function foreignRow(target: Target, stage: Stage, isRead: boolean): StatusRow[] {
    if (stage === "previous") return [];
    if (stage === "pending") {
        const text =
            "the pending version was not made by a rotation: find out who stored it; the next new key takes its place (rotate --force)";
        return [rowOf(target, { stage }, [finding("unfinished", text)])];
    }
    const text =
        "the current version was made by hand, and nothing says which key is in it: see with --verify, as one who may read it; " +
        "rotate keeps it if it is the identity's working key, else stores a new one";
    return [rowOf(target, { stage }, isRead ? [] : [finding("current-foreign", text)])];
}

const daysSince = (then: Date, now: Date): number =>
    Math.floor((now.getTime() - then.getTime()) / dayMs);

/** @param versions at least one */
const newestOf = (versions: readonly KeyVersion[]): Date =>
    new Date(Math.max(...versions.map(({ storedAt }) => storedAt.getTime())));
