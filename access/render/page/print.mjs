/* global document, addEventListener */
import { byId } from "./element.mjs";

/**
 * Makes the page whole for paper, and puts it back afterwards: what is folded is unfolded, and `build` adds what is on paper
 * alone. An open panel stands above the page, of which paper has no notion, so its content is copied into the page.
 *
 * @param {() => Node[]} build what stands in place of the matrix
 */
export function startPrint(build) {
    const [matrix, panel] = [byId("printed"), byId("printed-panel")];
    let folded = [];
    addEventListener("beforeprint", () => {
        folded = [...document.querySelectorAll("details:not([open])")];
        for (const one of folded) one.open = true;
        matrix.replaceChildren(...build());
        if (!byId("panel").open) return;
        panel.append(...[...byId("panel-body").children].map((one) => one.cloneNode(true)));
        panel.querySelector("#panel-title").removeAttribute("id");
    });
    addEventListener("afterprint", () => {
        for (const one of folded) one.open = false;
        matrix.replaceChildren();
        panel.replaceChildren();
    });
}
