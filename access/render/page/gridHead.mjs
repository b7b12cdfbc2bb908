import { element } from "./element.mjs";
import { counted } from "./words.mjs";

/** Rows of the table's head: trust classes, and identities. */
export const headRows = 2;

/** Up to so many columns are wide. */
const fewColumns = 6;

/**
 * Writes the matrix' head, and how many rows and columns there are, built or not.
 *
 * @param {(members: number[]) => string} noteOf what to say after the heading of identities that are alike
 */
export function showHead(model, table, { columns, columnCount, rows }, noteOf = () => "") {
    table.setAttribute("aria-rowcount", rows.length + headRows);
    table.setAttribute("aria-colcount", columnCount + 1);
    table.className = columns.length <= fewColumns ? "grid few" : "grid";
    table.style.setProperty("--columns", columns.length);
    const [group] = table.getElementsByTagName("colgroup");
    group.replaceChildren(
        element("col", { class: "names" }),
        ...columns.map(() => element("col", {})),
    );
    table.tHead.replaceChildren(classesRow(model, columns), identitiesRow(model, columns, noteOf));
}

function classesRow(model, columns) {
    const classes = ["nonprod", "prod"]
        .map((trustClass) => ({
            trustClass,
            size: columns.filter(
                ({ identity }) => model.identities[identity].trustClass === trustClass,
            ).length,
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
                `${trustClass}${size > 2 ? " identities" : ""}`,
            ),
        ),
    );
}

const identitiesRow = (model, columns, noteOf) =>
    element(
        "tr",
        { "aria-rowindex": 2, class: "identities" },
        ...columns.map(({ identity, identities }) => {
            const names = identities.map((at) => model.identities[at].name);
            const title =
                identities.length === 1 ? model.identities[identity].arn : names.join(", ");
            return element(
                "th",
                {
                    scope: "col",
                    role: "columnheader",
                    tabindex: -1,
                    title,
                    "data-identity": identity,
                },
                element(
                    "span",
                    {},
                    `${columnName(model, { identity, identities })}${noteOf(identities)}`,
                ),
            );
        }),
    );

/** The name of an identity, or how many are alike. */
export const columnName = (model, { identity, identities }) =>
    identities.length === 1
        ? model.identities[identity].name
        : `${counted(identities.length, "identity", "identities")} alike`;
