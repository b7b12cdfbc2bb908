import { expect } from "chai";
import type { DOMWindow, JSDOM } from "jsdom";

import type { Report } from "../../../../access/report/report";
import { axeFindings, shareStyles } from "./axeFindings";
import { followed, opened } from "./openedPage";
import { crossed, holds, hostile, many, manyCrossed, unknown } from "./reports";

const identity =
    "arn:aws:iam::111111111111:user/PSKServiceAccounts/nonprod/PSKNonprodServiceAccount";
const role = "arn:aws:iam::333333333333:role/PSKRoles/PSKPlatformVPCRole";

const panel = "dialog[open]";

describe("the HTML page's accessibility, by axe", () => {
    /** What is looked at in each report's page, one after the other: the link, and the only part, if not the whole. */
    const pages: Readonly<
        Record<string, readonly [Report, Readonly<Record<string, readonly [string, string?]>>]>
    > = {
        holds: [
            holds(),
            {
                "as opened": [""],
                "nothing found": ["#search=nothing", "#matrix"],
                "the panel of no path": [`#from=${identity}&to=${role}`, panel],
            },
        ],
        crossed: [
            crossed(),
            {
                "with the panel of a path": [`#from=${identity}&to=${role}`],
                "the panel of what an identity reaches": [`#from=${identity}`, panel],
                "the panel of who reaches a role": [`#to=${role}`, panel],
            },
        ],
        unknown: [unknown(), { "as opened": [""] }],
        hostile: [hostile(), { "as opened": [""] }],
        "many accounts": [
            many(30, 30),
            { "as opened": [""], "the panel of an account": ["#to=200000000008", panel] },
        ],
        // The second page has the columns that the first has no place for: two, of the same markup.
        "many accounts that cross": [manyCrossed(30, 22), { each: ["#each=1&page=2"] }],
    };
    for (const [name, [report, looks]] of Object.entries(pages)) {
        describe(name, () => {
            let dom: JSDOM;
            before(() => {
                dom = opened(report);
            });
            for (const [what, [hash, within]] of Object.entries(looks)) {
                it(`has no finding: ${what}`, async () => {
                    const page = followed(dom, hash);
                    expect(await axeFindings(page, within)).to.deep.equal([]);
                });
            }
        });
    }

    it("is asked of all that is shown, though without the rules that hide nothing", () => {
        const link = `#from=${identity}&to=${role}`;
        const { window } = opened(holds(), link);
        const { window: whole } = opened(holds(), link, { wholeStyle: true });
        const hidden = (by: DOMWindow) =>
            Array.from(by.document.querySelectorAll("*"), (element) => {
                const { display, visibility } = by.getComputedStyle(element);
                return display === "none" || visibility === "hidden" ? element.localName : "";
            });
        shareStyles(window);
        expect(hidden(window)).to.deep.equal(hidden(whole));
        expect(hidden(window).filter((name) => name !== "")).not.to.deep.equal([]);
    });

    it("has findings where there is something to find", async () => {
        const dom = opened(hostile());
        dom.window.document.querySelector("[name=search]")?.closest("label")?.replaceWith("x");
        const [select] = dom.window.document.querySelectorAll("#filters select");
        select?.parentElement?.firstChild?.remove();
        expect((await axeFindings(dom)).join("\n")).to.contain("select-name");
        dom.window.close();
    });
});

