import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { setTimeout } from "node:timers/promises";

import { expect } from "chai";
import type { Browser, Page } from "puppeteer-core";

import { renderHtml } from "../../access/render/html";
import { checkout } from "../../platform/checkout";
import { browserNames, launch, open, programOf, violationsOf } from "./browsers";
import {
    crossed,
    holds,
    hostile,
    many,
    manyCrossed,
    unfinished,
    unknown,
} from "../access/render/html/reports";

/** `npm run test:browsers`: the page in real browsers. Screenshots are kept, to be looked at. */

const screenshots = path.join(checkout, ".cache", "screenshots");
const reports = {
    holds: holds(),
    crossed: crossed(),
    unknown: unknown(),
    unfinished: unfinished(),
    hostile: hostile(),
    "many-holds": many(300, 100),
    "many-crossed": manyCrossed(300, 100),
};
type Name = keyof typeof reports;
const names = Object.keys(reports) as readonly Name[];
const provenance = {
    source: "plan" as const,
    at: "2026-11-25T20:00:00.000Z",
    commit: "0123abc",
    versions: [{ name: "iam-profiles", version: "0.2.0" }],
    digest: `sha256:${"0".repeat(64)}`,
};
/** In milliseconds: from the start until the page of 300 accounts and 100 identities is there, on a loaded machine. */
const mostTime = 10_000;

const identity =
    "arn:aws:iam::111111111111:user/PSKServiceAccounts/nonprod/PSKNonprodServiceAccount";
const role = "arn:aws:iam::333333333333:role/PSKRoles/PSKPlatformVPCRole";

