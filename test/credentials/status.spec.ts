import { expect } from "chai";

import { judge, needsAttention, statusOf } from "../../credentials/status";
import { statusText } from "../../credentials/statusText";
import { dayMs } from "../../credentials/target";
import type { CredentialServices, Target } from "../../credentials/target";
import { keyOf, now, keyVersionOf } from "./cases";
import type { KeyCase, VersionCase } from "./cases";
import statusCases from "./status.cases.json";

interface StatusCase {
    readonly name: string;
    readonly keys: readonly (KeyCase & { readonly used?: boolean })[];
    readonly versions: readonly VersionCase[];
    /** Without identity and class, which are the same everywhere. */
    readonly expected: readonly { readonly problems: readonly string[] }[];
}

const target: Target = {
    identity: "Deploy",
    identityArn: "arn:aws:iam::111111111111:user/PSKServiceAccounts/prod/Deploy",
    trustClass: "prod",
    kind: "serviceAccount",
    secret: { identity: "Deploy", id: "arn" },
    probeRoleArn: "arn:aws:iam::333333333333:role/R",
};

describe("credentials status", () => {
    for (const { name, keys, versions, expected } of statusCases as readonly StatusCase[]) {
        it(name, () => {
            const rows = judge(
                target,
                {
                    keys: keys.map((key) => ({
                        ...keyOf(key),
                        ...(key.used === true ? { lastUsed: now } : {}),
                    })),
                    versions: versions.map(keyVersionOf),
                },
                now,
                90 * dayMs,
            );
            expect(rows).to.deep.equal(
                expected.map((row) => ({ identity: "Deploy", trustClass: "prod", ...row })),
            );
            expect(needsAttention(rows)).to.equal(
                expected.some(({ problems }) => problems.length > 0),
            );
        });
    }

    it("shows an identity that can't be read, and the others", async () => {
        const services = {
            store: { versions: () => Promise.reject(new Error("no such secret")) },
        } as unknown as CredentialServices;
        const rows = await statusOf([target], services, now);
        expect(rows).to.deep.equal([
            {
                identity: "Deploy",
                trustClass: "prod",
                problems: ["can't be read: no such secret"],
            },
        ]);
    });

    it("is a table that shows four characters of an id", () => {
        const key = { id: "AKIAIOSFODNN7EXAMPLE", ageHours: 24 };
        const rows = judge(
            target,
            { keys: [keyOf(key)], versions: [keyVersionOf({ ...key, stage: "current" })] },
            now,
            90 * dayMs,
        );
        expect(statusText(rows).split("\n")).to.deep.equal([
            "IDENTITY  CLASS  KEY    STATE   AGE  LAST USED  STAGE    DUE         ATTENTION",
            "Deploy    prod   …MPLE  active  1 d  -          current  2026-08-29  -",
        ]);
    });
});
