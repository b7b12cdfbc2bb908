/* global location, history, addEventListener */
import { csvOf } from "./csv.mjs";
import { differingAccounts } from "./differences.mjs";
import { download } from "./download.mjs";
import { byId } from "./element.mjs";
import { readFilters, writeFilters } from "./filters.mjs";
import { showFindings } from "./findings.mjs";
import { createGrid } from "./grid.mjs";
import { likenessOf } from "./likeness.mjs";
import { readModel } from "./model.mjs";
import { showNotes } from "./notes.mjs";
import { showOverview } from "./overviewElement.mjs";
import { createPanel } from "./panel.mjs";
import { startPrint } from "./print.mjs";
import { printedElements } from "./printed.mjs";
import { mostUnfolded, viewOf } from "./rows.mjs";
import { showPager, showResult } from "./searchBar.mjs";
import { startTheme } from "./theme.mjs";
import { numberText } from "./words.mjs";

/** Up to this many roles, all accounts are initially unfolded. */
const rolesAtOnce = 60;

const model = readModel(JSON.parse(byId("report").textContent));
const likeness = likenessOf(model);
const differing = differingAccounts(model, likeness.account);
const allAccounts = [...model.accounts.keys()];
let unfolded = new Set(model.roles.length <= rolesAtOnce ? allAccounts : []);
let filters = readFilters(location.hash);
let view;

const form = byId("filters");
const panel = createPanel(model, { differing, likeness }, (from, to) =>
    setFilters({ ...filters, from, to }),
);
const facts = {
    likeness,
    differs: (account) => differing[account] !== undefined,
    isUnfolded: (account) => unfolded.has(account),
};
const grid = createGrid(model, {
    ...facts,
    opens: panel,
    toggle: (account) => {
        if (!unfolded.delete(account)) unfolded.add(account);
        showMatrix();
    },
});

function showMatrix() {
    view = viewOf(model, filters, facts);
    showResult(model, view, filters.search, panel);
    grid.show(view);
    showPager(view, (page) => {
        setFilters({ ...filters, page });
        showMatrix();
        grid.focus();
    });
}

/** The matrix for paper: all pages of columns, every account unfolded. */
function printed() {
    const whole = { ...facts, isUnfolded: () => true };
    const pages = Array.from({ length: view.pages }, (_, at) => at + 1);
    const views = pages.map((page) => viewOf(model, { ...filters, page }, whole));
    return printedElements(model, filters, views, facts);
}

/** Keeps the filters in the URL, without adding to the browser's history. */
function setFilters(next) {
    filters = next;
    history.replaceState(null, "", `#${writeFilters(filters)}`);
}

function showFilters() {
    for (const name of ["search", "environment"]) form.elements[name].value = filters[name];
    form.elements.differs.checked = filters.differs;
    form.elements.alike.checked = !filters.each;
}

/** Opens what the URL names, if it exists. */
function showOpenPanel() {
    const { from, to } = filters;
    const identity = model.identities.findIndex(({ arn }) => arn === from);
    const role = model.roles.findIndex(({ arn }) => arn === to);
    const account = model.accounts.findIndex(({ id }) => id === to);
    if (role !== -1 && identity !== -1) panel.openCell(identity, role);
    else if (role !== -1) panel.openRole(role);
    else if (account !== -1) panel.openAccount(account, identity);
    else if (identity !== -1) panel.openIdentity(identity);
    else panel.close();
}

function showAddress() {
    filters = readFilters(location.hash);
    showFilters();
    showMatrix();
    showOpenPanel();
}

/** What can't be filtered by is disabled, or not there. */
function showChoices() {
    const count = differing.filter(Boolean).length;
    byId("differs").querySelector("span").textContent =
        count === 0
            ? "No account differs from others of its environment"
            : `Only ${count === 1 ? "the account that differs" : `the ${numberText(count)} accounts that differ`} from others of the environment`;
    form.elements.differs.disabled = count === 0;
    byId("alike").hidden = Math.max(model.accounts.length, model.identities.length) <= mostUnfolded;
}

form.addEventListener("input", () => {
    setFilters({
        ...filters,
        search: form.elements.search.value,
        environment: form.elements.environment.value,
        differs: form.elements.differs.checked,
        each: !form.elements.alike.checked,
        page: 1,
    });
    showMatrix();
});
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", (event) => {
    event.preventDefault();
    setFilters(readFilters(""));
    showFilters();
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
byId("csv").addEventListener("click", () =>
    download("who-reaches-what.csv", "text/csv;charset=utf-8", csvOf(model, view)),
);
addEventListener("hashchange", showAddress);

startTheme();
showNotes(model);
showChoices();
showOverview(model);
showFindings(model, panel.openCell);
startPrint(printed);
byId("matrix").hidden = false;
// The cell that opened the panel may have been rebuilt meanwhile.
panel.onClose((opener) => (grid.contains(opener) || !opener.isConnected ? grid : opener).focus());
showFilters();
showMatrix();
// Firefox may never end printing where the focus was set before the page had loaded.
addEventListener("load", showOpenPanel, { once: true });
