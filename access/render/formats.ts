import type { Report } from "../report/report";
import type { Locate } from "../report/locate";
import type { Since } from "./page/provenance";
import type { TableOptions } from "./table";

/** What a format may need besides the report. */
export interface RenderOptions extends TableOptions {
    /** Where a statement stands in a file, for `sarif`. @default not known */
    readonly locate?: Locate;
    /** What changed since an earlier report, for `html`. @default not shown */
    readonly since?: Since;
}

type Render = (report: Report, options: RenderOptions) => Promise<Iterable<string>>;

/** Each is loaded only when it is asked for, so that a command starts fast. */
const renderers = {
    table: async (report, options) => {
        const { renderTable } = await import("./table");
        return [renderTable(report, options), "\n"];
    },
    json: async (report) => {
        const { reportJson } = await import("./reportJson");
        return reportJson(report);
    },
    "json-v1": async (report) => {
        const { reportJsonV1 } = await import("./json");
        return reportJsonV1(report);
    },
    html: async (report, { since }) => {
        const { renderHtml } = await import("./html");
        return [renderHtml(report, since)];
    },
    markdown: async (report) => {
        const { renderMarkdown } = await import("./markdown");
        return [renderMarkdown(report), "\n"];
    },
    mermaid: async (report) => {
        const { renderMermaid } = await import("./mermaid");
        return [renderMermaid(report), "\n"];
    },
    opengraph: async (report) => {
        const { renderOpenGraph } = await import("./openGraph");
        return renderOpenGraph(report);
    },
    sarif: async (report, { locate }) => {
        const { renderSarif } = await import("./sarif");
        return [renderSarif(report, locate), "\n"];
    },
} as const satisfies Readonly<Record<string, Render>>;

/** How a report can be shown. */
export type ReportFormat = keyof typeof renderers;

export const reportFormats = Object.keys(renderers) as readonly ReportFormat[];

/** The report in a format, in pieces: as JSON it may be too long for one text. */
export const renderReport = (
    report: Report,
    format: ReportFormat,
    options: RenderOptions = {},
): Promise<Iterable<string>> => (renderers[format] as Render)(report, options);
