import { Script } from "node:vm";

import { JSDOM, VirtualConsole } from "jsdom";

import { renderHtml } from "../../../../access/render/html";
import type { Report } from "../../../../access/report/report";

/** What jsdom lacks. Colours need a browser: `npm run test:browsers` looks at them. */
const missing = `
    window.matchMedia = () => ({ matches: false, addEventListener() {} });
    window.ResizeObserver = class { observe() {} };
    Element.prototype.scrollIntoView = () => {};
    HTMLDialogElement.prototype.showModal = function () { this.open = true; };
    HTMLDialogElement.prototype.close = function () {
        this.open = false;
        this.dispatchEvent(new Event("close"));
    };
`;

const moduleScript = /<script type="module">([^]*?)<\/script>/;
const styleElement = /(?<=<style>)([^]*?)(?=<\/style>)/;

/** Compiled once for all windows, by its text. */
const compiled = new Map<string, Script>();

function scriptOf(text: string): Script {
    const script = compiled.get(text) ?? new Script(`${missing}"use strict";(() => {${text}})()`);
    compiled.set(text, script);
    return script;
}

/** What styles are read for: colours are left to browsers, and jsdom has no layout. */
const hides = /\b(display:\s*none|visibility|opacity:\s*0\b(?!\.)|clip|clip-path)/;

let hidingRules: string | undefined;

/** The rules that hide something: jsdom matches each rule with each element, which takes most of the time. */
function hidingRulesOf(style: string): string {
    const { window } = new JSDOM(`<style>${style}</style>`);
    const rules = Array.from(window.document.styleSheets[0]?.cssRules ?? []);
    return rules.flatMap(({ cssText }) => (hides.test(cssText) ? [cssText] : [])).join("\n");
}

interface Opening {
    /** Whether the page has the rules that hide nothing, too. */
    readonly wholeStyle?: boolean;
}

/** The page as a browser has it once it has loaded. @throws Error of the script, if it fails */
export function opened(report: Report, hash = "", { wholeStyle = false }: Opening = {}): JSDOM {
    const virtualConsole = new VirtualConsole();
    virtualConsole.on("jsdomError", (error) => {
        throw error;
    });
    // Parsed, it would only be a text that is long.
    const [head = "", script = "", tail = ""] = renderHtml(report).split(moduleScript);
    const styled = wholeStyle
        ? head
        : head.replace(styleElement, (style) => (hidingRules ??= hidingRulesOf(style)));
    const dom = new JSDOM(styled + tail, {
        url: `https://page.invalid/${hash}`,
        runScripts: "outside-only",
        pretendToBeVisual: true,
        virtualConsole,
    });
    scriptOf(script).runInContext(dom.getInternalVMContext());
    dom.window.dispatchEvent(new dom.window.Event("load"));
    return dom;
}

/** The page once a link within it was followed. @param hash "" or from `#` on */
export function followed(dom: JSDOM, hash: string): JSDOM {
    const { window } = dom;
    window.history.replaceState(null, "", hash === "" ? window.location.pathname : hash);
    window.dispatchEvent(new window.Event("hashchange"));
    return dom;
}
