import type { Reach, Report, ReportAccount, Takeover } from "../report/report";
import { linesByEnvironment } from "./mermaidByEnvironment";
import { isDirect, isUncertain } from "./path";
import { clip, count, printable } from "./text";
import { verdictText } from "./verdict";

/** Mermaid rejects more than 500 edges or 50,000 characters; a readable diagram has far fewer. */
const mostEdges = 280;
const mostNodes = 280;
const longestLabel = 64;

/**
 * A flowchart of who reaches what, with the verdict as its title, grouped by account: a thick red line crosses the environment
 * boundary, a dotted one takes several hops, a dotted one with `?` stands for a path that was neither found nor ruled out. If
 * there are too many lines, it is grouped by environment.
 *
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export function renderMermaid(report: Report): string {
    const crossings: readonly Edge[] = [...report.takeovers, ...report.crossings];
    const known = new Set(crossings.map(keyOf));
    const others = report.reach.filter((entry) => !known.has(keyOf(entry)));
    const unknown = unknownEdges(report);
    const isWhole =
        crossings.length + others.length + unknown.length <= mostEdges &&
        report.identities.length + report.roles.length <= mostNodes;
    return [
        "---",
        // Mermaid doesn't wrap a title, so the whole sentence stands in a node.
        `title: ${titles[report.verdict.boundary]}`,
        "---",
        "flowchart LR",
        `  verdict[${quoted(verdictText(report), Infinity)}]`,
        ...(isWhole
            ? wholeLines(report, [...crossings, ...others, ...unknown], crossings.length)
            : linesByEnvironment(report, quoted)),
    ].join("\n");
}

const titles = {
    holds: "The environment boundary holds",
    crossed: "The environment boundary is CROSSED",
    unknown: "UNKNOWN whether the environment boundary holds",
} as const;

/** @param reds how many of the edges cross, which are first */
function wholeLines(report: Report, edges: readonly Edge[], reds: number): string[] {
    const nodes = nodesOf(report);
    const ids = new Map(nodes.map(({ arn }, i) => [arn, `n${i}`]));
    const red = Array.from({ length: reds }, (_, i) => i);
    return [
        ...report.accounts.flatMap((account, i) =>
            subgraphLines(
                `  subgraph a${i}[${quoted(accountText(account))}]`,
                nodes
                    .filter((node) => node.account === account.id)
                    .map((node) => `    ${ids.get(node.arn) ?? ""}${node.shape}`),
            ),
        ),
        ...edges.map(
            (edge, i) =>
                `  ${ids.get(edge.identity) ?? ""} ${lineOf(edge, i < reds)} ${ids.get(targetOf(edge)) ?? ""}`,
        ),
        ...(reds === 0 ? [] : [`  linkStyle ${red.join(",")} stroke:#d00,stroke-width:4px`]),
    ];
}

/** `hops`: none where no path is known. */
type Edge = Reach | Takeover;

/** Roles that the matrix marks with `?` alone. */
function unknownEdges(report: Report): Edge[] {
    const { unfinishedSearches, roles } = report;
    const reached = new Set(report.reach.map(keyOf));
    return unfinishedSearches
        .flatMap((identity) => roles.map(({ arn }): Edge => ({ identity, role: arn, hops: [] })))
        .filter((edge) => !reached.has(keyOf(edge)));
}

const targetOf = (edge: Edge): string => ("role" in edge ? edge.role : edge.becomes);
const keyOf = (edge: Edge): string => `${edge.identity}\n${targetOf(edge)}`;

/** Identities are round, roles square. */
const nodesOf = ({ identities, roles }: Report) => [
    ...identities.map(({ arn, account, name }) => ({ arn, account, shape: `([${quoted(name)}])` })),
    ...roles.map(({ arn, account, name }) => ({ arn, account, shape: `[${quoted(name)}]` })),
];

const accountText = ({ name, environment }: ReportAccount): string =>
    name === environment ? name : `${name} (${environment})`;

const subgraphLines = (title: string, nodes: readonly string[]): string[] =>
    nodes.length === 0 ? [] : [title, ...nodes, "  end"];

function lineOf(edge: Edge, isRed: boolean): string {
    if (edge.hops.length === 0) return `-.->|${quoted("?")}|`;
    const text = [
        ...(isDirect(edge) ? [] : [count(edge.hops.length, "hop")]),
        ...(isUncertain(edge) ? ["?"] : []),
    ].join(", ");
    const label = text === "" ? "" : `|${quoted(text)}|`;
    if (isRed) return `==>${label}`;
    return `${isDirect(edge) ? "-->" : "-.->"}${label}`;
}

/** Quoted text; characters with a meaning in Mermaid or HTML become entities. */
export const quoted = (text: string, length = longestLabel): string =>
    `"${clip(printable(text), length).replace(/[^\p{L}\p{N} .,:;?()/+=@_…'-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`)}"`;
