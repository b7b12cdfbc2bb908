import { hopLines } from "../access";
import type { Hop, Reach, Report, Takeover } from "../access";
import type { Proof } from "./proof";
import { cannotDetermine } from "./unknown";

/** Further causes are only counted. */
const mostShown = 10;

/**
 * @param known ARNs of what was reported already: paths through it are left out
 * @param standsFor see `Proof`
 * @returns a text for each cause, with its shortest path; none only if the boundary holds or every path is known
 */
export function violationsOf(
    { verdict, crossings, takeovers, unfinishedSearches }: Report,
    known: ReadonlySet<string> = new Set(),
    standsFor: Proof["standsFor"] = new Map(),
): readonly string[] {
    if (verdict.boundary === "holds") return [];
    const all = [...crossings, ...takeovers];
    const paths = all.filter(({ hops }) => !hops.some((hop) => leadsThrough(hop, known)));
    const unsure = verdict.boundary === "unknown" ? `${cannotDetermine}: ${verdict.reason}.` : "";
    if (paths.length === 0) {
        return all.length > 0 && unfinishedSearches.length === 0 ? [] : [unsure || cannotDetermine];
    }
    const causes = byCause(paths);
    const more = causes.length - mostShown;
    return [
        ...causes
            .slice(0, mostShown)
            .map((cause) =>
                [
                    ...(unsure === "" ? [] : [unsure]),
                    causeText(cause),
                    ...alikeLines(cause[0], standsFor),
                ].join("\n"),
            ),
        ...(more > 0 ? [`${more} more causes; see: npx iam-profiles access --format json`] : []),
    ];
}

/** Whether a hop is allowed by a policy of one of these, or by being one of them. */
const leadsThrough = ({ to, because }: Hop, known: ReadonlySet<string>): boolean =>
    [to, ...because.map(({ document }) => document)].some((text) =>
        [...known].some((arn) => text === arn || text.startsWith(`${arn} `)),
    );

type Path = Reach | Takeover;

/** Paths that end with what the first of them ends with, or lead on from there. @param paths shortest first */
function byCause(paths: readonly Path[]): readonly (readonly [Path, ...Path[]])[] {
    const causes: { readonly key: string; readonly paths: [Path, ...Path[]] }[] = [];
    for (const path of paths) {
        const keys = path.hops.map(keyOf);
        const cause = causes.find(({ key }) => keys.includes(key));
        if (cause === undefined) causes.push({ key: keys.at(-1) ?? "", paths: [path] });
        else cause.paths.push(path);
    }
    return causes.map((cause) => cause.paths);
}

/** The statements that allow a hop; where none could be read, what it leads to. */
const keyOf = ({ kind, to, because }: Hop): string =>
    JSON.stringify(
        because.length === 0
            ? [kind, to]
            : because.map(({ document, statement }) => [document, statement]),
    );

function causeText([first, ...others]: readonly [Path, ...Path[]]): string {
    const more =
        others.length === 0
            ? ""
            : `\n  ${others.length} more ${others.length === 1 ? "path leads" : "paths lead"} through the last of these hops.`;
    return pathText(first) + more;
}

/** Accounts that a path is also true of. */
function alikeLines({ hops }: Path, standsFor: Proof["standsFor"]): readonly string[] {
    const ends = hops.map(({ to }) => to.split(":")[4] ?? "");
    return [...new Set(ends)].flatMap((id) => {
        const [first, ...others] = standsFor.get(id) ?? [];
        if (first === undefined) return [];
        const more = others.length === 0 ? "" : ` and ${others.length} more`;
        return [
            `  The same is true of ${first.name}${more}: like account ${id} but for name and id.`,
        ];
    });
}

function pathText(path: Path): string {
    const isCertain = path.hops.every((hop: Hop) => hop.unknown === undefined);
    const [verb, target] = "role" in path ? ["reach", path.role] : ["become", path.becomes];
    const does = isCertain ? `${verb}${verb === "reach" ? "es" : "s"}` : `may ${verb}`;
    return [`${path.identity} ${does} ${target}:`, ...hopLines(path.hops, inFull, "  ")].join("\n");
}

/** Full ARNs, as a waiver must state them. */
const inFull: Parameters<typeof hopLines>[1] = {
    account: (id) => id,
    arn: (arn) => arn,
    statement: ({ document, statement, sid }) =>
        `${document}, statement ${statement}${sid === undefined ? "" : ` (${sid})`}`,
};
