import { expect } from "chai";

import { diffJson, renderDiff } from "../../../access/render/diffText";
import { diffMarkdown } from "../../../access/render/diffMarkdown";
import { diffReports, outcomeOf } from "../../../access/report/reportDiff";
import type { DiffOutcome } from "../../../access/report/reportDiff";
import type { Report } from "../../../access/report/report";
import { expected } from "./expected";
import {
    crossed,
    direct,
    many,
    nonprodUser,
    ours,
    prodUser,
    roleArn,
    unfinished,
    unknown,
    withVerdict,
} from "./reports";

const crossplane = roleArn("222222222222", "PSKCrossplaneProviderRole");

/** The nonprod identity assumes directly what it got by hops. */
const shortened: Report = {
    ...ours,
    reach: ours.reach.map((entry) =>
        entry.identity === nonprodUser.arn && entry.role === crossplane
            ? direct(nonprodUser, crossplane)
            : entry,
    ),
    limits: ["something new"],
};

describe("two reports, compared", () => {
    it("are the same if nothing changed", () => {
        const diff = diffReports(ours, ours);
        expect(outcomeOf(diff)).to.equal("not worse");
        expect(renderDiff(diff, ours.accounts)).to.equal(
            "No path added, 0 removed, 0 changed; environment boundary: holds, as before.",
        );
    });

    it("show each account that changed, though no path did", () => {
        const changed = {
            ...ours,
            accounts: ours.accounts.map((account) =>
                account.name === "prod" ? { ...account, environment: "nonprod" as const } : account,
            ),
        };
        const diff = diffReports(ours, changed);
        expect(outcomeOf(diff)).to.equal("not worse");
        expect(renderDiff(diff, changed.accounts)).to.equal(
            [
                "No path added, 0 removed, 0 changed; environment boundary: holds, as before.",
                "",
                "Accounts changed:",
                "- Account prod (333333333333) has environment nonprod; before: prod.",
            ].join("\n"),
        );
        expect(diffMarkdown(diff, changed.accounts)).to.match(
            /^## ⚠️ [^]*### Accounts changed\n\n- Account prod/,
        );
    });

    it("show paths and takeovers that are new, crossings first", () => {
        const diff = diffReports(ours, crossed);
        expect(outcomeOf(diff)).to.equal("worse");
        expect(diff.reach.added).to.deep.equal(crossed.crossings);
        expect(diff.addedCrossings).to.deep.equal(crossed.crossings);
        expect(diff.takeovers.added).to.deep.equal(crossed.takeovers);
        expect(`${renderDiff(diff, ours.accounts)}\n`).to.equal(expected("diff.added.txt"));
    });

    it("count a takeover alone as added", () => {
        const diff = diffReports({ ...crossed, takeovers: [] }, crossed);
        expect(diff.reach.added).to.deep.equal([]);
        expect(outcomeOf(diff)).to.equal("worse");
    });

    it("are worse if the boundary is, though no path is new", () => {
        const doubted = withVerdict(crossed, { boundary: "unknown", reason: "who knows" });
        const diff = diffReports(doubted, crossed);
        expect(outcomeOf(diff)).to.equal("worse");
        expect(outcomeOf(diffReports(crossed, doubted))).to.equal("not worse");
        expect(renderDiff(diff, ours.accounts)).to.equal(
            "No path added, 0 removed, 0 changed; environment boundary: unknown before, crossed now.",
        );
    });

    it("show paths that are gone", () => {
        const diff = diffReports(crossed, ours);
        expect(outcomeOf(diff)).to.equal("not worse");
        expect(diff.reach.removed).to.deep.equal(crossed.crossings);
        expect(`${renderDiff(diff, ours.accounts)}\n`).to.equal(expected("diff.removed.txt"));
    });

    it("show a path by other hops as changed, not as added, and what is evaluated no more", () => {
        const diff = diffReports(ours, shortened);
        expect(outcomeOf(diff)).to.equal("not worse");
        expect(diff.reach.changed).to.have.length(1);
        expect(`${renderDiff(diff, ours.accounts)}\n`).to.equal(expected("diff.changed.txt"));
    });

    it("don't differ by the places of statements", () => {
        const moved = JSON.parse(
            JSON.stringify(ours).replaceAll('"statement":0', '"statement":7'),
        ) as Report;
        expect(diffReports(ours, moved).reach.changed).to.deep.equal([]);
    });

    it("differ if a hop isn't certain any more", () => {
        const doubtful: Report = {
            ...ours,
            reach: ours.reach.map((entry) => ({
                ...entry,
                hops: entry.hops.map((hop) => ({ ...hop, unknown: "who knows" })),
            })),
        };
        const diff = diffReports(ours, doubtful);
        expect(diff.reach.changed).to.have.length(ours.reach.length);
        expect(renderDiff(diff, ours.accounts)).to.contain("(not certain); before: directly");
    });

    it("differ if a path goes on where it ended", () => {
        const longer: Report = {
            ...ours,
            reach: ours.reach.map((entry) => ({ ...entry, hops: [...entry.hops, ...entry.hops] })),
        };
        expect(diffReports(ours, longer).reach.changed).to.have.length(ours.reach.length);
        expect(diffReports(longer, ours).reach.changed).to.have.length(ours.reach.length);
    });

    it("say what an unfinished search leaves open", () => {
        const diff = diffReports(ours, unfinished);
        expect(outcomeOf(diff)).to.equal("worse");
        expect(diff.reach.removed).to.deep.equal([]);
        expect(diff.reach.notFound).to.deep.equal(ours.reach.slice(-1));
        expect(`${renderDiff(diff, ours.accounts)}\n`).to.equal(expected("diff.unfinished.txt"));
    });

    /** What the command exits by, for a report before and one after. */
    const outcomes: readonly [string, Report, Report, DiffOutcome][] = [
        ["nothing changed", ours, ours, "not worse"],
        ["searches stopped before and now", unfinished, unfinished, "unknown"],
        ["searches are finished now", { ...unfinished, reach: ours.reach }, ours, "not worse"],
        [
            "the search of a prod identity stopped",
            ours,
            { ...ours, unfinishedSearches: [prodUser.arn] },
            "unknown",
        ],
        ["a path was added beside a search that stopped", unfinished, crossed, "worse"],
        ["uncertain paths are as they were", unknown, unknown, "not worse"],
    ];
    for (const [name, before, after, outcome] of outcomes) {
        it(`are ${outcome}: ${name}`, () => {
            expect(outcomeOf(diffReports(before, after))).to.equal(outcome);
        });
    }

    it("are JSON with every list", () => {
        const parsed = JSON.parse([...diffJson(diffReports(ours, crossed))].join("")) as object;
        expect(parsed).to.deep.equal({
            version: 1,
            boundary: { before: "holds", after: "crossed" },
            verdict: { before: { boundary: "holds" }, after: { boundary: "crossed" } },
            added: crossed.crossings,
            addedCrossings: crossed.crossings,
            removed: [],
            notFound: [],
            changedAccounts: [],
            changedReaders: [],
            changed: [],
            addedTakeovers: crossed.takeovers,
            removedTakeovers: [],
            notFoundTakeovers: [],
            changedTakeovers: [],
            unfinishedSearches: [],
            addedLimits: [],
            removedLimits: [],
        });
    });

    it("are a text of bounded length and width however much changed", () => {
        const report = many(300, 20);
        const text = renderDiff(diffReports(ours, report), report.accounts);
        expect(text).to.match(/and \d+ more like it; see --json/);
        expect(text.split("\n").length).to.be.lessThan(600);
        expect(text.split("\n").filter((line) => line.length > 100)).to.deep.equal([]);
    });
});
