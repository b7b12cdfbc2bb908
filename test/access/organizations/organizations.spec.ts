import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";

import { expect } from "chai";

import { buildReport } from "../../../access/report/buildReport";
import type { Hop } from "../../../access/paths/hop";
import type { Report } from "../../../access/report/report";
import { readDirectory } from "../../../access/sources/directory";

/**
 * What an organization must give by AWS's rules. A path is its hops' kinds in order, `>` between them; `?` behind a kind: it
 * isn't certain; `|`: any of these, where several are equally short.
 */
interface Expected {
    readonly about: string;
    readonly boundary: Report["boundary"];
    /** Identity's ARN -> role's ARN -> path. What isn't here must not be reached. */
    readonly reach: Readonly<Record<string, Readonly<Record<string, string>>>>;
    /** Identity's and role's ARN, the shortest path first. */
    readonly crossings: readonly string[];
    /** Identity's ARN -> ARN of whom it becomes -> path. */
    readonly takeovers: Readonly<Record<string, Readonly<Record<string, string>>>>;
    /** What a limit must speak of. */
    readonly limits?: readonly string[];
}

const verdicts = { holds: "holds", crossed: "is crossed", unknown: "isn't known" };

const folders = readdirSync(__dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

describe("an organization of documents", () => {
    for (const name of folders) {
        const folder = path.join(__dirname, name);
        const text = readFileSync(path.join(folder, "expected.json"), "utf8");
        const expected = JSON.parse(text) as Expected;

        describe(`${name}: ${expected.about}`, () => {
            let report: Report;

            before(async () => {
                report = buildReport(await readDirectory(folder));
            });

            it(`says that the boundary ${verdicts[expected.boundary]}`, () => {
                expect(report.boundary).to.equal(expected.boundary);
            });

            it("finds who reaches what, and nothing else", () => {
                expect(table(report.reach, ({ role }) => role, expected.reach)).to.deep.equal(
                    expected.reach,
                );
            });

            it("finds what breaks the boundary, the shortest path first", () => {
                expect(
                    report.crossings.map(({ identity, role }) => `${identity} ${role}`),
                ).to.deep.equal(expected.crossings);
            });

            it("finds whom a nonprod identity can become", () => {
                expect(
                    table(report.takeovers, ({ becomes }) => becomes, expected.takeovers),
                ).to.deep.equal(expected.takeovers);
            });

            for (const what of expected.limits ?? []) {
                it(`says that it doesn't know about ${what}`, () => {
                    expect(report.limits.filter((limit) => limit.includes(what))).to.have.length(1);
                });
            }
        });
    }
});

interface Found {
    readonly identity: string;
    readonly hops: readonly Hop[];
}

/** Paths by identity and target; one of the expected alternatives is written as expected. */
function table<T extends Found>(
    found: readonly T[],
    targetOf: (one: T) => string,
    expected: Expected["reach"],
): Record<string, Record<string, string>> {
    const paths: Record<string, Record<string, string>> = {};
    for (const one of found) {
        const target = targetOf(one);
        const kinds = one.hops.map(({ kind, unknown }) =>
            unknown === undefined ? kind : `${kind}?`,
        );
        const wanted = expected[one.identity]?.[target];
        (paths[one.identity] ??= {})[target] =
            wanted !== undefined && isOneOf(kinds, wanted) ? wanted : kinds.join(" > ");
    }
    return paths;
}

function isOneOf(kinds: readonly string[], wanted: string): boolean {
    const choices = wanted.split(" > ").map((hop) => hop.split("|"));
    return (
        choices.length === kinds.length &&
        kinds.every((kind, index) => choices[index]?.includes(kind))
    );
}
