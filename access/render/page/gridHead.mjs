import { element } from "./element.mjs";

/** Rows of the table's head: trust classes, and identities. */
export const headRows = 2;

/**
 * Writes the matrix' head, and how many rows and columns there are, built or not.
 *
 * @param {boolean} inWords whether cells have words, not marks
 */
export function showHead(model, table, { columns, rows }, inWords) {
    table.className = inWords ? "words" : "marks";
    table.setAttribute("aria-rowcount", rows.length + headRows);
    table.setAttribute("aria-colcount", columns.length + 1);
    table.style.setProperty("--columns", columns.length);
    const [group] = table.getElementsByTagName("colgroup");
    group.replaceChildren(
        element("col", { class: "names" }),
        ...columns.map(() => element("col", {})),
    );
    table.tHead.replaceChildren(classesRow(model, columns, inWords), identitiesRow(model, columns));
}

function classesRow(model, columns, inWords) {
    const classes = ["nonprod", "prod"]
        .map((trustClass) => ({
            trustClass,
            size: columns.filter((at) => model.identities[at].trustClass === trustClass).length,
        }))
        .filter(({ size }) => size > 0);
    return element(
        "tr",
        { "aria-rowindex": 1, class: "classes" },
        element("th", { scope: "col", rowspan: headRows }, "Account and role"),
        ...classes.map(({ trustClass, size }) =>
            element(
                "th",
                { scope: "colgroup", colspan: size },
                `${trustClass}${size > 1 || inWords ? " identities" : ""}`,
            ),
        ),
    );
}

const identitiesRow = (model, columns) =>
    element(
        "tr",
        { "aria-rowindex": 2, class: "identities" },
        ...columns.map((at) => {
            const { arn, name } = model.identities[at];
            return element("th", { scope: "col", title: arn }, element("span", {}, name));
        }),
    );
