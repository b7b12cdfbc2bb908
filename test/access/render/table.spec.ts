import { stripVTControlCharacters } from "node:util";

import { expect } from "chai";

import type { Report } from "../../../access/report/report";
import { plain } from "../../../access/render/screen";
import type { Screen } from "../../../access/render/screen";
import { renderTable } from "../../../access/render/table";
import { expected } from "./expected";
import {
    crossed,
    direct,
    many,
    nonprodUser,
    ours,
    roleArn,
    unfinished,
    unknown,
    withVerdict,
} from "./reports";

/** One account lost a role's reach, another the role itself. */
function withOddAccounts(report: Report): Report {
    const lost = roleArn("400000000003", "PSKPlatformVPCRole");
    const gone = roleArn("400000000004", "PSKPlatformVPCRole");
    return {
        ...report,
        roles: report.roles.filter(({ arn }) => arn !== gone),
        reach: report.reach.filter(({ role }) => role !== lost && role !== gone),
    };
}

/** Every nonprod identity gets into every role of production. */
function allCrossed(report: Report): Report {
    const isOut = new Set(
        report.accounts.filter((a) => a.environment !== "nonprod").map(({ id }) => id),
    );
    const crossings = report.identities
        .filter(({ trustClass }) => trustClass === "nonprod")
        .flatMap((user) =>
            report.roles
                .filter(({ account }) => isOut.has(account))
                .map(({ arn }) => direct(user, arn)),
        );
    return {
        ...withVerdict(report, { boundary: "crossed" }),
        crossings,
        reach: [...report.reach, ...crossings],
    };
}

const evil = `\u001b[31mred\u001b[0m\u202e\n${"x".repeat(300)}`;
const hostile: Report = {
    ...crossed,
    accounts: crossed.accounts.map((account) => ({ ...account, name: evil })),
    identities: crossed.identities.map((user) => ({ ...user, name: evil })),
    roles: crossed.roles.map((role) => ({ ...role, name: `${role.name}${evil}` })),
    crossings: crossed.crossings.map((entry) => ({ ...entry, identity: evil })),
    limits: [evil],
};

const wholes: Readonly<Record<string, Report>> = {
    "ours.txt": ours,
    "crossed.txt": crossed,
    "unknown.txt": unknown,
    "unfinished.txt": unfinished,
    "many.txt": withOddAccounts(many(300, 20)),
};

const wide: Screen = { ...plain, width: 100_000 };

const onOneLine = (text: string): string => text.replace(/\s+/g, " ");

