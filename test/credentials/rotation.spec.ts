import { expect } from "chai";

import { nextStep } from "../../credentials/rotation";
import type { Found, OwnKey } from "../../credentials/rotationState";
import { dayMs } from "../../credentials/target";
import { hoursAgo, keyVersionOf, now, usedKeyOf } from "./cases";
import type { UsedKeyCase, VersionCase } from "./cases";
import rotationCases from "./rotation.cases.json";

interface RotationCase {
    readonly name: string;
    readonly keys: readonly UsedKeyCase[];
    readonly versions: readonly VersionCase[];
    readonly own?: {
        readonly id: string;
        readonly askedSecondsAgo: number;
        readonly stored: boolean;
        readonly works?: boolean;
    };
    readonly unusedSeconds?: Readonly<Record<string, number>>;
    readonly touched?: readonly string[];
    /** @default "credential" */
    readonly found?: Found;
    /** @default true */
    readonly bound?: boolean;
    readonly byHand?: string;
    readonly staleRecords?: readonly string[];
    readonly replace?: readonly string[];
    readonly hasten?: string;
    /** @default true */
    readonly restores?: boolean;
    readonly otherRunSeconds?: number;
    /** @default 24 */
    readonly graceHours?: number;
    /** Dates as ISO 8601. */
    readonly expected: object;
}

describe("nextStep", () => {
    for (const test of rotationCases as unknown as readonly RotationCase[]) {
        const { name, keys, versions, own, unusedSeconds = {}, touched = [] } = test;
        it(name, () => {
            const { bound = true, found = "credential" } = test;
            const step = nextStep(
                {
                    keys: keys.map(usedKeyOf),
                    versions: versions.map(keyVersionOf),
                    unusedMs: new Map(
                        Object.entries(unusedSeconds).map(([id, seconds]) => [id, seconds * 1000]),
                    ),
                    touched: new Set(touched),
                    found,
                    isBound: bound,
                    staleRecords: test.staleRecords ?? [],
                    ...(test.byHand === undefined ? {} : { byHand: test.byHand }),
                    ...(own === undefined ? {} : { own: ownKey(own) }),
                },
                now,
                {
                    graceMs: (test.graceHours ?? 24) * 3600_000,
                    maxAgeMs: 90 * dayMs,
                    otherRunMs: (test.otherRunSeconds ?? 240) * 1000,
                    replace: new Set(test.replace ?? []),
                    restores: test.restores ?? true,
                    ...(test.hasten === undefined ? {} : { hasten: test.hasten }),
                },
            );
            expect(JSON.parse(JSON.stringify(step))).to.deep.equal(test.expected);
        });
    }
});

const ownKey = ({ id, askedSecondsAgo, ...rest }: NonNullable<RotationCase["own"]>): OwnKey => ({
    accessKeyId: id,
    askedAt: hoursAgo(askedSecondsAgo / 3600),
    ...rest,
});
