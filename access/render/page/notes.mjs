import { byId, element } from "./element.mjs";

/** Writes what was not evaluated. */
export function showNotes(model) {
    byId("limits").append(
        model.limits.length === 0
            ? element("p", {}, "Nothing.")
            : element("ul", {}, ...model.limits.map((limit) => element("li", {}, limit))),
    );
}
