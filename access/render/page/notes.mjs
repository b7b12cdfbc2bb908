import { byId, element } from "./element.mjs";
import { legend, terms } from "./terms.mjs";

/** Writes what the marks and words mean, and what was not evaluated. */
export function showNotes(model) {
    byId("legend")
        .querySelector("dl")
        .append(
            ...legend.map(([look, mark, meaning]) =>
                element(
                    "div",
                    {},
                    element("dt", {}, element("span", { class: `mark ${look}` }, mark)),
                    element("dd", {}, meaning),
                ),
            ),
        );
    byId("terms").append(
        element(
            "dl",
            {},
            ...terms.map(([term, meaning]) =>
                element("div", {}, element("dt", {}, term), element("dd", {}, meaning)),
            ),
        ),
    );
    byId("limits").append(
        model.limits.length === 0
            ? element("p", {}, "Nothing.")
            : element("ul", {}, ...model.limits.map((limit) => element("li", {}, limit))),
    );
}