describe("the report as a table", () => {
    for (const [file, report] of Object.entries(wholes)) {
        it(`is what ${file} has`, () => {
            expect(`${renderTable(report)}\n`).to.equal(expected(file));
        });
    }

    const others = {
        hostile,
        allCrossed: allCrossed(many(300, 20)),
        sixAccounts: many(6, 5),
        sevenAccounts: many(7, 5),
        manyIdentities: many(3, 60),
        nothing: { ...ours, accounts: [], identities: [], roles: [], reach: [] },
    };
    for (const [name, report] of Object.entries({ ...wholes, ...others })) {
        it(`has no line of more than 100 columns, and nothing that steers a terminal: ${name}`, () => {
            const lines = renderTable(report).split("\n");
            expect(lines.filter((line) => line.length > 100)).to.deep.equal([]);
            expect(lines.filter((line) => /[\p{Cc}\p{Cf}]/u.test(line))).to.deep.equal([]);
        });
    }

    it("shows a matrix of 6 accounts, and a summary of 7", () => {
        expect(renderTable(many(6, 5))).to.contain("PSKTeam0ServiceAccount (nonprod)");
        expect(renderTable(many(7, 5))).to.contain("5 nonprod identities");
    });

    it("lists a cause once, and the first of its crossings", () => {
        const report = allCrossed(many(30, 2));
        const text = renderTable(report);
        expect(text.match(/^Cause \d of 6: /gm)).to.have.length(6);
        expect(onOneLine(text)).to.match(
            /Cause 1 of 6: [^:]* statement 0 \(AssumeRole\), and 9 like it in other accounts: 20 crossings\./,
        );
        expect(text.match(/ reaches role /g)).to.have.length(6 * 4);
        expect(text.match(/ and 16 more, by /g)).to.have.length(6);
    });

    it("lists every crossing with its hops if it is to be verbose", () => {
        const report = allCrossed(many(30, 2));
        const text = renderTable(report, { detail: "verbose" });
        expect(text.match(/ reaches role /g)).to.have.length(report.crossings.length);
        expect(text.match(/ 1\. AssumeRole/g)).to.have.length(report.crossings.length);
    });

    it("leaves out what was not evaluated if it is to be quiet", () => {
        expect(renderTable(ours)).to.contain("Not evaluated:");
        expect(renderTable(ours, { detail: "quiet" })).not.to.contain("Not evaluated:");
    });

    it("ends with the verdict again only if it is long", () => {
        const verdict = /The environment boundary/g;
        expect(renderTable(ours).match(verdict)).to.have.length(1);
        const long = renderTable(allCrossed(many(30, 2)));
        expect(long.match(verdict)).to.have.length(2);
        expect(long.trimEnd()).to.match(/\n\nThe environment boundary is CROSSED: [^]*\)\.$/);
        const low = { ...plain, height: 10 };
        expect(renderTable(ours, { screen: low }).match(verdict)).to.have.length(2);
    });

    it("says where it comes from", () => {
        const provenance = {
            source: "plan",
            at: "2026-11-25T20:00:00.000Z",
            commit: "0123abc",
            versions: [{ name: "iam-profiles", version: "0.2.0" }],
            digest: "sha256:00",
        };
        expect(onOneLine(renderTable({ ...ours, provenance }))).to.match(
            / Source: plan; 2026-11-25T20:00:00\.000Z; commit 0123abc; iam-profiles 0\.2\.0; sha256:00$/,
        );
    });

    for (const width of [80, 60, 120]) {
        it(`breaks no word on a terminal of ${width} columns`, () => {
            const screen = { ...plain, width };
            for (const report of [ours, crossed, unknown, unfinished, many(6, 5), many(30, 2)]) {
                const lines = renderTable(report, { screen }).split("\n");
                expect(lines.filter((line) => line.length > width)).to.deep.equal([]);
                const words = new Set(renderTable(report, { screen: wide }).split(/\s+/));
                const broken = lines
                    .flatMap((line) => line.split(/\s+/))
                    .filter((w) => !words.has(w));
                expect(broken.filter((word) => word !== "" && !word.includes("…"))).to.deep.equal(
                    [],
                );
            }
        });
    }

    it("has the same text in colour, and colours only where the screen has them", () => {
        const inColour = renderTable(unknown, { screen: { ...plain, hasColour: true } });
        expect(inColour.startsWith("\u001b[33mUNKNOWN")).to.equal(true);
        expect(inColour).to.contain("\u001b[31m3?!\u001b[39m");
        expect(stripVTControlCharacters(inColour)).to.equal(renderTable(unknown));
    });

    it("counts who crosses, and what they reach", () => {
        expect(onOneLine(renderTable(allCrossed(many(30, 2))))).to.match(
            /^The environment boundary is CROSSED: 2 nonprod identities reach 60 roles outside nonprod accounts \(/,
        );
    });

    it("reports at once what differs in the same way", () => {
        const report = many(30, 2);
        const id = "400000000003";
        const vanished = ["PSKControlPlaneBaseRole", "PSKPlatformVPCRole"].map((name) =>
            roleArn(id, name),
        );
        const reach = report.reach.filter(({ role }) => !vanished.includes(role));
        expect(onOneLine(renderTable({ ...report, reach }))).to.contain(
            'environment: team-3-nonprod: PSKControlPlaneBaseRole, PSKPlatformVPCRole by PSKTeam0ServiceAccount, PSKTeam1ServiceAccount, PSKProdServiceAccount: "-"; elsewhere in nonprod: "yes" yes:',
        );
    });

    it("doesn't hide a short takeover behind long crossings", () => {
        const [crossing] = crossed.crossings.slice(-1);
        const report = {
            ...crossed,
            crossings: Array(12).fill(crossing) as typeof crossed.crossings,
        };
        expect(renderTable(report)).to.contain(
            "becomes user PSKProdServiceAccount in state by 2 hops",
        );
    });

    it("counts a single hop that isn't AssumeRole as indirect", () => {
        const reach = ours.reach.map((entry) => ({
            ...entry,
            hops: entry.hops.map((hop) => ({ ...hop, kind: "PassRole-Lambda" })),
        }));
        const text = renderTable({ ...ours, reach });
        expect(text).not.to.match(/ yes /);
        expect(text).to.match(/^ {2}PSKPlatformVPCRole +- +1 +-$/m);
    });

    it("says that it holds of nobody, where there is no nonprod identity", () => {
        const report = {
            ...ours,
            identities: ours.identities.filter(({ arn }) => arn !== nonprodUser.arn),
            reach: ours.reach.filter((entry) => entry.identity !== nonprodUser.arn),
        };
        expect(renderTable(report)).to.match(
            /^The environment boundary holds: there is no nonprod identity \(1 identity, /,
        );
    });

    it("counts unknown cells apart where it sums up", () => {
        const report = many(30, 2);
        const [first] = report.identities;
        const text = renderTable({ ...report, unfinishedSearches: [first?.arn ?? ""] });
        expect(text).to.match(
            /^PSKTeam0ServiceAccount \(nonprod\).* 0 \+ 0 \+ 6\? of 6 .* 0 \+ 0 \+ 54\? of 54$/m,
        );
        expect(text).to.match(
            /^PSKTeam1ServiceAccount \(nonprod\).* 0 \+ 0 of 6 .* 0 \+ 0 of 54$/m,
        );
    });

    it("reports accounts of one name apart by their ids", () => {
        const accounts = crossed.accounts.map((account) => ({ ...account, name: "same" }));
        expect(renderTable({ ...crossed, accounts })).to.contain(
            "role PSKPlatformVPCRole in same (333333333333)",
        );
    });
});
