import { Script } from "node:vm";

import { source } from "axe-core";
import type { AxeResults } from "axe-core";
import type { DOMWindow, JSDOM } from "jsdom";

/** Attributes by which no rule that hides something tells elements apart. */
const saysNothing = /^(aria-|data-|title$|href$|for$|tabindex$|d$|[xy][12]?$)/;

/** Of the elements of one shape, in parents of one shape: all pages have the same rules. */
const styles = new Map<string, CSSStyleDeclaration>();

/**
 * Gives elements of one shape one computed style: jsdom makes each anew.
 *
 * @returns what undoes it, since elements change their shapes
 */
export function shareStyles(window: DOMWindow): () => void {
    const shapes = new Map<Element, string>();
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
    const { getComputedStyle } = window;
    window.getComputedStyle = (element, pseudo) => {
        if (pseudo) return getComputedStyle.call(window, element, pseudo);
        const shape = shapeOf(element);
        const style = styles.get(shape) ?? getComputedStyle.call(window, element);
        styles.set(shape, style);
        return style;
    };
    return () => {
        window.getComputedStyle = getComputedStyle;
    };
}

/** Compiled once for all windows. */
const axeScript = new Script(source);

/**
 * What axe finds in a page, as `rule: markup`.
 *
 * @param within selector of the only part that is looked at
 */
export async function axeFindings(dom: JSDOM, within = "html"): Promise<readonly string[]> {
    const window = dom.window as DOMWindow & {
        axe?: { run(within: string, options: unknown): Promise<AxeResults> };
    };
    if (window.axe === undefined) axeScript.runInContext(dom.getInternalVMContext());
    const options = {
        // Of colours and layout, jsdom knows nothing.
        rules: { "color-contrast": { enabled: false } },
        // Of what passes, nothing is read.
        resultTypes: ["violations"],
        selectors: false,
    };
    const unshare = shareStyles(window);
    const found = await window.axe?.run(within, options).finally(unshare);
    if (found === undefined) throw new Error("axe does not run in this page");
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
