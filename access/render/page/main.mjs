/* global document, location, history, matchMedia, addEventListener */
import { legend } from "./cell.mjs";
import { differingAccounts } from "./differences.mjs";
import { byId, element } from "./element.mjs";
import { readFilters, writeFilters } from "./filters.mjs";
import { showFindings } from "./findings.mjs";
import { createGrid } from "./grid.mjs";
import { readModel } from "./model.mjs";
import { createPanel } from "./panel.mjs";
import { viewOf } from "./rows.mjs";
import { counted, numberText } from "./words.mjs";

/** Up to this many roles, all accounts are initially unfolded. */
const rolesAtOnce = 60;

const model = readModel(JSON.parse(byId("report").textContent));
const differing = differingAccounts(model);
const differs = (account) => differing[account] !== undefined;
const allAccounts = [...model.accounts.keys()];
let unfolded = new Set(model.roles.length <= rolesAtOnce ? allAccounts : []);
let filters = readFilters(location.hash);
let view;

const form = byId("filters");
const panel = createPanel(model, differing, (from, to) => setFilters({ ...filters, from, to }));
const grid = createGrid(model, {
    toggle: (account) => {
        if (!unfolded.delete(account)) unfolded.add(account);
        showMatrix();
    },
    openRole: panel.openRole,
    openAccount: panel.openAccount,
    differs,
    isUnfolded: (account) => unfolded.has(account),
});

function showMatrix() {
    view = viewOf(model, filters, unfolded, differs);
    grid.show(view);
    const roles = new Set(
        view.rows.flatMap(({ roles: shown }) => shown).map((role) => model.roles[role].name),
    );
    byId("status").textContent =
        `${numberText(view.accounts.length)} of ${counted(model.accounts.length, "account")}, ` +
        `${counted(roles.size, "role name")}, ` +
        `${numberText(view.columns.length)} of ${counted(model.identities.length, "identity", "identities")}`;
}

/** Keeps the filters in the URL, without adding to the browser's history. */
function setFilters(next) {
    filters = next;
    history.replaceState(null, "", `#${writeFilters(filters)}`);
}

function showFilters() {
    for (const name of ["identity", "account", "environment", "role"]) {
        form.elements[name].value = filters[name];
    }
    form.elements.differs.checked = filters.differs;
}

/** Opens the cell that the URL names, if it exists. */
function showOpenCell() {
    const { from, to } = filters;
    const identity = model.identities.findIndex(({ arn }) => arn === from);
    const role = model.roles.findIndex(({ arn }) => arn === to);
    const account = model.accounts.findIndex(({ id }) => id === to);
    if (identity !== -1 && role !== -1) panel.openRole(identity, role);
    else if (account !== -1) panel.openAccount(account, identity);
    else panel.close();
}

function showAddress() {
    filters = readFilters(location.hash);
    showFilters();
    showMatrix();
    showOpenCell();
}

function showDiffersFilter() {
    const count = differing.filter(Boolean).length;
    const label = byId("differs");
    label.querySelector("span").textContent =
        count === 0
            ? "No account differs from others of its environment"
            : `Only ${count === 1 ? "the account that differs" : `the ${numberText(count)} accounts that differ`} from others of the environment`;
    form.elements.differs.disabled = count === 0;
}

function showNotes() {
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
    byId("limits").append(
        model.limits.length === 0
            ? element("p", {}, "Nothing.")
            : element("ul", {}, ...model.limits.map((limit) => element("li", {}, limit))),
    );
    for (const id of ["matrix", "theme"]) byId(id).hidden = false;
}

/** The system's theme until the button changes it. Not stored: a page opened from a file may have no storage. */
function startTheme() {
    const root = document.documentElement;
    const theme = byId("theme");
    const isDark = () =>
        root.dataset.theme === undefined
            ? matchMedia("(prefers-color-scheme: dark)").matches
            : root.dataset.theme === "dark";
    const show = () => (theme.textContent = isDark() ? "Light" : "Dark");
    theme.addEventListener("click", () => {
        root.dataset.theme = isDark() ? "light" : "dark";
        show();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
    show();
}

form.addEventListener("input", () => {
    const value = (name) => form.elements[name].value;
    setFilters({
        ...filters,
        identity: value("identity"),
        account: value("account"),
        environment: value("environment"),
        role: value("role"),
        differs: form.elements.differs.checked,
    });
    showMatrix();
});
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => {
    setFilters(readFilters(""));
    showMatrix();
});
byId("unfold").addEventListener("click", () => {
    unfolded = new Set(allAccounts);
    showMatrix();
});
byId("fold").addEventListener("click", () => {
    unfolded = new Set();
    showMatrix();
});
addEventListener("hashchange", showAddress);

startTheme();
showNotes();
showDiffersFilter();
showFindings(model, panel.openRole);
// The cell that opened the panel may have been rebuilt meanwhile.
panel.onClose((opener) => (grid.contains(opener) || !opener.isConnected ? grid : opener).focus());
showAddress();
