/* global Blob, URL, setTimeout */
import { element } from "./element.mjs";

/** Long enough for any browser to have begun. */
const keptFor = 60_000;

/** Saves a text as a file. The page makes it itself: nothing is sent. */
export function download(name, type, text) {
    const address = URL.createObjectURL(new Blob([text], { type }));
    element("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), keptFor);
}
