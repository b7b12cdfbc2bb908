import { source } from "axe-core";
import type { AxeResults } from "axe-core";
import { expect } from "chai";
import type { JSDOM } from "jsdom";

import type { Report } from "../../../../access/report/report";
import { opened } from "./openedPage";
import { crossed, holds, hostile, many, manyCrossed, unknown } from "./reports";

/** What axe reads styles for: colours are left out, and jsdom has no layout. */
const hides = /\b(display:\s*none|visibility|opacity:\s*0\b(?!\.)|clip|clip-path)/;

/** Takes out rules that hide nothing: jsdom matches each rule with each element, which takes most of the time. */
function leaveHidingRules({ styleSheets }: Document): void {
    for (const sheet of styleSheets) {
        for (let at = sheet.cssRules.length - 1; at >= 0; at--) {
            if (!hides.test(sheet.cssRules[at]?.cssText ?? "")) sheet.deleteRule(at);
        }
    }
}

/** Attributes by which no rule that hides something tells elements apart. */
const saysNothing = /^(aria-|data-|title$|href$|for$|tabindex$|d$|[xy][12]?$)/;

/** Gives elements of one shape, in parents of one shape, one computed style: jsdom makes each anew. */
function shareStyles(window: JSDOM["window"]): void {
    const shapeOf = (element: Element | null): string => {
        if (element === null) return "";
        const known = shapes.get(element);
        if (known !== undefined) return known;
        const told = Array.from(element.attributes).filter(({ name }) => !saysNothing.test(name));
        const own = [element.localName, ...told.map(({ name, value }) => `${name}=${value}`)];
        const shape = `${shapeOf(element.parentElement)} > ${own.join()}`;
        shapes.set(element, shape);
        return shape;
    };
    const shapes = new Map<Element, string>();
    const styles = new Map<string, CSSStyleDeclaration>();
    const styleOf = window.getComputedStyle.bind(window);
    window.getComputedStyle = (element, pseudo) => {
        if (pseudo) return styleOf(element, pseudo);
        const shape = shapeOf(element);
        const style = styles.get(shape) ?? styleOf(element);
        styles.set(shape, style);
        return style;
    };
}

/** @param within selector of the only part that is looked at */
async function violations(dom: JSDOM, within = "html"): Promise<readonly string[]> {
    leaveHidingRules(dom.window.document);
    shareStyles(dom.window);
    dom.window.eval(source);
    const options = {
        rules: { "color-contrast": { enabled: false } },
        // Of what passes, nothing is read.
        resultTypes: ["violations"],
        selectors: false,
    };
    const { axe } = dom.window as unknown as {
        axe: { run(within: string, options: unknown): Promise<AxeResults> };
    };
    const found = await axe.run(within, options);
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

const identity =
    "arn:aws:iam::111111111111:user/PSKServiceAccounts/nonprod/PSKNonprodServiceAccount";
const role = "arn:aws:iam::333333333333:role/PSKRoles/PSKPlatformVPCRole";

describe("the HTML page's accessibility, by axe", () => {
    const pages: Readonly<Record<string, readonly [Report, string?]>> = {
        holds: [holds()],
        crossed: [crossed()],
        unknown: [unknown()],
        hostile: [hostile()],
        "many accounts": [many(30, 30)],
        "many accounts, each": [manyCrossed(30, 30), "#each=1"],
        "nothing found": [holds(), "#search=nothing"],
        "the panel of a path": [crossed(), `#from=${identity}&to=${role}`],
    };
    /** Panels before a page that was looked at without them. */
    const panels: typeof pages = {
        "of no path": [holds(), `#from=${identity}&to=${role}`],
        "of what an identity reaches": [crossed(), `#from=${identity}`],
        "of who reaches a role": [crossed(), `#to=${role}`],
        "of an account": [many(30, 30), "#to=200000000008"],
    };
    for (const [name, [report, hash]] of Object.entries(pages)) {
        it(`has no finding: ${name}`, async () => {
            const dom = opened(report, hash);
            expect(await violations(dom)).to.deep.equal([]);
            dom.window.close();
        });
    }
    for (const [name, [report, hash]] of Object.entries(panels)) {
        it(`has no finding: the panel ${name}`, async () => {
            const dom = opened(report, hash);
            expect(await violations(dom, "dialog[open]")).to.deep.equal([]);
            dom.window.close();
        });
    }

    it("is asked of all that is shown, though without the rules that hide nothing", () => {
        const { window } = opened(holds(), `#from=${identity}&to=${role}`);
        const { document } = window;
        const hidden = () =>
            Array.from(document.querySelectorAll("*"), (element) => {
                const { display, visibility } = window.getComputedStyle(element);
                return display === "none" || visibility === "hidden" ? element : undefined;
            });
        const before = hidden();
        leaveHidingRules(document);
        shareStyles(window);
        expect(hidden()).to.deep.equal(before);
        expect(before.filter((element) => element !== undefined)).not.to.deep.equal([]);
    });

    it("has findings where there is something to find", async () => {
        const dom = opened(holds());
        dom.window.document.querySelector("[name=search]")?.closest("label")?.replaceWith("x");
        const [select] = dom.window.document.querySelectorAll("#filters select");
        select?.parentElement?.firstChild?.remove();
        expect((await violations(dom)).join("\n")).to.contain("select-name");
        dom.window.close();
    });
});

describe("the HTML page in a document", () => {
    it("answers both questions, and says that nothing was found", () => {
        const text = (hash: string, selector: string) =>
            opened(crossed(), hash).window.document.querySelector(selector)?.textContent ?? "";
        expect(text(`#from=${identity}`, "#panel-body")).to.contain("Reaches 18 roles of 18");
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
        const { window } = opened(manyCrossed(30, 50), "#each=1&environment=prod");
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
            names: 50,
            tables: 3,
            accounts: 14,
            roles: 84,
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
        expect(alike).to.match(/^\[1\] 24 identities.*PSKNonprodPipeline48\[2\] 25 identities/);
        expect(alike).to.contain("[3] 15 accountsnonprod-001 (200000000001), nonprod-003");
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
