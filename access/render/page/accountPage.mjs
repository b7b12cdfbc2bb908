import { accountMark, roleMark } from "./cell.mjs";
import { differencesBetween } from "./differences.mjs";
import { element } from "./element.mjs";
import { accountFact, factsElement, identityFacts } from "./facts.mjs";
import { markList } from "./markList.mjs";
import { byTrustClass, summaryOf } from "./rows.mjs";
import { counted } from "./words.mjs";

/**
 * The panel's content for an account: what each identity reaches there, and how the account differs from the others of its
 * environment.
 *
 * @param {{ differing: object[], likeness: { account: number[] } }} facts
 * @param {import("./panel.mjs").Opens} opens
 */
export const accountPage = (model, account, facts, opens) => [
    factsElement(accountFact(model, account, opens)),
    differenceElement(model, account, facts.differing[account]),
    ...alikeElement(model, account, facts.likeness.account),
    markList(
        "Identities",
        byTrustClass(model, [...model.identities.keys()]).map((identity) => ({
            label: `${model.identities[identity].name} (${model.identities[identity].trustClass})`,
            mark: accountMark(summaryOf(model, identity, model.rolesOf[account])),
            act: () => opens.openAccount(account, identity),
        })),
    ),
];

/** The panel's content for an account and one identity: which of the account's roles it reaches. */
export const accountIdentityPage = (model, account, identity, facts, opens) => [
    factsElement(...identityFacts(model, identity, opens), accountFact(model, account, opens)),
    markList(
        "Roles",
        model.rolesOf[account].map((role) => ({
            label: model.roles[role].name,
            mark: roleMark(model.cell(identity, role)),
            act: () => opens.openCell(identity, role),
        })),
    ),
    differenceElement(model, account, facts.differing[account]),
];

/** The other accounts that are reached in the same way. */
function alikeElement(model, account, likeness) {
    const others = model.accounts.filter(
        (_, at) => at !== account && likeness[at] === likeness[account],
    );
    if (others.length === 0) return [];
    return [
        element(
            "details",
            {},
            element("summary", {}, `${counted(others.length, "other account")} alike`),
            element(
                "ul",
                { class: "more" },
                ...others.map(({ id, name }) => element("li", {}, `${name} (${id})`)),
            ),
        ),
    ];
}

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
