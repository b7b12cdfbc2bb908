import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";
import { Script } from "node:vm";

import { expect } from "chai";

import { renderHtml } from "../../../../access/render/html";
import { joinModules, readPageParts } from "../../../../access/render/page/parts";
import type { PageData } from "../../../../access/render/page/pageData";
import { diffReports } from "../../../../access/report/reportDiff";
import type { Report } from "../../../../access/report/report";
import { pageFolder } from "./pageScript";
import { crossed, holds, hostile, many, manyCrossed, unfinished, unknown } from "./reports";

/** Large, and made once. */
let large: string | undefined;
const largePage = (): string => (large ??= renderHtml(many(300, 20)));

describe("the HTML page", () => {
    for (const [name, make] of Object.entries({ holds, crossed, unknown, unfinished })) {
        it(`says in words that the boundary is ${name}, without scripts too`, () => {
            const html = renderHtml(make());
            expect(
                markupOf(html)
                    .match(/<h1[^>]*>(.*)<\/h1>\n<p>(.*)<\/p>/)
                    ?.slice(1),
            ).to.deep.equal(
                {
                    holds: [
                        "The environment boundary holds",
                        "No nonprod identity reaches a role outside nonprod accounts.",
                    ],
                    crossed: [
                        "The environment boundary is crossed",
                        "1 nonprod identity reaches 12 roles outside nonprod accounts, and 1 nonprod identity can become a prod identity.",
                    ],
                    unknown: [
                        "Cannot determine whether the environment boundary holds",
                        "1 nonprod identity may reach 12 roles outside nonprod accounts, and 1 nonprod identity may become a prod identity; 13 paths could not be evaluated.",
                    ],
                    unfinished: [
                        "Cannot determine whether the environment boundary holds",
                        "The search limit was reached.",
                    ],
                }[name],
            );
        });
    }

    const provenance = {
        source: "<b>plan</b>",
        at: "2026-11-25T20:00:00.000Z",
        commit: "0123abc+",
        versions: [{ name: "iam-profiles", version: "0.2.0" }],
        digest: "sha256:00",
    };

    it("says at its head where it comes from", () => {
        const html = markupOf(renderHtml({ ...holds(), provenance }));
        const [, facts = ""] = /<dl class="provenance"[^>]*>(.*)<\/dl>/.exec(html) ?? [];
        expect(
            Array.from(facts.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g), ([, a, b]) => [a, b]),
        ).to.deep.equal([
            ["Source", "&lt;b&gt;plan&lt;/b&gt;"],
            ["Time", "2026-11-25T20:00:00.000Z"],
            ["Commit", "0123abc+"],
            ["Made by", "iam-profiles 0.2.0"],
            ["Digest of what was read", "sha256:00"],
        ]);
        expect(html.indexOf("provenance")).to.be.lessThan(html.indexOf("<h1"));
    });

    it("shows what changed since an earlier report, and no name in it as markup", () => {
        const [before, after] = [holds(), hostile()];
        const html = markupOf(
            renderHtml(after, {
                diff: diffReports(before, after),
                accounts: after.accounts,
                provenance,
            }),
        );
        const [, text = ""] =
            /<section id="since".*?<pre>([^<]*)<\/pre><\/section>/s.exec(html) ?? [];
        expect(text).to.match(/path added|paths added|No path added/);
        expect(html).to.contain("What changed since the report of 2026-11-25T20:00:00.000Z");
        expect(markupOf(renderHtml(after))).not.to.contain('id="since"');
    });

    it("counts the cells that are unknown", () => {
        expect(renderHtml(unfinished())).to.contain("<div><dt>cells unknown</dt><dd>12</dd></div>");
    });

    it("says how much it is about", () => {
        const [, all = ""] = /<dl class="counts">(.*)<\/dl>/.exec(largePage()) ?? [];
        const counts = all.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g);
        expect(Array.from(counts, ([, term, value]) => `${term}: ${value}`)).to.deep.equal([
            "identities: 20",
            "accounts: 300",
            "roles: 1,800",
            "cells reached: 26,990 of 36,000",
            "reached directly: 22,490",
            "crossings: 0",
        ]);
    });

    it("lets its own script and style run by their hashes, and nothing else", () => {
        const html = renderHtml(holds());
        const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
        expect(policy?.split("; ")).to.deep.equal([
            "default-src 'none'",
            `script-src ${hashOf(between(html, '<script type="module">', "</script>"))}`,
            `style-src ${hashOf(between(html, "<style>", "</style>"))}`,
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]);
    });

    it("loads nothing, and names no other place", () => {
        const html = markupOf(renderHtml(many(3, 2)));
        expect(html).not.to.match(
            /https?:|\/\/[a-z]|@import|url\(|<link|<img|<iframe|\bsrc=|\bhref=/,
        );
        // Its policy refuses these anyway.
        expect(html).not.to.match(/\sstyle=|\son[a-z]+=/);
    });

    it("has no markup of what the report says, however hostile", () => {
        const html = renderHtml(hostile());
        expect(tagsOf(html)).to.deep.equal(tagsOf(renderHtml(unknown())));
        expect(html).not.to.contain("alert(1)</script>");
        const parts = html.split(/<script[^>]*>/);
        expect(parts).to.have.length(3);
        expect(dataOf(html).limits).to.deep.equal(hostile().limits);
        // A parser that saw it would read on to the end of the file.
        expect(html).not.to.contain("<!--");
    });

    it("is made of fixed text but for numbers, so that two reports of one size have one markup", () => {
        const base = holds();
        const renamed = { ...base, limits: ["<b>another</b>"] };
        expect(markupOf(renderHtml(renamed))).to.equal(markupOf(renderHtml(base)));
    });

    it("carries a report of 300 accounts, 6 roles and 20 identities in less than 3 MB", () => {
        for (const html of [largePage(), renderHtml(manyCrossed(300, 20))]) {
            expect(Buffer.byteLength(html)).to.be.lessThan(3_000_000);
        }
    });

    it("carries 300 accounts, 6 roles and 100 identities in less than 6 MB", () => {
        expect(Buffer.byteLength(renderHtml(manyCrossed(300, 100)))).to.be.lessThan(6_000_000);
    });

    it("refuses a report whose paths name what it doesn't list", () => {
        const base = crossed();
        expect(() => renderHtml({ ...base, roles: base.roles.slice(1) })).to.throw(
            'The report refers to the role "arn:aws:iam::111111111111:role/PSKRoles/PSKIamProfilesRole", which is not among its 17;',
        );
        expect(() => renderHtml({ ...base, identities: [] })).to.throw(
            'The report refers to the identity "arn:aws:iam::111111111111:user/PSKServiceAccounts/nonprod/PSKNonprodServiceAccount"',
        );
        expect(() => renderHtml({ ...base, accounts: [] })).to.throw(
            'The report refers to the account "111111111111"',
        );
    });

    it("shows a report without anything in it", () => {
        const nothing: Report = {
            version: 2,
            boundary: "unknown",
            verdict: { boundary: "unknown", reason: "there is nothing" },
            accounts: [],
            identities: [],
            roles: [],
            reach: [],
            crossings: [],
            takeovers: [],
            unfinishedSearches: [],
            limits: [],
        };
        expect(renderHtml(nothing)).to.contain("Cannot determine whether");
    });
});

