import { button, element } from "./element.mjs";

/**
 * What can be opened next, each with its mark.
 *
 * @param {{ label: string, mark: { text: string, look: string, says: string }, act: () => void }[]} entries
 */
export const markList = (title, entries) =>
    element(
        "div",
        {},
        element("h3", {}, title),
        element(
            "ul",
            { class: "choices" },
            ...entries.map(({ label, mark, act }) => {
                const choice = button(label, { class: "choice" }, act);
                choice.append(
                    element("span", { class: `mark ${mark.look}`, title: mark.says }, mark.text),
                );
                return element("li", {}, choice);
            }),
        ),
    );
