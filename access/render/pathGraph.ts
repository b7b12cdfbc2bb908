import type { Explanation } from "../report/explain/explanation";
import type { ReportAccount } from "../report/report";
import { labelsOf } from "./labels";
import { quoted } from "./mermaid";
import { printable } from "./text";

/** How the path of an explanation can be drawn. */
export const graphFormats = ["mermaid", "dot"] as const;
export type GraphFormat = (typeof graphFormats)[number];

/** A path as a graph: what is held is a node, each hop an edge with the statements that allow it. */
interface PathGraph {
    readonly title: string;
    readonly nodes: readonly string[];
    /** Positions in `nodes`, and lines of text. */
    readonly edges: readonly {
        readonly from: number;
        readonly to: number;
        readonly lines: readonly string[];
        readonly isUncertain: boolean;
    }[];
}

/**
 * The shortest path of an explanation as a diagram, from left to right. Without a path, both ends and the answer.
 *
 * @see https://graphviz.org/doc/info/lang.html
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export function renderPathGraph(
    explanation: Explanation,
    accounts: readonly ReportAccount[],
    format: GraphFormat,
): string {
    const graph = graphOf(explanation, accounts);
    return format === "dot" ? dot(graph) : mermaid(graph);
}

function graphOf(
    { identity, role, path, answer }: Explanation,
    accounts: readonly ReportAccount[],
): PathGraph {
    const labels = labelsOf(accounts);
    const hops = path?.hops ?? [];
    const arns = [
        ...new Set([identity.arn, ...hops.flatMap(({ from, to }) => [from, to]), role.arn]),
    ];
    const positions = new Map(arns.map((arn, i) => [arn, i]));
    const at = (arn: string): number => positions.get(arn) ?? 0;
    return {
        title: `${labels.arn(identity.arn)} to ${labels.arn(role.arn)}: ${path === undefined ? `no path, ${answer}` : answer}`,
        nodes: arns.map((arn) => labels.arn(arn)),
        edges: hops.map((hop, i) => ({
            from: at(hop.from),
            to: at(hop.to),
            lines: [`${i + 1}. ${hop.kind}`, ...hop.because.map((one) => labels.statement(one))],
            isUncertain: hop.unknown !== undefined,
        })),
    };
}

const dot = ({ title, nodes, edges }: PathGraph): string =>
    [
        "digraph path {",
        `    label=${dotText([title])}; labelloc=t; rankdir=LR;`,
        '    node [shape=box, fontname="sans-serif"]; edge [fontname="sans-serif", fontsize=10];',
        ...nodes.map((label, i) => `    n${i} [label=${dotText([label])}];`),
        ...edges.map(
            ({ from, to, lines, isUncertain }) =>
                `    n${from} -> n${to} [label=${dotText(lines)}${isUncertain ? ", style=dashed" : ""}];`,
        ),
        "}",
    ].join("\n");

/** A quoted string; a backslash begins an escape in DOT. */
const dotText = (lines: readonly string[]): string =>
    `"${lines.map((line) => printable(line).replace(/[\\"]/g, "\\$&")).join("\\n")}"`;

const mermaid = ({ title, nodes, edges }: PathGraph): string =>
    [
        "flowchart LR",
        `  title[${quoted(title, Infinity)}]`,
        ...nodes.map((label, i) => `  n${i}[${quoted(label)}]`),
        ...edges.map(
            ({ from, to, lines, isUncertain }) =>
                `  n${from} ${isUncertain ? "-.->" : "-->"}|${quoted(lines.join("; "), Infinity)}| n${to}`,
        ),
    ].join("\n");
