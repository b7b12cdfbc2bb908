import { accountMark, roleMark } from "./cell.mjs";
import { differencesBetween } from "./differences.mjs";
import { button, element } from "./element.mjs";
import { accountFact, factsElement, identityFacts } from "./facts.mjs";
import { byTrustClass, summaryOf } from "./rows.mjs";
import { counted } from "./words.mjs";

/**
 * The panel's content for an account: what each identity reaches there, and how the account differs from the others of its
 * environment.
 *
 * @param {(identity: number) => void} choose
 */
export const accountPage = (model, account, differs, choose) => [
    factsElement(accountFact(model.accounts[account])),
    differenceElement(model, account, differs),
    markList(
        "Identities",
        byTrustClass(model, [...model.identities.keys()]).map((identity) => ({
            label: `${model.identities[identity].name} (${model.identities[identity].trustClass})`,
            mark: accountMark(summaryOf(model, identity, model.rolesOf[account]), true),
            act: () => choose(identity),
        })),
    ),
];

/**
 * The panel's content for an account and one identity: which of the account's roles it reaches.
 *
 * @param {(role: number) => void} choose
 */
export const accountIdentityPage = (model, account, identity, differs, choose) => [
    factsElement(
        ...identityFacts(model.identities[identity]),
        accountFact(model.accounts[account]),
    ),
    markList(
        "Roles",
        model.rolesOf[account].map((role) => ({
            label: model.roles[role].name,
            mark: roleMark(model.cell(identity, role), true),
            act: () => choose(role),
        })),
    ),
    differenceElement(model, account, differs),
];

function differenceElement(model, account, differs) {
    const { environment } = model.accounts[account];
    const isAlone = !model.accounts.some(
        (other, at) => at !== account && other.environment === environment,
    );
    if (isAlone) return element("p", {}, `This is the only ${environment} account.`);
    if (differs === undefined) {
        return element(
            "p",
            {},
            `Identities reach this account in the same way as most ${environment} accounts.`,
        );
    }
    const { usual, alike } = differs;
    const like =
        alike === 1 ? "" : ` and ${counted(alike - 1, `more ${environment} account`)} like it`;
    return element(
        "div",
        { class: "difference" },
        element("h3", {}, `Differs from ${model.accounts[usual].name}${like}`),
        element(
            "ul",
            {},
            ...differencesBetween(model, account, usual).map((difference) =>
                differenceItem(model, difference),
            ),
        ),
    );
}

const differenceItem = (model, { role, identities, here, there }) =>
    element(
        "li",
        {},
        element("b", {}, role),
        `: here ${here}, there ${there}`,
        ...(identities.length === 0
            ? []
            : [` (${identities.map((at) => model.identities[at].name).join(", ")})`]),
    );

const markList = (title, entries) =>
    element(
        "div",
        {},
        element("h3", {}, title),
        element(
            "ul",
            { class: "choices" },
            ...entries.map(({ label, mark, act }) => {
                const choice = button(label, { class: "choice" }, act);
                choice.append(element("span", { class: `mark ${mark.look}` }, mark.text));
                return element("li", {}, choice);
            }),
        ),
    );
