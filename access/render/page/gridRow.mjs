import { accountMark, roleMark } from "./cell.mjs";
import { element } from "./element.mjs";
import { headRows } from "./gridHead.mjs";
import { summaryOf } from "./rows.mjs";

/**
 * A row of the matrix.
 *
 * @param {import("./rows.mjs").Row} row
 * @param {number} at its place
 * @param {number[]} columns identities
 * @param {boolean} inWords whether cells have words, not marks
 * @param {{ isUnfolded: (account: number) => boolean, differs: (account: number) => boolean }} facts
 */
export function rowElement(model, { account, role, roles }, at, columns, inWords, facts) {
    const isAccount = role === undefined;
    return element(
        "tr",
        {
            "data-row": at,
            "aria-rowindex": at + headRows + 1,
            "aria-level": isAccount ? 1 : 2,
            "aria-expanded": isAccount ? String(facts.isUnfolded(account)) : undefined,
            class: isAccount ? "account" : "role",
        },
        isAccount
            ? accountHeader(model.accounts[account], facts.differs(account))
            : header(model.roles[role].arn, model.roles[role].name),
        ...columns.map((identity) =>
            markCell(
                model.identities[identity].name,
                isAccount
                    ? accountMark(summaryOf(model, identity, roles), inWords)
                    : roleMark(model.cell(identity, role), inWords),
            ),
        ),
    );
}

const header = (title, ...children) =>
    element("th", { scope: "row", role: "rowheader", tabindex: -1, title }, ...children);

const accountHeader = ({ id, name, environment }, differs) =>
    header(
        `${name} (${id}), environment ${environment}`,
        element("span", { class: "fold", "aria-hidden": "true" }),
        element("b", {}, name),
        ...(name === environment ? [] : [element("span", { class: "tag" }, environment)]),
        ...(differs ? [element("span", { class: "tag differs" }, "differs")] : []),
    );

const markCell = (who, { text, look, says }) =>
    element(
        "td",
        { role: "gridcell", tabindex: -1, class: `mark ${look}`, "aria-label": `${who}: ${says}` },
        text,
    );

/** Stands for rows that aren't built. @param {number} height in pixels; 0: there are none */
export function spacerRows(height) {
    if (height <= 0) return [];
    const row = element("tr", { class: "spacer", "aria-hidden": "true" }, element("td", {}));
    row.style.height = `${height}px`;
    return [row];
}