describe("the HTML page in a document", () => {
    it("answers both questions, and says that nothing was found", () => {
        const dom = opened(crossed(), `#from=${identity}`);
        const text = (hash: string, selector: string) =>
            followed(dom, hash).window.document.querySelector(selector)?.textContent ?? "";
        expect(dom.window.document.querySelector("#panel-body")?.textContent).to.contain(
            "Reaches 18 roles of 18",
        );
        expect(text(`#to=${role}`, "#panel-body")).to.contain(
            "2 of 2 identities can reach this role: 1 nonprod, 1 prod.",
        );
        expect(text("#search=nothing", "#empty")).to.contain('Nothing matches "nothing"');
        expect(text("#search=vpc", "#questions")).to.contain(
            "Who can reach PSKPlatformVPCRole in prod?",
        );
        expect(text("", "#empty")).to.equal("");
    });

    it("shows findings by cause, and unfolds all of them to be printed", () => {
        const { window } = opened(crossed());
        const items = () => window.document.querySelectorAll("#findings .more > li").length;
        const headings = Array.from(
            window.document.querySelectorAll("#findings h3"),
            ({ textContent }) => textContent,
        );
        expect(headings).to.deep.equal([
            "Cause 1 of 1: trust policy of role PSKIamProfilesRole in state, statement 0 (AssumeRole): 12 crossings, 1 takeover",
        ]);
        expect(items()).to.equal(0);
        window.dispatchEvent(new window.Event("beforeprint"));
        expect(items()).to.equal(12);
        expect(window.document.querySelectorAll("#findings details:not([open])").length).to.equal(
            0,
        );
        window.dispatchEvent(new window.Event("afterprint"));
        expect(items()).to.equal(0);
    });

    it("prints every column and row, who is alike, the words, and what is filtered; then it is as before", () => {
        const { window } = opened(manyCrossed(21, 41), "#each=1&environment=prod");
        const { document } = window;
        const print = () => {
            window.dispatchEvent(new window.Event("beforeprint"));
            const names = Array.from(
                document.querySelectorAll("#printed thead .identities th"),
                ({ textContent }) => textContent,
            );
            const count = (selector: string) => document.querySelectorAll(selector).length;
            const result = {
                names: new Set(names).size,
                tables: count("#printed table"),
                accounts: count("#printed table:first-of-type tr.account"),
                roles: count("#printed table:first-of-type tr.role"),
                folded: count("main details:not([open])"),
                note: document.querySelector("#printed .note")?.textContent,
                alike: document.querySelector("#printed .members")?.textContent,
            };
            window.dispatchEvent(new window.Event("afterprint"));
            return result;
        };
        expect(print()).to.deep.equal({
            names: 41,
            tables: 3,
            accounts: 10,
            roles: 60,
            folded: 0,
            note: "Filtered by environment prod.",
            alike: undefined,
        });
        expect(document.querySelectorAll("#printed *").length).to.equal(0);
        expect(document.querySelectorAll("main details[open]").length).to.equal(0);
        window.location.hash = "";
        window.dispatchEvent(new window.Event("hashchange"));
        const { alike, ...whole } = print();
        expect(whole).to.deep.equal({
            names: 3,
            tables: 1,
            accounts: 4,
            roles: 24,
            folded: 0,
            note: "The whole matrix, without filters.",
        });
        expect(alike).to.match(/^\[1\] 20 identities.*PSKNonprodPipeline40\[2\] 20 identities/);
        expect(alike).to.contain("[3] 10 accountsnonprod-001 (200000000001), nonprod-003");
    });

    it("says in print that nothing was found", () => {
        const { window } = opened(holds(), "#search=nothing");
        window.dispatchEvent(new window.Event("beforeprint"));
        expect(window.document.querySelector("#printed")?.textContent).to.equal(
            'Filtered by search "nothing".',
        );
        expect(window.document.querySelector("#empty")?.textContent).to.contain("Nothing matches");
    });

    it("prints an open panel, and gives no id twice", () => {
        const { window } = opened(crossed(), `#from=${identity}&to=${role}`);
        const { document } = window;
        const ids = () => Array.from(document.querySelectorAll("[id]"), ({ id }) => id);
        const before = ids();
        expect(document.getElementById("panel-title")?.textContent).to.equal(
            "PSKNonprodServiceAccount → PSKPlatformVPCRole",
        );
        window.dispatchEvent(new window.Event("beforeprint"));
        expect(document.querySelector("#printed-panel h2")?.textContent).to.equal(
            "PSKNonprodServiceAccount → PSKPlatformVPCRole",
        );
        expect(ids().length).to.equal(new Set(ids()).size);
        window.dispatchEvent(new window.Event("afterprint"));
        expect(ids()).to.deep.equal(before);
    });

    it("opens by keyboard what an identity can reach", () => {
        const { window } = opened(crossed());
        const { document } = window;
        const press = (key: string) =>
            document.activeElement?.dispatchEvent(
                new window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
            );
        document.querySelector<HTMLElement>("#grid [tabindex='0']")?.focus();
        for (const key of ["ArrowRight", "ArrowUp", "ArrowRight"]) press(key);
        expect(document.activeElement?.textContent).to.equal("PSKProdServiceAccount");
        expect(document.activeElement?.getAttribute("tabindex")).to.equal("0");
        press("Enter");
        expect(document.getElementById("panel-title")?.textContent).to.equal(
            "What PSKProdServiceAccount can reach",
        );
    });

    it("shows the accounts where nothing crosses", () => {
        const picture = opened(holds()).window.document.querySelector("#overview svg");
        expect(picture?.getAttribute("aria-label")).to.contain(
            "prod, 6 roles: nonprod identities: no role reached",
        );
    });

    it("keeps the search in the link", () => {
        const { window } = opened(holds());
        const search = window.document.querySelector<HTMLInputElement>("[name=search]");
        if (search === null) throw new Error("no search");
        search.value = "vpc account:prod";
        search.dispatchEvent(new window.Event("input", { bubbles: true }));
        expect(window.location.hash).to.equal("#search=vpc+account%3Aprod");
        expect(window.document.querySelectorAll("#grid tr.role").length).to.equal(2);
    });
});
