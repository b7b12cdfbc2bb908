import { button, byId, element } from "./element.mjs";
import { namedBy } from "./search.mjs";
import { counted, numberText } from "./words.mjs";

/** So many questions are offered of each kind. */
const questionsAtOnce = 4;

/** Says how much the filters leave, or that they leave nothing, and offers the questions that the search is about. */
export function showResult(model, view, search, opens) {
    const roles = new Set(view.roles.map((role) => model.roles[role].name));
    const isEmpty = view.rows.length === 0 || view.columns.length === 0;
    byId("status").textContent = isEmpty
        ? "Nothing found"
        : `${numberText(view.accounts.length)} of ${counted(model.accounts.length, "account")}, ` +
          `${counted(roles.size, "role name")}, ` +
          `${numberText(view.identities.length)} of ${counted(model.identities.length, "identity", "identities")}`;
    byId("empty").hidden = !isEmpty;
    byId("empty").textContent = isEmpty ? emptyText(model, search) : "";
    byId("table").hidden = isEmpty;
    byId("questions").replaceChildren(...questions(model, search, opens));
}

function emptyText(model, search) {
    if (model.identities.length === 0) return "This report has no identities.";
    if (model.accounts.length === 0) return "This report has no accounts.";
    return search.trim() === ""
        ? "Nothing matches the filters. Clear them to see the whole matrix."
        : `Nothing matches "${search}" and the other filters. All words of a search must match; commas separate alternatives.`;
}

function questions(model, search, opens) {
    const named = namedBy(model, search);
    const ofIdentities = named.identities
        .slice(0, questionsAtOnce)
        .map((at) =>
            question(`What can ${model.identities[at].name} reach?`, () => opens.openIdentity(at)),
        );
    const ofRoles = named.roles.slice(0, questionsAtOnce).map((at) => {
        const { name, account } = model.roles[at];
        const text = `Who can reach ${name} in ${model.accounts[account].name}?`;
        return question(text, () => opens.openRole(at));
    });
    return [...ofIdentities, ...ofRoles];
}

const question = (text, act) => element("li", {}, button(text, { class: "link" }, act));

/** Shows which of the columns are shown, if they are too many for one page. */
export function showPager(view, turn) {
    const { page, pages, columnCount } = view;
    const pager = byId("pager");
    pager.hidden = pages === 1;
    const step = (label, to) => {
        const node = button(label, { class: "quiet" }, () => turn(to));
        node.disabled = to < 1 || to > pages;
        return node;
    };
    pager.replaceChildren(
        step("Previous", page - 1),
        element("span", {}, `Columns ${page} of ${pages}, ${numberText(columnCount)} in all`),
        step("Next", page + 1),
    );
}
