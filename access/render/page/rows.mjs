import { alike } from "./likeness.mjs";
import { byEnvironment } from "./order.mjs";
import { searchOf } from "./search.mjs";

/** Past this many accounts or identities, those that are alike are folded into one row or column. */
export const mostUnfolded = 20;
/** So many columns fit a window of 1400 pixels. */
const columnsAtOnce = 20;

/**
 * @typedef {object} Row Of an account, or of one of its roles.
 * @property {number} account that stands for those that are alike
 * @property {number[]} accounts all of them
 * @property {number} [role]
 * @property {number[]} roles of the account, as far as they are shown
 *
 * @typedef {object} Column
 * @property {number} identity that stands for those that are alike
 * @property {number[]} identities all of them
 */

/**
 * The filtered matrix: a column per identity, nonprod first; a row per account, by environment, followed by a row per role
 * if the account is unfolded. Where there are many, those that are alike share one.
 *
 * @param {import("./filters.mjs").Filters} filters
 * @param {{ likeness: { account: number[], identity: number[] }, isUnfolded: (account: number) => boolean, differs: (account:
 * number) => boolean }} facts
 * @returns `columns` of the page, `page` and `pages` of the columns; `rows`; `identities`, `accounts` and `roles`: all that
 * the filters leave; `finds`: whether a search finds a cell
 */
export function viewOf(model, filters, { likeness, isUnfolded, differs }) {
    const finds = searchOf(model, filters.search);
    const isAll = filters.search.trim() === "";
    const within = [...model.accounts.keys()]
        .filter((account) => {
            const { environment } = model.accounts[account];
            return (
                (filters.environment === "" || filters.environment === environment) &&
                (!filters.differs || differs(account))
            );
        })
        .sort((a, b) => byEnvironment(model.accounts[a], model.accounts[b]));
    const all = [...model.identities.keys()];
    const foundRoles = within.map((account) =>
        everydayFirst(model, model.rolesOf[account]).filter(
            (role) => isAll || all.some((who) => finds(who, role)),
        ),
    );
    const roles = foundRoles.flat();
    const identities = byTrustClass(model, all).filter(
        (who) => isAll || roles.some((role) => finds(who, role)),
    );
    const shown = within
        .map((account, at) => ({ account, roles: foundRoles[at] }))
        // Accounts without roles are shown unless something is searched for.
        .filter((entry) => entry.roles.length > 0 || isAll);
    const rolesShown = new Map(shown.map((entry) => [entry.account, entry.roles]));
    const accounts = shown.map(({ account }) => account);

    const isFolded = (list) => !filters.each && list.length > mostUnfolded;
    const columns = alike(identities, likeness.identity, isFolded(model.identities)).map(
        (members) => ({ identity: members[0], identities: members }),
    );
    const pages = Math.max(1, Math.ceil(columns.length / columnsAtOnce));
    const page = Math.min(filters.page, pages);
    return {
        finds,
        identities,
        accounts,
        roles,
        page,
        pages,
        columnCount: columns.length,
        columns: columns.slice((page - 1) * columnsAtOnce, page * columnsAtOnce),
        rows: alike(accounts, likeness.account, isFolded(model.accounts)).flatMap((members) => {
            const [account] = members;
            const row = { account, accounts: members, roles: rolesShown.get(account) };
            const unfolded = isUnfolded(account) ? row.roles : [];
            return [row, ...unfolded.map((role) => ({ ...row, role }))];
        }),
    };
}

/** Roles for emergencies come last, apart from all others. */
const everydayFirst = (model, roles) => [
    ...roles.filter((role) => !model.isBreakGlass(role)),
    ...roles.filter((role) => model.isBreakGlass(role)),
];

/** Nonprod identities first: the boundary is about them. */
export const byTrustClass = (model, identities) =>
    identities.toSorted((a, b) => classRank(model.identities[a]) - classRank(model.identities[b]));
const classRank = ({ trustClass }) => (trustClass === "nonprod" ? 0 : 1);

/**
 * Summary of an identity's cells for some roles.
 *
 * @param {number[]} roles
 */
export function summaryOf(model, identity, roles) {
    const all = roles.map((role) => model.cell(identity, role));
    const cells = all.filter(({ path }) => path !== -1);
    const crossing = cells.filter((cell) => cell.crosses);
    return {
        of: roles.length,
        reached: cells.length,
        unknown: all.filter(({ unknown }) => unknown).length,
        crosses: crossing.length > 0,
        // One certain crossing is sufficient.
        uncertain:
            crossing.length > 0
                ? crossing.every((cell) => cell.uncertain)
                : cells.some((cell) => cell.uncertain),
    };
}
