import { expect } from "chai";

import { finding, findingLevels } from "../../credentials/findings";
import type { FindingCode } from "../../credentials/findings";
import { exitConditions, isUnreadable, needsAttention, statusOf } from "../../credentials/status";
import type { ExitCondition } from "../../credentials/status";
import { statusGithub } from "../../credentials/statusGithub";
import { judge, rowOf } from "../../credentials/statusRows";
import { statusText } from "../../credentials/statusText";
import { dayMs } from "../../credentials/target";
import type { CredentialServices, Target } from "../../credentials/target";
import { now, usedKeyOf, versionOf } from "./cases";
import type { UsedKeyCase, VersionCase } from "./cases";
import statusCases from "./status.cases.json";

interface StatusCase {
    readonly name: string;
    readonly keys: readonly UsedKeyCase[];
    readonly versions: readonly VersionCase[];
    /** Codes of what is wrong with the secret, and with the stored credential if it was verified. */
    readonly secret?: readonly FindingCode[];
    readonly verified?: readonly FindingCode[];
    /** Without identity and class, which are the same everywhere. */
    readonly expected: readonly { readonly codes: readonly FindingCode[] }[];
}

const target: Target = {
    identity: "Deploy",
    identityArn: "arn:aws:iam::111111111111:user/PSKServiceAccounts/prod/Deploy",
    trustClass: "prod",
    kind: "serviceAccount",
    secret: { identity: "Deploy", id: "arn" },
    probeRoleArn: "arn:aws:iam::333333333333:role/R",
};

const found = (codes: readonly FindingCode[]) => codes.map((code) => finding(code, "text"));

describe("credentials status", () => {
    for (const test of statusCases as unknown as readonly StatusCase[]) {
        it(test.name, () => {
            const rows = judge(
                target,
                {
                    keys: test.keys.map(usedKeyOf),
                    versions: test.versions.map(versionOf),
                    ...(test.secret === undefined ? {} : { secret: found(test.secret) }),
                    ...(test.verified === undefined ? {} : { verified: found(test.verified) }),
                },
                now,
                90 * dayMs,
            );
            const plain = rows.map(({ findings, problems, ...row }) => {
                expect(problems).to.deep.equal(findings.map(({ text }) => text));
                return { ...row, codes: findings.map(({ code }) => code) };
            });
            expect(plain).to.deep.equal(
                test.expected.map((row) => ({ identity: "Deploy", trustClass: "prod", ...row })),
            );
            expect(needsAttention(rows)).to.equal(
                test.expected.some(({ codes }) => codes.length > 0),
            );
        });
    }

    it("the cases have every finding about keys and versions", () => {
        const cases = statusCases as unknown as readonly StatusCase[];
        const seen = new Set(
            cases.flatMap(({ expected }) => expected.flatMap(({ codes }) => codes)),
        );
        const elsewhere: readonly FindingCode[] = [
            "unreadable",
            "wrong-store",
            "scheduled-for-deletion",
            "policy-missing",
            "not-in-contract",
            "not-bound",
            "pending-label",
            "other-rotation",
        ];
        expect([...seen, ...elsewhere].sort()).to.deep.equal(Object.keys(findingLevels).sort());
    });

    for (const [code, ...conditions] of [
        ["due", "any", "old", "due"],
        ["old", "any", "old"],
        ["leftover", "any"],
        ["no-current", "any", "old", "due"],
        ["policy-changed", "any", "old", "due"],
    ] as const) {
        it(`--exit-on: ${code} counts on ${conditions.join(", ")}`, () => {
            const rows = [rowOf(target, {}, [finding(code, "text")])];
            const counting = exitConditions.filter((condition) => needsAttention(rows, condition));
            expect(counting).to.have.members(conditions as readonly ExitCondition[]);
        });
    }

    it("shows an identity that can't be read, and the others", async () => {
        const services = {
            records: { read: () => Promise.resolve({ keys: new Map() }) },
            store: {
                place: () => "place",
                versions: () => Promise.reject(new Error("no such secret")),
            },
        } as unknown as CredentialServices;
        const rows = await statusOf([target], services, { now });
        expect(rows.map(({ problems }) => problems)).to.deep.equal([
            ["can't be read: no such secret"],
        ]);
        expect(isUnreadable(rows)).to.equal(true);
    });

    it("says nothing of a store that isn't the identity's, but that", async () => {
        const services = {
            records: { read: () => Promise.resolve({ store: "vault x", keys: new Map() }) },
            store: { place: () => "secrets-manager y" },
        } as unknown as CredentialServices;
        const [row, ...rest] = await statusOf([target], services, { now });
        expect(rest).to.deep.equal([]);
        expect(row?.problems).to.deep.equal([
            "Deploy is bound to vault x, and this is secrets-manager y; give the options of that store, " +
                "or move the identity to this one: iam-profiles credentials rotate --identity Deploy --rebind",
        ]);
    });

    const key = { id: "AKIAIOSFODNN7EXAMPLE", ageHours: 24 };
    const current = versionOf({ ...key, stage: "current" });

    it("is a table that shows four characters of an id", () => {
        const observed = { keys: [usedKeyOf(key)], versions: [current], verified: [] };
        const rows = judge(target, observed, now, 90 * dayMs);
        expect(statusText(rows).split("\n")).to.deep.equal([
            "IDENTITY  CLASS  KEY    STATE   AGE  LAST USED  STAGE    DUE         ATTENTION",
            "Deploy    prod   …MPLE  active  1 d  -          current  2026-08-29  -",
        ]);
    });

    it("is a few lines for each row where the table is wider than the terminal", () => {
        const observed = { keys: [usedKeyOf(key)], versions: [current], verified: [] };
        const [row] = judge(target, observed, now, 90 * dayMs);
        const rows = row === undefined ? [] : [row, { ...row, problems: ["a", "b"] }];
        expect(statusText(rows, 77).split("\n")).to.deep.equal([
            "Deploy (prod)",
            "  key …MPLE, state active, age 1 d, stage current, due 2026-08-29",
            "Deploy (prod)",
            "  key …MPLE, state active, age 1 d, stage current, due 2026-08-29",
            "  attention a; b",
        ]);
        expect(statusText(rows, 82).split("\n")).to.have.length(3);
    });

    it("says what it didn't verify", () => {
        const observed = { keys: [usedKeyOf(key)], versions: [current] };
        const rows = judge(target, observed, now, 90 * dayMs);
        expect(statusText(rows)).to.match(/\nNot verified: .*--verify/);
    });

    it("annotates a run of GitHub Actions", () => {
        const rows = [
            rowOf(target, { key: "…MPLE" }, [finding("due", "100% old,\nrotate: it")]),
            rowOf(target, {}, [finding("no-current", "none")]),
            rowOf(target, {}, []),
        ];
        expect(statusGithub(rows).split("\n")).to.deep.equal([
            "::warning title=Deploy …MPLE::100%25 old,%0Arotate: it",
            "::error title=Deploy::none",
        ]);
    });
});
