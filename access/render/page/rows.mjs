import { matches } from "./filters.mjs";

/**
 * @typedef {object} Row Of an account, or of one of its roles.
 * @property {number} account
 * @property {number} [role]
 * @property {number[]} roles of the account, as far as they are shown
 */

/**
 * The filtered matrix: one column per identity, nonprod first; one row per account, by environment, followed by a row per
 * role if the account is unfolded.
 *
 * @param {import("./filters.mjs").Filters} filters
 * @param {Set<number>} unfolded accounts
 * @param {(account: number) => boolean} differs
 * @returns {{ columns: number[], accounts: number[], rows: Row[] }}
 */
export function viewOf(model, filters, unfolded, differs) {
    const isShown = ({ arn, name }, words) => matches(words, [arn, name]);
    const columns = byTrustClass(
        model,
        [...model.identities.keys()].filter((identity) =>
            isShown(model.identities[identity], filters.identity),
        ),
    );
    const accounts = [...model.accounts.keys()]
        .filter((account) => {
            const { id, name, environment } = model.accounts[account];
            return (
                matches(filters.account, [id, name]) &&
                (filters.environment === "" || filters.environment === environment) &&
                (!filters.differs || differs(account))
            );
        })
        .sort((a, b) => environmentRank(model.accounts[a]) - environmentRank(model.accounts[b]));
    const shown = accounts
        .map((account) => ({
            account,
            roles: model.rolesOf[account].filter((role) =>
                isShown(model.roles[role], filters.role),
            ),
        }))
        // Accounts without roles are shown unless the role filter is set.
        .filter(({ roles }) => roles.length > 0 || filters.role.trim() === "");
    return {
        columns,
        accounts: shown.map(({ account }) => account),
        rows: shown.flatMap(({ account, roles }) => [
            { account, roles },
            ...(unfolded.has(account) ? roles.map((role) => ({ account, role, roles })) : []),
        ]),
    };
}

const environments = ["state", "nonprod", "prod"];
const environmentRank = ({ environment }) => environments.indexOf(environment);

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
