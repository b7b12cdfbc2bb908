/* global document */
import { visible } from "./words.mjs";

/** Of a character, at 12 pixels. */
const pixelsPerCharacter = 7.3;

/** An element of a drawing; as `element`, it takes nothing for markup. */
export function svg(tag, attributes, ...children) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) {
        node.setAttribute(name, visible(String(value)));
    }
    node.append(...children.map((child) => (typeof child === "string" ? visible(child) : child)));
    return node;
}

/** Both ends of a name that is too long: they differ most. @param {number} width in pixels */
export function clipped(text, width) {
    const mostCharacters = Math.floor(width / pixelsPerCharacter);
    const shown = visible(text);
    if (shown.length <= mostCharacters) return shown;
    const half = Math.floor((mostCharacters - 1) / 2);
    return `${shown.slice(0, half)}…${shown.slice(-half)}`;
}
