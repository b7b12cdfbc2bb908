import type { Reach, Report, ReportAccount, Takeover } from "../report/report";
import { isDirect, isUncertain } from "./path";
import { clip, count, printable } from "./text";
import { verdictText } from "./verdict";

/** Mermaid rejects more than 500 edges or 50,000 characters; a readable diagram has far fewer. */
const mostEdges = 280;
const mostNodes = 280;
const longestLabel = 64;

/**
 * A flowchart of who reaches what, grouped by account: a thick red line crosses the environment boundary, a dotted one
 * takes several hops, a dotted one with `?` stands for a path that was neither found nor ruled out. If there are too many
 * lines, only the crossings are drawn.
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
    const red = crossings.slice(0, mostEdges);
    const edges = isWhole ? [...red, ...others, ...unknown] : red;

    const drawn = new Set(edges.flatMap((edge) => [edge.identity, targetOf(edge)]));
    const nodes = nodesOf(report).filter(({ arn }) => isWhole || drawn.has(arn));
    const ids = new Map(nodes.map(({ arn }, i) => [arn, `n${i}`]));
    return [
        "flowchart LR",
        `  verdict[${quoted(verdictText(report), Infinity)}]`,
        ...(isWhole
            ? []
            : [`  note[${quoted(noteText(report, red.length, unknown.length), Infinity)}]`]),
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
                `  ${ids.get(edge.identity) ?? ""} ${lineOf(edge, i < red.length)} ${ids.get(targetOf(edge)) ?? ""}`,
        ),
        ...(red.length === 0
            ? []
            : [`  linkStyle ${red.map((_, i) => i).join(",")} stroke:#d00,stroke-width:4px`]),
    ].join("\n");
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

const noteText = (report: Report, drawn: number, unknown: number): string =>
    `${drawn} of ${count(report.crossings.length + report.takeovers.length, "crossing")} drawn, and none of the ${report.reach.length - report.crossings.length} other paths${unknown === 0 ? "" : ` and ${count(unknown, "unknown cell")} (?)`}: too many for a diagram. See --format json for all.`;

/** Quoted text; characters with a meaning in Mermaid or HTML become entities. */
export const quoted = (text: string, length = longestLabel): string =>
    `"${clip(printable(text), length).replace(/[^\p{L}\p{N} .,:;?()/+=@_…'-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`)}"`;
