/* global document */
import { visible } from "./words.mjs";

/**
 * An element. Strings go in as text and attribute values alone, so nothing that a report says can become markup.
 *
 * @param {string} tag
 * @param {Record<string, string | number | undefined>} attributes those that are undefined are left out
 * @param {...(string | Node)} children
 */
export function element(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (value !== undefined) node.setAttribute(name, visible(String(value)));
    }
    node.append(...children.map((child) => (typeof child === "string" ? visible(child) : child)));
    return node;
}

/** A button that does something when it is pressed. */
export function button(label, attributes, act) {
    const node = element("button", { type: "button", ...attributes }, label);
    node.addEventListener("click", act);
    return node;
}

/** @param {string} id of an element that the page has */
export const byId = (id) => document.getElementById(id);
