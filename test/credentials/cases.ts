import type { Stage, StoredVersion } from "../../credentials/store";
import type { AccessKey } from "../../credentials/target";

/** A key as case tables have it. */
export interface KeyCase {
    readonly id: string;
    readonly ageHours: number;
    /** @default true */
    readonly active?: boolean;
}

export interface VersionCase {
    readonly id: string;
    readonly stage: string;
    readonly ageHours: number;
}

export const now = new Date("2026-06-01T00:00:00.000Z");

export const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3600_000);

export const keyOf = ({ id, ageHours, active = true }: KeyCase): AccessKey => ({
    accessKeyId: id,
    active,
    createdAt: hoursAgo(ageHours),
});

export const versionOf = ({ id, stage, ageHours }: VersionCase): StoredVersion => ({
    accessKeyId: id,
    stage: stage as Stage,
    storedAt: hoursAgo(ageHours),
});
