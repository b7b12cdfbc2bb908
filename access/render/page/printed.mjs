import { element } from "./element.mjs";
import { showHead } from "./gridHead.mjs";
import { rowElement } from "./gridRow.mjs";
import { counted, numberText } from "./words.mjs";

/** Upper bound of the cells that are printed, which browsers still lay out. */
const mostCells = 500_000;

/**
 * The whole matrix for paper, where nothing can be turned or unfolded: a table for each page of columns, every row, and who
 * belongs to those that are alike.
 *
 * @param views as viewOf has them, a page of the columns each
 * @param {{ differs: (account: number) => boolean }} facts
 */
export function printedElements(model, filters, views, { differs }) {
    const notes = new Map();
    const numberOf = (members) => {
        const key = members.join();
        if (!notes.has(key)) notes.set(key, notes.size + 1);
        return notes.get(key);
    };
    const noteOf = (members) => (members.length > 1 ? ` [${numberOf(members)}]` : "");
    const facts = { differs, noteOf, isUnfolded: () => true };
    const [first] = views;
    const note = element("p", { class: "note" }, filtersText(filters));
    if (first.rows.length === 0 || first.columns.length === 0) return [note];
    const rows = first.rows.slice(0, Math.ceil(mostCells / first.columnCount));
    const left = first.rows.length - rows.length;
    const tables = views.map((view) => {
        const table = element(
            "table",
            {},
            element("colgroup", {}),
            element("thead", {}),
            element("tbody", {}),
        );
        showHead(model, table, view, noteOf);
        table.tBodies[0].append(...rows.map((row, at) => rowElement(model, row, at, view, facts)));
        return table;
    });
    return [
        note,
        ...tables,
        ...(left > 0
            ? [
                  element(
                      "p",
                      {},
                      `${counted(left, "further row is", "further rows are")} not printed; the CSV has all.`,
                  ),
              ]
            : []),
        ...membersElement(model, first, views, numberOf),
    ];
}

/** What the filters leave out, since paper has no filters. */
function filtersText({ search, environment, differs }) {
    const parts = [
        ...(search.trim() === "" ? [] : [`search "${search}"`]),
        ...(environment === "" ? [] : [`environment ${environment}`]),
        ...(differs ? ["only accounts that differ"] : []),
    ];
    return parts.length === 0
        ? "The whole matrix, without filters."
        : `Filtered by ${parts.join(", ")}.`;
}

function membersElement(model, { rows }, views, numberOf) {
    const accounts = rows
        .filter((row) => row.role === undefined && row.accounts.length > 1)
        .map((row) => [
            row.accounts,
            `${numberText(row.accounts.length)} accounts`,
            row.accounts.map((at) => `${model.accounts[at].name} (${model.accounts[at].id})`),
        ]);
    const identities = views
        .flatMap(({ columns }) => columns)
        .filter((column) => column.identities.length > 1)
        .map((column) => [
            column.identities,
            `${numberText(column.identities.length)} identities`,
            column.identities.map((at) => model.identities[at].name),
        ]);
    const all = [...identities, ...accounts].map(([members, what, names]) => ({
        number: numberOf(members),
        what,
        names,
    }));
    if (all.length === 0) return [];
    return [
        element("h3", {}, "Alike"),
        element(
            "dl",
            { class: "members" },
            ...all
                .sort((a, b) => a.number - b.number)
                .flatMap(({ number, what, names }) => [
                    element("dt", {}, `[${number}] ${what}`),
                    element("dd", {}, names.join(", ")),
                ]),
        ),
    ];
}
