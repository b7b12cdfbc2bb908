import { hopLines } from "../../access";
import type { Hop, Reach, Report, Takeover } from "../../access";
import { isExpired, waiverText } from "../../platform/waivers";
import type { Waiver } from "../../platform/waivers";
import type { Proof } from "../proof";
import type { Reported } from "../reported";
import { reportedArns } from "../reportedArns";
import type { ResourceFacts, StackRule, StackViolation } from "../rule";

/** Further causes are only counted. */
const mostShown = 10;

/** Rules on single resources whose reports explain the paths that lead through the resource. */
const explaining: readonly string[] = [
    "iam-group-is-assume-only",
    "iam-group-reaches-its-environment",
    "iam-identity-lives-in-state-account",
    "iam-identity-path-tells-class",
    "iam-pipeline-boundary-assumes-only",
    "iam-pipeline-owner-is-trusted",
    "iam-pipeline-path-tells-class",
    "iam-pipeline-trust-is-exact",
    "iam-policy-is-well-formed",
    "iam-resource-is-allowed",
    "iam-role-has-boundary",
    "iam-role-trust-guards-services",
    "iam-role-trust-is-well-formed",
    "iam-role-trust-keeps-environment-boundary",
    "iam-role-trust-names-principals",
    "iam-user-holds-nothing",
    "secretsmanager-secret-value-is-not-in-state",
];

/**
 * The proof, on the planned state of this stack and the program's rendering of every other stack: no path, of any length,
 * leads a nonprod identity into production.
 */
export const accessKeepsEnvironmentBoundary: StackRule = {
    name: "iam-access-keeps-environment-boundary",
    description:
        "No chain of assumed roles, IAM writes, passed roles or secrets leads a nonprod identity into production.",
    severity: "critical",
    remediationSteps:
        "Remove one of the statements listed with the hops; `npx iam-profiles access` lists every path. If an owner accepts a hop until a given day, waive exactly that hop (`waivers` in Pulumi.yaml).",
    governs: (type) => type.startsWith("aws:"),
    judgesInputs: true,
    checkStack: async (resources, context, reported) => {
        let proof: Proof;
        try {
            // The program and the proof are loaded on demand, so that the pack starts fast.
            const { proofOf } = await import("../proof");
            proof = await proofOf(resources, context, new Date());
        } catch (error) {
            if (isExplained(error, resources, reported)) return [];
            return [{ message: `${cannotDetermine}. ${(error as Error).message}` }];
        }
        const known = reportedArns(resources, context, reported, explaining);
        const crossings = violationsOf(proof.report, known, proof.standsFor);
        // Without a violation they do no harm; the command `access` names them, too.
        const waivers = crossings.length === 0 ? [] : proof.unmatchedWaivers.map(unmatchedText);
        return [...crossings, ...waivers].map((message) => ({ message }));
    },
};

/** Whether all that stops the proof was reported, resource by resource. */
function isExplained(
    error: unknown,
    resources: readonly ResourceFacts[],
    reported: Reported,
): boolean {
    const { faults } = error as { readonly faults?: readonly string[] };
    const known = resources
        .filter(({ urn }) => reported.has(urn, explaining))
        .map(({ type, urn }) => `${type} "${urn.split("::").at(-1) ?? ""}": `);
    return (
        faults !== undefined &&
        faults.every((fault) => known.some((resource) => fault.startsWith(resource)))
    );
}

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

const unmatchedText = (waiver: Waiver): string =>
    `${waiverText(waiver)} matches no hop: correct it as the violation prints the hop, or remove it.`;

const cannotDetermine = "Cannot determine whether the environment boundary holds";

/** Waivers are temporary: after their last day, the hop must be removed or the waiver renewed. */
export const waiversHold: StackRule = {
    name: "iam-access-waivers-have-not-expired",
    description: "No waiver of a hop into production has expired.",
    severity: "high",
    remediationSteps: "Remove the hop, then remove the waiver from Pulumi.yaml.",
    governs: (type) => type.startsWith("aws:"),
    checkStack: (_, { waivers }) => {
        const now = new Date();
        return waivers
            .filter((waiver) => isExpired(waiver, now))
            .map((waiver): StackViolation => ({
                message: `${waiverText(waiver)} expired on ${waiver.expires}.`,
            }));
    },
};

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
