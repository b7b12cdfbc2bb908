import { expect } from "chai";

import { nextStep } from "../../credentials/rotation";
import type { OwnKey } from "../../credentials/rotation";
import { dayMs } from "../../credentials/target";
import { hoursAgo, keyOf, now, versionOf } from "./cases";
import type { KeyCase, VersionCase } from "./cases";
import rotationCases from "./rotation.cases.json";

interface RotationCase {
    readonly name: string;
    readonly keys: readonly KeyCase[];
    readonly versions: readonly VersionCase[];
    readonly own?: {
        readonly id: string;
        readonly askedSecondsAgo: number;
        readonly stored: boolean;
        readonly works?: boolean;
    };
    readonly unusedSeconds?: Readonly<Record<string, number>>;
    readonly deactivated?: readonly string[];
    readonly replace?: string;
    readonly otherRunSeconds?: number;
    /** Dates as ISO 8601. */
    readonly expected: object;
}

describe("nextStep", () => {
    for (const test of rotationCases as readonly RotationCase[]) {
        const { name, keys, versions, own, unusedSeconds = {}, deactivated = [] } = test;
        it(name, () => {
            const step = nextStep(
                {
                    keys: keys.map(keyOf),
                    versions: versions.map(versionOf),
                    unusedMs: new Map(
                        Object.entries(unusedSeconds).map(([id, seconds]) => [id, seconds * 1000]),
                    ),
                    deactivated: new Set(deactivated),
                    ...(own === undefined ? {} : { own: ownKey(own) }),
                },
                now,
                {
                    graceMs: dayMs,
                    maxAgeMs: 90 * dayMs,
                    otherRunMs: (test.otherRunSeconds ?? 240) * 1000,
                    ...(test.replace === undefined ? {} : { replace: test.replace }),
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
