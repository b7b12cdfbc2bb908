import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { expect } from "chai";

import type { Report } from "../../../access";
import { schemaOf } from "../../../cli/mcp/schemas";
import { cellsOf } from "../../../operations/probe/cells";
import type { Answer, Cell } from "../../../operations/probe/cells";
import { evidenceOf, evidenceText } from "../../../operations/probe/evidence";
import { paceOf } from "../../../operations/probe/pace";
import { overallOf, probe, resultOf } from "../../../operations/probe/probe";
import type { ProbedCell } from "../../../operations/probe/probe";
import { assumedAnswer, failedAnswer, nextDelay } from "../../../operations/probe/stsAnswer";
import type { StsAnswer } from "../../../operations/probe/stsAnswer";
import cases from "./stsAnswer.cases.json";

const user = "arn:aws:iam::111111111111:user/PSKServiceAccounts/nonprod/PSKA";
const roleIn = (account: string, name: string): string =>
    `arn:aws:iam::${account}:role/PSKRoles/${name}`;
const hop = { kind: "AssumeRole", from: user, to: "", action: "sts:AssumeRole", because: [] };

/** A report of one identity that reaches two roles of nonprod: one directly, one by a longer path. */
const report = {
    version: 2,
    boundary: "holds",
    verdict: { boundary: "holds" },
    provenance: {
        source: "plan",
        at: "2026-11-25T20:00:00.000Z",
        versions: [],
        digest: `sha256:${"0".repeat(64)}`,
    },
    accounts: [
        { id: "222222222222", name: "nonprod", environment: "nonprod" },
        { id: "333333333333", name: "prod", environment: "prod" },
    ],
    identities: [{ arn: user, name: "PSKA", account: "111111111111", trustClass: "nonprod" }],
    roles: ["222222222222", "333333333333"].flatMap((account) =>
        ["Direct", "Longer"].map((name) => ({ arn: roleIn(account, name), name, account })),
    ),
    reach: [
        { identity: user, role: roleIn("222222222222", "Direct"), hops: [hop] },
        { identity: user, role: roleIn("222222222222", "Longer"), hops: [hop, hop] },
    ],
    crossings: [],
    takeovers: [],
    unfinishedSearches: [],
    limits: [],
} as const satisfies Report;

describe("cells of a probe", () => {
    const expectations = (given: Report): Answer[] =>
        cellsOf(given, [user]).map(({ expected }) => expected);

    it("are every role of every account; a single AssumeRole alone is expected to be answered", () => {
        expect(cellsOf(report, [user])).to.deep.equal(
            [
                ["222222222222", "Direct", "nonprod", "assumed"],
                ["222222222222", "Longer", "nonprod", "refused"],
                ["333333333333", "Direct", "prod", "refused"],
                ["333333333333", "Longer", "prod", "refused"],
            ].map(([account = "", name = "", in_, expected]) => ({
                identity: user,
                role: roleIn(account, name),
                account: in_,
                expected,
            })),
        );
    });

    it("are unknown where the proof is", () => {
        const reach = [{ ...report.reach[0], hops: [{ ...hop, unknown: "a condition" }] }];
        expect(expectations({ ...report, reach })[0]).to.equal("unknown");
        expect(expectations({ ...report, reach: [], unfinishedSearches: [user] })).to.deep.equal(
            Array(4).fill("unknown"),
        );
    });

    it("take no other single step for an AssumeRole", () => {
        const reach = [{ ...report.reach[0], hops: [{ ...hop, kind: "UpdateAssumeRolePolicy" }] }];
        expect(expectations({ ...report, reach })[0]).to.equal("refused");
    });

    it("can't be of an identity that the report doesn't have", () => {
        expect(() => cellsOf(report, [`${user}B`])).to.throw(`the report has no ${user}B`);
    });
});

describe("an answer of STS", () => {
    for (const { name, error, expect: wanted } of cases.answers) {
        it(name, () => {
            expect(failedAnswer(error)).to.deep.equal(wanted);
        });
    }

    it("keeps nothing of a session", () => {
        const answer = {
            $metadata: { requestId: "dca5698f-c1ff" },
            Credentials: { SecretAccessKey: "s", SessionToken: "t" },
        };
        expect(assumedAnswer(answer)).to.deep.equal({
            answer: "assumed",
            requestId: "dca5698f-c1ff",
        });
    });

    for (const { name, answer, expected, errorCode, delays } of cases.delays) {
        it(name, () => {
            const found: number[] = [];
            for (let attempts = 1; ; attempts++) {
                const given = { answer, errorCode } as StsAnswer;
                const delay = nextDelay(given, { expected: expected as Answer }, attempts);
                if (delay === undefined) break;
                found.push(delay);
            }
            expect(found).to.deep.equal(delays);
        });
    }

    for (const { expected, actual, result } of cases.results) {
        it(`${actual} where ${expected} is expected: ${result}`, () => {
            expect(resultOf({ expected: expected as Answer, actual: actual as Answer })).to.equal(
                result,
            );
        });
    }
});

