// Decides whether a pull request may be merged, by what it changes about who reaches what. docs/pipelines.md describes it.
import { readFile } from "node:fs/promises";

import { diffReports, isOpenToNonprod, readReportFile } from "../../access";
import type { Hop, Locate, Location, Report } from "../../access";
import { locateInCatalogue } from "../../cli/locateInCatalogue";
import { errorText } from "../../platform/systemError";
import type { Approval } from "./approval";

/** A reason to stop a pull request. */
export interface Objection {
    readonly text: string;
    /** The hops of a path that was added. */
    readonly hops: readonly LocatedHop[];
    /** Whether approval takes it away. */
    readonly canBeApproved: boolean;
}

export interface LocatedHop {
    readonly text: string;
    /** Where the catalogue names what the hop comes from. */
    readonly place?: Location;
}

/**
 * What stands against a pull request: paths into production that it adds, changes of accounts and of who reads secrets,
 * and a boundary that doesn't hold.
 *
 * @param before of the base branch
 * @param after of the pull request
 */
export function objections(before: Report, after: Report, locate: Locate): readonly Objection[] {
    const diff = diffReports(before, after);
    const nonprod = new Set(
        after.accounts.filter((one) => isOpenToNonprod(one.environment)).map(({ id }) => id),
    );
    const crossings = new Set(diff.addedCrossings);
    const added = [
        ...diff.reach.added
            // An account that isn't known is production.
            .filter((path) => crossings.has(path) || !nonprod.has(accountOf(path.role)))
            .map((path) => ({ ...path, target: path.role, crosses: crossings.has(path) })),
        ...diff.takeovers.added.map((path) => ({ ...path, target: path.becomes, crosses: true })),
    ];
    return [
        ...boundaryObjections(after),
        ...added.map(({ identity, target, hops, crosses }) => ({
            text: `${identity} reaches ${target}${crosses ? ": it crosses the environment boundary" : ""}`,
            hops: hops.map((hop) => located(hop, locate)),
            canBeApproved: !crosses,
        })),
        ...[...diff.accounts, ...diff.readers].map((text) => ({
            text,
            hops: [],
            canBeApproved: true,
        })),
    ];
}

/** An unfinished search of a nonprod identity makes the verdict unknown; one of a prod identity may only lack paths of it. */
const boundaryObjections = ({ verdict, unfinishedSearches }: Report): readonly Objection[] => [
    ...(verdict.boundary === "holds"
        ? []
        : [
              {
                  text: `the environment boundary is ${verdict.boundary}, must be "holds"`,
                  hops: [],
                  canBeApproved: false,
              },
          ]),
    ...unfinishedSearches.map((identity) => ({
        text: `the search stopped at its limit, so ${identity} may reach more`,
        hops: [],
        canBeApproved: true,
    })),
];

const accountOf = (arn: string): string => arn.split(":")[4] ?? "";

function located(hop: Hop, locate: Locate): LocatedHop {
    // The statement's own document first; an identity's line where the document is the platform's.
    const documents = [...hop.because, { document: hop.from, statement: 0 }];
    const [place] = documents.flatMap((reference) => locate(reference) ?? []);
    return {
        text: `${hop.kind}: ${hop.from} -> ${hop.to} (${hop.action})`,
        ...(place === undefined ? {} : { place }),
    };
}

/** Those that remain with an approval. */
export const standing = (all: readonly Objection[], { approved }: Approval): readonly Objection[] =>
    all.filter(({ canBeApproved }) => !approved || !canBeApproved);

/**
 * @param annotates whether GitHub Actions shall show each place in the pull request's files
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function gateText(
    all: readonly Objection[],
    approval: Approval,
    annotates: boolean,
): string {
    const left = standing(all, approval);
    if (all.length === 0)
        return "No path into production is added, and no account or reader of secrets is changed.";
    const lines = all.flatMap((objection) => [
        `${left.includes(objection) ? "stopped" : "approved"}: ${objection.text}`,
        ...objection.hops.map(
            ({ text, place }) =>
                `    ${place === undefined ? "" : `${place.file}:${place.line}: `}${text}`,
        ),
    ]);
    const annotations = left.flatMap(({ text, hops }) =>
        hops.flatMap(({ place }) =>
            place === undefined ? [] : [`::error file=${place.file},line=${place.line}::${text}`],
        ),
    );
    const next =
        left.length === 0
            ? [`Approved by ${approval.by ?? ""}, with the label.`]
            : left.every(({ canBeApproved }) => canBeApproved)
              ? [`To let it pass: ${approval.lacks.join("; ")}.`]
              : [
                    "What crosses the boundary, or isn't known, can't be approved; waivers: README.md.",
                ];
    return [...lines, ...(annotates ? annotations : []), "", ...next].map(oneLine).join("\n");
}

/** The pull request's code chose the names: a line break in one could begin a command to GitHub. */
const oneLine = (text: string): string => text.replace(/\p{Cc}/gu, "?");

/**
 * `accessGate.ts BEFORE.json AFTER.json APPROVAL.json CATALOGUE`, the last the folder with the pull request's files.
 *
 * @returns what it prints, and its exit code
 */
export async function judge([
    before = "",
    after = "",
    approval = "",
    catalogue = ".",
]: readonly string[]): Promise<{
    readonly text: string;
    readonly code: number;
}> {
    const given = JSON.parse(await readFile(approval, "utf8")) as Approval;
    const all = objections(
        await readReportFile(before),
        await readReportFile(after),
        await locateInCatalogue(catalogue),
    );
    return {
        text: gateText(all, given, process.env["GITHUB_ACTIONS"] === "true"),
        code: standing(all, given).length === 0 ? 0 : 1,
    };
}

if (require.main === module) {
    judge(process.argv.slice(2)).then(
        ({ text, code }) => {
            console.log(text);
            process.exitCode = code;
        },
        (error: unknown) => {
            console.error(errorText(error));
            process.exitCode = 2;
        },
    );
}