for (const name of browserNames) {
    const program = programOf(name);
    if (program === undefined) {
        it.skip(`${name} is not installed; on Debian: apt-get install chromium firefox-esr`);
        continue;
    }
    describe(`the page in ${name}`, function () {
        this.timeout(120_000);
        let browser: Browser;
        let folder: string;
        const file = (report: Name): string => path.join(folder, `${report}.html`);
        const keep = (page: Page, shot: string, fullPage = true) =>
            page.screenshot({ path: path.join(screenshots, `${name}-${shot}.png`), fullPage });
        const evaluate = (page: Page, text: string): Promise<unknown> => page.evaluate(text);

        before(async () => {
            folder = mkdtempSync(path.join(tmpdir(), "page-"));
            mkdirSync(screenshots, { recursive: true });
            for (const report of names) {
                writeFileSync(file(report), renderHtml({ ...reports[report], provenance }));
            }
            browser = await launch(name, program, folder);
        });
        after(async () => {
            await browser.close();
            rmSync(folder, { recursive: true, force: true });
        });

        for (const report of names) {
            it(`shows ${report}, light and dark, without a fault, a request or a finding of axe`, async () => {
                const { page, faults } = await open(browser, file(report));
                await keep(page, `${report}-light`);
                expect(await violationsOf(page)).to.deep.equal([]);
                const before = await evaluate(page, background);
                await page.click("#theme");
                expect(await evaluate(page, background)).not.to.equal(before);
                await keep(page, `${report}-dark`);
                expect(await violationsOf(page)).to.deep.equal([]);
                expect(faults).to.deep.equal([]);
                await page.close();
            });

            it(`shows ${report} at 400 pixels without scrolling sideways`, async () => {
                const { page } = await open(browser, file(report), { width: 400 });
                expect(await evaluate(page, sideways)).to.equal(0);
                await keep(page, `${report}-400`);
                expect(await violationsOf(page)).to.deep.equal([]);
                await page.close();
            });
        }

        for (const hash of ["", "#each=1", "#each=1&page=5"]) {
            it(`shows 300 accounts and 100 identities at 1400 pixels in time, the heading whole: ${hash}`, async () => {
                const { page } = await open(browser, file("many-crossed"), { hash });
                const time = Number(await evaluate(page, "performance.now()"));
                expect(time).to.be.lessThan(mostTime);
                expect(await evaluate(page, sideways)).to.equal(0);
                const box = "document.querySelector('.box')";
                const hidden = await evaluate(page, `${box}.scrollWidth - ${box}.clientWidth`);
                expect(hidden).to.equal(0);
                await page.close();
            });
        }

        it("is used by keyboard alone", async () => {
            const { page } = await open(browser, file("crossed"));
            const focused = () => evaluate(page, "document.activeElement.textContent");
            const isOpen = () => evaluate(page, "document.getElementById('panel').open");
            await page.focus("[name=search]");
            await page.keyboard.type("vpc");
            expect(await evaluate(page, "location.hash")).to.equal("#search=vpc");
            expect(await evaluate(page, "document.querySelectorAll('tr.role').length")).to.equal(3);
            for (let at = 0; at < 30 && (await evaluate(page, inGrid)) !== true; at++) {
                await page.keyboard.press("Tab");
            }
            expect(await focused()).to.contain("state");
            await page.keyboard.press("ArrowDown");
            expect(await focused()).to.equal("PSKPlatformVPCRole");
            await page.keyboard.press("Enter");
            expect(
                await evaluate(page, "document.getElementById('panel-title').textContent"),
            ).to.equal("Who can reach PSKPlatformVPCRole in state");
            await page.keyboard.press("Escape");
            expect(await isOpen()).to.equal(false);
            expect(await focused()).to.equal("PSKPlatformVPCRole");
            await page.keyboard.press("ArrowRight");
            expect(await focused()).to.equal("3!");
            await page.keyboard.press("Enter");
            expect(await isOpen()).to.equal(true);
            expect(await violationsOf(page)).to.deep.equal([]);
            await page.close();
        });

        it("opens by keyboard what an identity can reach", async () => {
            const { page } = await open(browser, file("many-holds"), { hash: "#each=1" });
            const focused = () => evaluate(page, "document.activeElement.textContent");
            await evaluate(page, "document.querySelector('#grid [tabindex=\"0\"]').focus(), 0");
            for (const key of ["ArrowRight", "ArrowRight", "ArrowUp", "End"] as const) {
                await page.keyboard.press(key);
            }
            expect(await focused()).to.equal("PSKNonprodPipeline38");
            await page.keyboard.press("Enter");
            expect(
                await evaluate(page, "document.getElementById('panel-title').textContent"),
            ).to.equal("What PSKNonprodPipeline38 can reach");
            await page.keyboard.press("Escape");
            expect(await focused()).to.equal("PSKNonprodPipeline38");
            expect(await violationsOf(page)).to.deep.equal([]);
            await page.close();
        });

        it("opens from its link what is asked, with the path drawn", async () => {
            for (const [shot, hash] of Object.entries({
                path: `#from=${identity}&to=${role}`,
                reaches: `#from=${identity}`,
                readers: `#to=${role}`,
            })) {
                const { page, faults } = await open(browser, file("crossed"), { hash });
                expect(await violationsOf(page)).to.deep.equal([]);
                await keep(page, `panel-${shot}`, false);
                expect(faults).to.deep.equal([]);
                await page.close();
            }
        });

        it("prints whole: all findings, every column and account, or what the panel shows", async () => {
            const prints: readonly (readonly [string, Name, string])[] = [
                ["holds", "holds", ""],
                ["crossed", "crossed", ""],
                ["unknown", "unknown", ""],
                ["many", "many-crossed", ""],
                ["many-columns", "many-crossed", "#each=1&search=account%3Aprod-00"],
                ["panel", "crossed", `#from=${identity}&to=${role}`],
            ];
            for (const [shot, report, hash] of prints) {
                const { page, faults } = await open(browser, file(report), { hash });
                await evaluate(page, recordPrint);
                await page.pdf({
                    ...a4,
                    path: path.join(screenshots, `${name}-${shot}.pdf`),
                    timeout: 120_000,
                });
                const [folded, columns, rows] = (await evaluate(
                    page,
                    "window.printed",
                )) as number[];
                expect(folded, shot).to.equal(0);
                expect(columns, shot).to.equal(
                    shot === "many-columns" ? 100 : report === "many-crossed" ? 3 : 2,
                );
                expect(rows, shot).to.equal(
                    shot === "many-columns" ? 5 * 63 : report === "many-crossed" ? 28 : 21,
                );
                expect(
                    await evaluate(page, "document.querySelectorAll('#printed *').length"),
                ).to.equal(0);
                expect(faults).to.deep.equal([]);
                await page.close();
            }
        });

        it("saves the matrix as CSV", async () => {
            const { page, faults } = await open(browser, file("crossed"), { hash: "#search=vpc" });
            if (name === "chromium") {
                const session = await page.createCDPSession();
                await session.send("Browser.setDownloadBehavior", {
                    behavior: "allow",
                    downloadPath: folder,
                });
            }
            await page.click("#csv");
            const saved = () => readdirSync(folder).find((one) => one.endsWith(".csv"));
            for (let at = 0; at < 100 && saved() === undefined; at++) await setTimeout(100);
            const lines = readFileSync(path.join(folder, saved() ?? ""), "utf8").split("\r\n");
            expect(lines).to.have.length(5);
            expect(lines[1]).to.contain('"PSKPlatformVPCRole"');
            expect(faults).to.deep.equal([]);
            await page.close();
        });
    });
}

/** In CSS pixels: puppeteer shrinks named formats in Firefox. */
const a4 = { width: 794, height: 1123 };
const background = "getComputedStyle(document.body).backgroundColor";
const sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
/** Of what is printed: how many details are folded, and how many columns and rows its tables have. */
const recordPrint = `addEventListener("beforeprint", () => {
    const count = (selector) => document.querySelectorAll(selector).length;
    window.printed = [
        count("main details:not([open])"),
        count("#printed .identities th"),
        count("#printed tbody tr"),
    ];
}), 0`;
const inGrid = "document.getElementById('grid').contains(document.activeElement)";