/** Time that passes by sleeping alone, for all that sleep at once. */
function fakeClock(): { now: () => number; sleep: (ms: number) => Promise<void> } {
    let time = 0;
    const sleepers: { until: number; wake: () => void }[] = [];
    const tick = (): void => {
        sleepers.sort((a, b) => a.until - b.until);
        const next = sleepers.shift();
        if (next === undefined) return;
        time = Math.max(time, next.until);
        next.wake();
    };
    return {
        now: () => time,
        sleep: (ms) =>
            new Promise((resolve) => {
                sleepers.push({ until: time + ms, wake: resolve });
                setImmediate(tick);
            }),
    };
}

describe("paceOf", () => {
    it("makes no more calls in a second than are allowed, however many are asked for at once", async () => {
        const clock = fakeClock();
        const turn = paceOf(4, clock);
        const times: number[] = [];
        await Promise.all(
            Array.from({ length: 9 }, async () => {
                await turn();
                times.push(clock.now());
            }),
        );
        expect(times).to.deep.equal([0, 250, 500, 750, 1000, 1250, 1500, 1750, 2000]);
    });

    it("saves no turns up", async () => {
        const clock = fakeClock();
        const turn = paceOf(2, clock);
        await turn();
        await clock.sleep(10_000);
        const times: number[] = [];
        for (let call = 0; call < 3; call++) {
            await turn();
            times.push(clock.now());
        }
        expect(times).to.deep.equal([10_000, 10_500, 11_000]);
    });
});

describe("probe", () => {
    const date = (): Date => new Date("2026-11-26T00:00:00.000Z");
    const cell: Cell = {
        identity: user,
        role: roleIn("222222222222", "Direct"),
        account: "nonprod",
        expected: "assumed",
    };
    const run = async (
        answers: readonly (StsAnswer | undefined)[],
        given: Cell = cell,
    ): Promise<ProbedCell> => {
        let call = 0;
        const [probed] = await probe([given], {
            rate: 50,
            clock: fakeClock(),
            date,
            ask: () => {
                const answer = answers[Math.min(call++, answers.length - 1)];
                return answer === undefined ? undefined : Promise.resolve(answer);
            },
        });
        if (probed === undefined) throw new Error("no cell");
        return probed;
    };

    const denied: StsAnswer = { answer: "refused", errorCode: "AccessDenied" };
    const busy: StsAnswer = { answer: "unknown", errorCode: "Throttling" };
    const fine: StsAnswer = { answer: "assumed", requestId: "12345678" };
    const runs: readonly [string, readonly (StsAnswer | undefined)[], Answer, number][] = [
        ["answered at once", [fine], "assumed", 1],
        ["throttled, then answered", [busy, busy, fine], "assumed", 3],
        ["throttled to the end", [busy], "unknown", 6],
        ["refused until it is known", [denied, fine], "assumed", 2],
        ["refused to the end", [denied], "refused", 6],
        ["without a credential", [undefined], "unknown", 0],
    ];
    for (const [name, answers, actual, attempts] of runs) {
        it(name, async () => {
            expect(await run(answers)).to.include({ actual, attempts });
        });
    }

    it("asks once where a refusal is expected", async () => {
        expect(await run([denied], { ...cell, expected: "refused" })).to.include({
            actual: "refused",
            attempts: 1,
        });
    });

    it("is an alarm if a cell is one, and finds nothing out without a cell", async () => {
        const good = await run([fine]);
        const bad = await run([fine], { ...cell, expected: "refused" });
        const none = await run([undefined]);
        expect(overallOf([good])).to.equal("as expected");
        expect(overallOf([good, none])).to.equal("unknown");
        expect(overallOf([none, bad, good])).to.equal("alarm");
        expect(overallOf([])).to.equal("unknown");
    });

    it("makes evidence by its schema, and says what needs a look", async () => {
        const cells = [
            await run([fine]),
            await run([fine], { ...cell, expected: "refused" }),
            await run([undefined]),
        ];
        const input = {
            cells,
            report,
            origin: { commit: "0".repeat(40), versions: [{ name: "node", version: "24.0.0" }] },
            source: "AWS",
            begun: date(),
            ended: date(),
            rate: 5,
        } as const;
        const evidence = evidenceOf(input);
        const ajv = new Ajv2020({ strict: true, allErrors: true });
        addFormats(ajv);
        const validate = ajv.compile(schemaOf("evidence"));
        expect(
            validate(JSON.parse(JSON.stringify(evidence))),
            JSON.stringify(validate.errors),
        ).to.equal(true);
        expect(validate({ ...evidence, cells: [{ ...cells[0], secret: "x" }] })).to.equal(false);
        expect(evidence).to.deep.include({
            result: "alarm",
            counts: { cells: 3, asExpected: 1, alarms: 1, unknown: 1 },
        });
        expect(evidenceText(evidence)).to.equal(
            [
                "ALARM: AWS and the proof differ:",
                "  PSKA -> Direct in nonprod: expected refused, is assumed (request 12345678)",
                "",
                "Not determined:",
                "  PSKA -> Direct in nonprod: expected assumed, is unknown (NoCredential)",
                "",
                "3 cells: 2 assumed, 0 refused by STS; 1 NOT as expected, 1 not determined.",
                `Expected by the proof of plan (boundary: holds), sha256:${"0".repeat(64)}.`,
            ].join("\n"),
        );
        const { provenance: _provenance, ...without } = report;
        expect(() => evidenceOf({ ...input, report: without })).to.throw(
            "the report doesn't say where it comes from",
        );
    });
});
