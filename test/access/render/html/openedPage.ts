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

/** The page as a browser has it once it has loaded. @throws Error of the script, if it fails */
export function opened(report: Report, hash = ""): JSDOM {
    const virtualConsole = new VirtualConsole();
    virtualConsole.on("jsdomError", (error) => {
        throw error;
    });
    // Parsed, it would only be a text that is long.
    const [head = "", script = "", tail = ""] = renderHtml(report).split(moduleScript);
    const dom = new JSDOM(head + tail, {
        url: `https://page.invalid/${hash}`,
        runScripts: "outside-only",
        pretendToBeVisual: true,
        virtualConsole,
    });
    dom.window.eval(`${missing}"use strict";(() => {${script}})()`);
    dom.window.dispatchEvent(new dom.window.Event("load"));
    return dom;
}
