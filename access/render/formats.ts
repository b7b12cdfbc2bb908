import type { Report } from "../report/report";

/** Each is loaded only when it is asked for, so that a command starts fast. */
const renderers = {
    table: async (report: Report): Promise<Iterable<string>> => {
        const { renderTable } = await import("./table");
        return [renderTable(report), "\n"];
    },
    json: async (report: Report): Promise<Iterable<string>> => {
        const { reportJson } = await import("./json");
        return reportJson(report);
    },
    html: async (report: Report): Promise<Iterable<string>> => {
        const { renderHtml } = await import("./html");
        return [renderHtml(report)];
    },
    mermaid: async (report: Report): Promise<Iterable<string>> => {
        const { renderMermaid } = await import("./mermaid");
        return [renderMermaid(report), "\n"];
    },
} as const;

/** How a report can be shown. */
export type ReportFormat = keyof typeof renderers;

export const reportFormats = Object.keys(renderers) as readonly ReportFormat[];

/** The report in a format, in pieces: as JSON it may be too long for one text. */
export const renderReport = (report: Report, format: ReportFormat): Promise<Iterable<string>> =>
    renderers[format](report);
