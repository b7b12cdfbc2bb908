import { expect } from "chai";

import { renderOpenGraph } from "../../../access/render/openGraph";
import type { Report } from "../../../access/report/report";
import { crossed, many, ours, unknown } from "./reports";

interface Graph {
    readonly metadata: unknown;
    readonly graph: {
        readonly nodes: readonly {
            readonly id: string;
            readonly kinds: readonly string[];
            readonly properties: Readonly<Record<string, unknown>>;
        }[];
        readonly edges: readonly {
            readonly kind: string;
            readonly start: { readonly value: string; readonly match_by: string };
            readonly end: { readonly value: string };
            readonly properties?: Readonly<Record<string, unknown>>;
        }[];
    };
}

const parsed = (report: Report): Graph =>
    JSON.parse([...renderOpenGraph(report)].join("")) as Graph;

/** OpenGraph takes texts, numbers, booleans, and lists of one of them. */
const isPlain = (value: unknown): boolean =>
    Array.isArray(value)
        ? value.every((one) => typeof one === typeof value[0] && typeof one !== "object")
        : ["string", "number", "boolean"].includes(typeof value);

describe("a report for BloodHound", () => {
    for (const [name, report] of Object.entries({ ours, crossed, unknown, many: many(8, 3) })) {
        it(`has nodes for both ends of every edge, each once, and plain properties: ${name}`, () => {
            const { metadata, graph } = parsed(report);
            expect(metadata).to.deep.equal({ source_kind: "IamProfiles" });
            const ids = new Set(graph.nodes.map(({ id }) => id));
            expect(ids.size).to.equal(graph.nodes.length);
            const ends = graph.edges.flatMap(({ start, end }) => [start.value, end.value]);
            expect(ends.filter((end) => !ids.has(end))).to.deep.equal([]);
            const names = [
                ...graph.nodes.flatMap(({ kinds }) => kinds),
                ...graph.edges.map(({ kind }) => kind),
            ];
            expect(names.filter((kind) => !/^[A-Za-z0-9_]+$/.test(kind))).to.deep.equal([]);
            const values = [...graph.nodes, ...graph.edges].flatMap(({ properties = {} }) =>
                Object.values(properties),
            );
            expect(values.filter((value) => !isPlain(value))).to.deep.equal([]);
        });
    }

    it("says of each hop whether it is certain, and if not, why", () => {
        const hopsOf = (report: Report) =>
            parsed(report).graph.edges.filter(({ properties }) => properties?.["action"]);
        for (const { properties } of [...hopsOf(crossed), ...hopsOf(unknown)]) {
            expect(properties?.["certain"]).to.equal(properties?.["reason"] === undefined);
        }
        const isUncertain = ({ properties }: { properties?: Readonly<Record<string, unknown>> }) =>
            properties?.["certain"] === false;
        expect(hopsOf(crossed).some(isUncertain)).to.equal(false);
        expect(hopsOf(unknown).some(isUncertain)).to.equal(true);
    });

    it("has each hop once, and the findings", () => {
        const edges = parsed(crossed).graph.edges.map(
            ({ kind, start, end }) => `${kind} ${start.value} ${end.value}`,
        );
        expect(new Set(edges).size).to.equal(edges.length);
        const count = (kind: string): number =>
            edges.filter((edge) => edge.startsWith(`${kind} `)).length;
        expect(count("AWS_CrossesBoundary")).to.equal(2);
        expect(count("AWS_TakesOver")).to.equal(1);
        expect(count("AWS_CreateAccessKey")).to.equal(1);
    });
});