describe("the HTML page's script", () => {
    const { script, style } = readPageParts(pageFolder);

    it("is one module of all files, each once", () => {
        expect(() => new Script(`(() => { "use strict"; ${script} })`)).not.to.throw();
        expect(script).not.to.match(/^(import|export)\b/m);
        for (const name of readdirSync(pageFolder)) {
            const text = readFileSync(path.join(pageFolder, name), "utf8");
            if (name.endsWith(".mjs"))
                expect(script.split(joinModules([text])), name).to.have.length(2);
            if (name.endsWith(".css")) expect(style.split(text), name).to.have.length(2);
        }
    });

    it("that can't be read is named, with the next step", () => {
        expect(() => readPageParts("/nowhere")).to.throw(
            /The HTML page needs .*nowhere.theme\.css, which cannot be read .* Restore it/,
        );
    });

    it("can't end the element it stands in", () => {
        expect(script).not.to.match(/<\/script|<!--/i);
        expect(style).not.to.match(/<\/style/i);
    });

    it("makes no markup of strings, and stores and sends nothing", () => {
        expect(script).not.to.match(
            /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|Function\(|DOMParser/,
        );
        expect(script).not.to.match(/localStorage|sessionStorage|cookie|fetch\(|XMLHttp|WebSocket/);
    });
});

const hashOf = (text: string): string =>
    `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

function between(text: string, start: string, end: string): string {
    const from = text.indexOf(start) + start.length;
    return text.slice(from, text.indexOf(end, from));
}

const dataOf = (html: string): PageData =>
    JSON.parse(
        between(html, '<script type="application/json" id="report">', "</script>"),
    ) as PageData;

/** The page without its data, script and style, which aren't markup. */
const markupOf = (html: string): string =>
    html
        .replace(/(<script[^>]*>)[^]*?(<\/script>)/g, "$1$2")
        .replace(/(<style>)[^]*?(<\/style>)/g, "$1$2");

const tagsOf = (html: string): string[] => markupOf(html).match(/<[^>]*>/g) ?? [];
