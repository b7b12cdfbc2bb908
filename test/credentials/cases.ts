import type { KeyRecord } from "../../credentials/keyRecords";
import type { UsedKey } from "../../credentials/rotationState";
import { holdsKey } from "../../credentials/store";
import type { KeyVersion, Stage, StoredVersion } from "../../credentials/store";
import type { AccessKey } from "../../credentials/target";

/** A key as case tables have it. */
export interface KeyCase {
    readonly id: string;
    readonly ageHours: number;
    /** @default true */
    readonly active?: boolean;
}

/** A key with what is known of its use. */
export interface UsedKeyCase extends KeyCase {
    readonly usedHoursAgo?: number;
    readonly record?: { readonly state: KeyRecord["state"]; readonly hoursAgo?: number };
}

export interface VersionCase {
    /** None: it isn't of a rotation's making. */
    readonly id?: string;
    readonly stage: string;
    readonly ageHours: number;
    readonly isPendingToo?: true;
}

export const now = new Date("2026-06-01T00:00:00.000Z");

export const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3600_000);

export const keyOf = ({ id, ageHours, active = true }: KeyCase): AccessKey => ({
    accessKeyId: id,
    active,
    createdAt: hoursAgo(ageHours),
});

export const usedKeyOf = ({ usedHoursAgo, record, ...key }: UsedKeyCase): UsedKey => ({
    ...keyOf(key),
    ...(usedHoursAgo === undefined ? {} : { lastUsed: hoursAgo(usedHoursAgo) }),
    ...(record === undefined ? {} : { record: recordOf(record) }),
});

const recordOf = ({ state, hoursAgo: hours = 0 }: NonNullable<UsedKeyCase["record"]>): KeyRecord =>
    state === "current" ? { state } : { state, since: hoursAgo(hours) };

export const versionOf = ({ id, stage, ageHours, ...rest }: VersionCase): StoredVersion => ({
    ...rest,
    stage: stage as Stage,
    storedAt: hoursAgo(ageHours),
    ...(id === undefined ? {} : { accessKeyId: id }),
});

export const keyVersionOf = (version: VersionCase): KeyVersion => {
    const stored = versionOf(version);
    if (!holdsKey(stored)) throw new Error("the case's version has no id");
    return stored;
};
