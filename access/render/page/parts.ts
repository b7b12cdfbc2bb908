import { readFileSync } from "node:fs";
import * as path from "node:path";

const styles = [
    "theme.css",
    "page.css",
    "notes.css",
    "filters.css",
    "grid.css",
    "picture.css",
    "panel.css",
    "print.css",
];

/** Each after the modules that it imports. */
export const scripts = [
    "words.mjs",
    "element.mjs",
    "svg.mjs",
    "order.mjs",
    "model.mjs",
    "likeness.mjs",
    "differences.mjs",
    "filters.mjs",
    "search.mjs",
    "rows.mjs",
    "move.mjs",
    "path.mjs",
    "picture.mjs",
    "pictureElement.mjs",
    "cell.mjs",
    "overview.mjs",
    "overviewElement.mjs",
    "csv.mjs",
    "download.mjs",
    "facts.mjs",
    "markList.mjs",
    "cellPage.mjs",
    "accountPage.mjs",
    "reachPages.mjs",
    "panel.mjs",
    "findings.mjs",
    "searchBar.mjs",
    "gridHead.mjs",
    "gridRow.mjs",
    "grid.mjs",
    "printed.mjs",
    "print.mjs",
    "notes.mjs",
    "theme.mjs",
    "main.mjs",
];

/** The static parts of the page. */
export interface PageParts {
    readonly style: string;
    /** One module without imports. */
    readonly script: string;
}

/**
 * @param folder of the files
 * @throws Error naming the file that can't be read
 */
export const readPageParts = (folder: string): PageParts => ({
    style: styles.map((name) => read(folder, name)).join(""),
    script: joinModules(scripts.map((name) => read(folder, name))),
});

/**
 * Joins modules into one, since a page without network cannot import. Their top-level names must be unique, and imports must
 * not rename.
 */
export const joinModules = (modules: readonly string[]): string =>
    modules
        .map((text) => text.replaceAll(/^import [^;]*;\n/gm, "").replaceAll(/^export /gm, ""))
        .join("");

function read(folder: string, name: string): string {
    const file = path.join(folder, name);
    try {
        // Browsers hash what they parsed, and parsing turns CRLF, as a checkout may have it, into LF.
        return readFileSync(file, "utf8").replaceAll("\r\n", "\n");
    } catch (error) {
        throw new Error(
            `The HTML page needs ${file}, which cannot be read (${(error as Error).message}). Restore it from the checkout, or use another --format.`,
            { cause: error },
        );
    }
}
