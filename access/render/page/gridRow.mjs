import { accountMark, roleMark } from "./cell.mjs";
import { element } from "./element.mjs";
import { columnName, headRows } from "./gridHead.mjs";
import { summaryOf } from "./rows.mjs";
import { numberText } from "./words.mjs";

/**
 * A row of the matrix.
 *
 * @param {import("./rows.mjs").Row} row
 * @param {number} at its place
 * @param view as viewOf has it
 * @param {{ isUnfolded: (account: number) => boolean, differs: (account: number) => boolean, noteOf?: (members: number[]) =>
 * string }} facts `noteOf`: what to say after accounts that are alike
 */
export function rowElement(model, { account, accounts, role, roles }, at, view, facts) {
    const isAccount = role === undefined;
    // What is for emergencies is no part of what an identity reaches every day.
    const everyday = roles.filter((one) => !model.isBreakGlass(one));
    const isFound = (identity) =>
        isAccount ? roles.some((one) => view.finds(identity, one)) : view.finds(identity, role);
    return element(
        "tr",
        {
            "data-row": at,
            "aria-rowindex": at + headRows + 1,
            "aria-level": isAccount ? 1 : 2,
            "aria-expanded": isAccount ? String(facts.isUnfolded(account)) : undefined,
            class: isAccount ? "account" : model.isBreakGlass(role) ? "role emergency" : "role",
        },
        isAccount ? accountHeader(model, account, accounts, facts) : roleHeader(model, role),
        ...view.columns.map((column) =>
            markCell(
                columnName(model, column),
                isAccount
                    ? accountMark(summaryOf(model, column.identity, everyday))
                    : roleMark(model.cell(column.identity, role)),
                column.identities.some(isFound),
            ),
        ),
    );
}

const header = (title, ...children) =>
    element("th", { scope: "row", role: "rowheader", tabindex: -1, title }, ...children);

const roleHeader = (model, role) =>
    header(
        model.roles[role].arn,
        model.roles[role].name,
        ...(model.isBreakGlass(role)
            ? [element("span", { class: "tag" }, "break-glass, for emergencies")]
            : []),
    );

function accountHeader(model, account, accounts, { differs, noteOf = () => "" }) {
    const { id, name, environment } = model.accounts[account];
    const isGroup = accounts.length > 1;
    const shown = isGroup ? `${numberText(accounts.length)} ${environment} accounts` : name;
    const tags = [
        ...(isGroup ? [`alike${noteOf(accounts)}`] : name === environment ? [] : [environment]),
        ...(differs(account) ? ["differs"] : []),
    ];
    return header(
        isGroup
            ? accounts.map((at) => model.accounts[at].name).join(", ")
            : `${name} (${id}), environment ${environment}`,
        element("span", { class: "fold", "aria-hidden": "true" }),
        element("b", {}, shown),
        ...tags.map((tag) =>
            element("span", { class: tag === "differs" ? "tag differs" : "tag" }, tag),
        ),
    );
}

const markCell = (who, { text, look, says }, isFound) =>
    element(
        "td",
        {
            role: "gridcell",
            tabindex: -1,
            class: `mark ${look}${isFound ? "" : " other"}`,
            "aria-label": `${who}: ${text}, ${says}`,
        },
        text,
    );

/** Stands for rows that aren't built. @param {number} height in pixels; 0: there are none */
export function spacerRows(height) {
    if (height <= 0) return [];
    const row = element("tr", { class: "spacer", "aria-hidden": "true" }, element("td", {}));
    row.style.height = `${height}px`;
    return [row];
}
