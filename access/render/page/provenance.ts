import type { ReportDiff } from "../../report/reportDiff";
import type { Provenance } from "../../report/provenance";
import type { ReportAccount } from "../../report/report";
import { renderDiff } from "../diffText";
import { printable } from "../text";
import { escaped } from "./embed";

/** An earlier report that a page is compared with. */
export interface Since {
    /** What changed from it to the report of the page. */
    readonly diff: ReportDiff;
    /** Of both reports. */
    readonly accounts: readonly ReportAccount[];
    /** Of the earlier one. */
    readonly provenance?: Provenance;
}

/** Where the report comes from, at the page's head; empty: not known. */
export function provenanceElement(provenance: Provenance | undefined): string {
    if (provenance === undefined) return "";
    const { source, at, commit, versions, digest } = provenance;
    const facts: readonly (readonly [string, string])[] = [
        ["Source", source],
        ["Time", at],
        ...(commit === undefined ? [] : [["Commit", commit] as const]),
        ["Made by", versions.map(({ name, version }) => `${name} ${version}`).join(", ")],
        ["Digest of what was read", digest],
    ];
    const terms = facts.map(
        ([term, value]) => `<div><dt>${term}</dt><dd>${escaped(printable(value))}</dd></div>`,
    );
    return `<dl class="provenance" aria-label="Where this report comes from">${terms.join("")}</dl>\n`;
}

/** What changed since an earlier report, as text; empty: none was given. */
export function sinceSection(since: Since | undefined): string {
    if (since === undefined) return "";
    const { diff, accounts, provenance } = since;
    const from =
        provenance === undefined
            ? "an earlier report"
            : `the report of ${provenance.at} (source ${provenance.source})`;
    return `<section id="since" aria-labelledby="since-title"><h2 id="since-title">What changed since ${escaped(printable(from))}</h2>
<pre>${escaped(renderDiff(diff, accounts))}</pre></section>
`;
}
