import { expect } from "chai";

import { gridOf } from "../../../access/render/grid";
import { renderMermaid } from "../../../access/render/mermaid";
import { renderTable } from "../../../access/render/table";
import { buildReport } from "../../../access/report/buildReport";
import { explainCell } from "../../../access/report/explain/explainCell";
import type { Report } from "../../../access/report/report";
import { verdictOf } from "../../../access/report/verdict";
import type { BoundaryFindings } from "../../../access/report/verdict";
import { violationsOf } from "../../../policy-pack/crossings";
import { accountIds, organizationOf, shorten } from "../paths/smallOrganization";
import type { SmallOrganization } from "../paths/smallOrganization";
import table from "./verdict.cases.json";

/** What one organization gives, for every consumer of the verdict. */
interface Case {
    readonly name: string;
    /** Of `organizations`. */
    readonly organization: keyof typeof table.organizations;
    /** Re-evaluations after IAM changes. @default the report's own */
    readonly limits?: { readonly nonprod: number; readonly prod: number };
    readonly verdict: Report["verdict"];
    readonly unfinishedSearches: readonly string[];
    /** `<identity> > <role>` -> its mark in the matrix. */
    readonly cells: Readonly<Record<string, string>>;
    /** `<identity> > <role>` -> the answer of `explain` within its own limit, and with none. */
    readonly explain: Readonly<Record<string, readonly [string, string]>>;
    /** How each violation of the pack begins. */
    readonly violations: readonly string[];
}

const organizations = table.organizations as unknown as Readonly<Record<string, SmallOrganization>>;
const cases = table.cases as unknown as readonly Case[];

const longArn = (text: string): string => {
    const [account = "", ...rest] = text.split("/");
    return `arn:aws:iam::${accountIds[account] ?? ""}:${rest.join("/")}`;
};

const pairOf = (pair: string): [string, string] => {
    const [identity = "", role = ""] = pair.split(" > ").map(longArn);
    return [identity, role];
};

describe("the verdict", () => {
    for (const { name, organization: key, limits, ...expected } of cases) {
        describe(name, () => {
            const organization = organizationOf(organizations[key] ?? {});
            const report = buildReport(organization, undefined, limits);

            it("is computed with the report", () => {
                expect({
                    boundary: report.boundary,
                    verdict: report.verdict,
                    unfinishedSearches: report.unfinishedSearches.map(shorten),
                }).to.deep.equal({
                    boundary: expected.verdict.boundary,
                    verdict: expected.verdict,
                    unfinishedSearches: expected.unfinishedSearches,
                });
            });

            it("is what the table begins with", () => {
                const first = {
                    holds: "The environment boundary holds",
                    crossed: "The environment boundary is CROSSED",
                    unknown: "UNKNOWN whether the environment boundary holds",
                };
                expect(renderTable(report).startsWith(first[expected.verdict.boundary])).to.equal(
                    true,
                );
            });

            it("leaves no cell of the matrix without a path unless it was ruled out", () => {
                const grid = gridOf(report);
                const marks = report.identities.flatMap((identity) =>
                    report.roles.map(({ arn, name: roleName, account: id }) => {
                        const account = report.accounts.find((one) => one.id === id);
                        if (account === undefined) throw new Error(`no account ${id}`);
                        return [
                            `${shorten(identity.arn)} > ${shorten(arn)}`,
                            grid.mark(identity, roleName, account),
                        ];
                    }),
                );
                expect(Object.fromEntries(marks)).to.deep.equal(expected.cells);
            });

            it("has a line with ? in the flowchart for each unknown cell", () => {
                const unknown = Object.values(expected.cells).filter((mark) => mark === "?");
                expect(renderMermaid(report).match(/-\.->\|"\?"\|/g) ?? []).to.have.length(
                    unknown.length,
                );
            });

            it("is the answer of explain for each cell asked about", () => {
                const answers = Object.entries(expected.explain).map(([pair]) => [
                    pair,
                    [
                        explainCell(organization, ...pairOf(pair)).answer,
                        explainCell(organization, ...pairOf(pair), 0).answer,
                    ],
                ]);
                expect(Object.fromEntries(answers)).to.deep.equal(expected.explain);
            });

            it("stops the preview unless the boundary holds", () => {
                const found = violationsOf(report);
                expect(
                    found.map((text, i) => text.slice(0, expected.violations[i]?.length)),
                ).to.deep.equal(expected.violations);
                expect(found.length > 0).to.equal(expected.verdict.boundary !== "holds");
            });
        });
    }

    const none: BoundaryFindings = { certainPaths: 0, uncertainPaths: 0, unfinishedSearches: 0 };
    const unfinished =
        "the search limit was reached before all paths of 3 nonprod identities were found or ruled out";
    const findings: readonly [string, BoundaryFindings, Report["verdict"]][] = [
        ["nothing", none, { boundary: "holds" }],
        ["a certain path", { ...none, certainPaths: 1 }, { boundary: "crossed" }],
        [
            "a certain path beside all else",
            { certainPaths: 1, uncertainPaths: 2, unfinishedSearches: 3 },
            { boundary: "crossed" },
        ],
        [
            "an uncertain path",
            { ...none, uncertainPaths: 1 },
            {
                boundary: "unknown",
                reason: "1 path depends on a policy or condition that could not be evaluated",
            },
        ],
        [
            "unfinished searches alone",
            { ...none, unfinishedSearches: 3 },
            { boundary: "unknown", reason: unfinished },
        ],
        [
            "searches for which there was no time",
            { ...none, outOfTime: 1 },
            {
                boundary: "unknown",
                reason: "the time limit was reached before all paths of 1 nonprod identity were found or ruled out",
            },
        ],
        [
            "an identity that strangers may become, and a limit that counts",
            { ...none, openIdentities: 1, openLimits: 1 },
            {
                boundary: "unknown",
                reason: "strangers at an identity provider may become 1 identity; 1 limit of the evaluation could matter, which strict mode counts",
            },
        ],
        [
            "several of both",
            { ...none, openIdentities: 2, openLimits: 2 },
            {
                boundary: "unknown",
                reason: "strangers at identity providers may become 2 identities; 2 limits of the evaluation could matter, which strict mode counts",
            },
        ],
        [
            "what was not read",
            { ...none, unread: ["Bucket a was not read."] },
            { boundary: "unknown", reason: "not everything was read: Bucket a was not read" },
        ],
        [
            "several that were not read",
            { ...none, unread: ["Bucket a was not read.", "b.", "c."] },
            {
                boundary: "unknown",
                reason: 'not everything was read: Bucket a was not read (and 2 more under "Not evaluated")',
            },
        ],
        [
            "uncertain paths and unfinished searches",
            { ...none, uncertainPaths: 2, unfinishedSearches: 3 },
            {
                boundary: "unknown",
                reason: `2 paths depend on policies or conditions that could not be evaluated; ${unfinished}`,
            },
        ],
    ];
    for (const [name, found, verdict] of findings) {
        it(`follows from ${name}`, () => {
            expect(verdictOf(found)).to.deep.equal(verdict);
        });
    }
});
