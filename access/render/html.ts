import * as path from "node:path";

import { environments } from "../organization/environments";
import type { Report } from "../report/report";
import { contentSecurityPolicy, escaped, scriptJson } from "./page/embed";
import { legendElement, termsElement } from "./page/legend";
import { pageData } from "./page/pageData";
import { readPageParts } from "./page/parts";
import { countsOf, headlineOf } from "./page/headline";
import { provenanceElement, sinceSection } from "./page/provenance";
import type { Since } from "./page/provenance";
import type { Headline } from "./page/headline";

/**
 * The report as one HTML page, which loads nothing and sends nothing: where it comes from, the verdict, what changed since an
 * earlier report if one is given, the findings and the matrix.
 *
 * The report is embedded as data, and the page's script shows it as text. The markup itself has fixed words, numbers and
 * the verdict, which is escaped, so that no name can become markup. Without scripts the verdict and counts still show.
 *
 * @throws Error naming what is wrong, if the report refers to an identity, a role or an account that it doesn't list, or
 * if the page's styles and scripts can't be read
 */
export function renderHtml(report: Report, since?: Since): string {
    const { style, script } = readPageParts(path.join(__dirname, "page"));
    const headline = headlineOf(report);
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(script, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${headline.title}</title>
<style>${style}</style>
</head>
<body>
${header}
<main>
${provenanceElement(report.provenance)}${verdictSection(headline, countsOf(report))}
${sinceSection(since)}<noscript><p class="note">The paths and the matrix need JavaScript, which is disabled. <code>iam-profiles access</code> prints them as text.</p></noscript>
${sections}
</main>
${panel}
<script type="application/json" id="report">${scriptJson(pageData(report))}</script>
<script type="module">${script}</script>
</body>
</html>
`;
}

const header = `<header class="top">
<p class="brand">iam-profiles <span>who reaches what</span></p>
<button type="button" id="theme" class="quiet" hidden>Dark</button>
</header>`;

/** The verdict in words and as a shape, so that it doesn't depend on colour. */
function verdictSection(
    { boundary, heading, explanation }: Headline,
    counts: readonly (readonly [string, string])[],
): string {
    const terms = counts.map(([term, value]) => `<div><dt>${term}</dt><dd>${value}</dd></div>`);
    return `<section class="verdict ${boundary}" aria-labelledby="verdict">
<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11"/><path d="${icons[boundary]}"/></svg>
<div>
<h1 id="verdict">${heading}</h1>
<p>${escaped(explanation)}</p>
</div>
<dl class="counts">${terms.join("")}</dl>
</section>`;
}

const icons = {
    holds: "M6.5 12.5l3.7 3.7 7.3-8",
    crossed: "M7.5 7.5l9 9m0-9l-9 9",
    unknown: "M8.8 9.2a3.2 3.2 0 1 1 4.9 2.7c-1.2.8-1.7 1.3-1.7 2.6m0 3v.2",
};

/** Empty but for the words; the page's script fills them. */
const sections = `<section id="printed-panel"></section>
<section id="overview" aria-labelledby="overview-title" hidden></section>
<section id="findings" hidden></section>
<section id="matrix" aria-labelledby="matrix-title" hidden>
<div class="title"><h2 id="matrix-title">Who reaches what</h2><p id="status" class="note" role="status"></p></div>
<form id="filters" role="search" aria-label="Filter the matrix">
<label class="search">Search <input name="search" type="search" autocomplete="off" spellcheck="false" placeholder="identity, role, account or action" aria-describedby="search-help"></label>
<label>Environment <select name="environment"><option value="">all</option>${environments.map((one) => `<option>${one}</option>`).join("")}</select></label>
<label class="check" id="differs"><input name="differs" type="checkbox"> <span></span></label>
<label class="check" id="alike"><input name="alike" type="checkbox" checked> <span>Fold accounts and identities that are alike</span></label>
<span class="buttons"><button type="reset" class="quiet">Clear</button>
<button type="button" id="unfold" class="quiet">Unfold all</button>
<button type="button" id="fold" class="quiet">Fold all</button>
<button type="button" id="csv" class="quiet" title="All rows and columns that the filters leave, folded ones too">Download CSV</button></span>
</form>
<ul id="questions" aria-label="Questions about what was found"></ul>
<div id="printed"></div>
<div class="columns">
<div class="table">
<p id="empty" hidden></p>
<div id="table">
<div id="pager" class="buttons" role="group" aria-label="Columns" hidden></div>
<div class="box"><table id="grid" role="treegrid" aria-labelledby="matrix-title" aria-describedby="keys"><colgroup></colgroup><thead></thead><tbody></tbody></table></div>
</div>
</div>
<aside>
<section id="legend" aria-labelledby="legend-title"><h2 id="legend-title">How to read it</h2>${legendElement}
<p class="note" id="keys">A click or Enter opens a cell, who can reach a role, or, on an identity's heading, what it can reach. Arrow keys move, up into the headings too; right and left unfold and fold an account.</p>
<p class="note" id="search-help">All words of a search must match: parts of names, ids, ARNs, environments, and actions of paths. Commas separate alternatives; identity:, role:, account: and action: before a word narrow it.</p>
<details id="terms"><summary>Words</summary>${termsElement}</details></section>
<section id="limits" aria-labelledby="limits-title"><h2 id="limits-title">What was not evaluated</h2></section>
</aside>
</div>
</section>`;

const panel = `<dialog id="panel" aria-labelledby="panel-title"><div id="panel-body"></div></dialog>`;
