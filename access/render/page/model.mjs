import { isOpenToNonprod } from "./order.mjs";

/**
 * @typedef {object} Role
 * @property {string} arn
 * @property {string} name
 * @property {number} account
 *
 * @typedef {object} Cell What an identity can do to a role.
 * @property {number} path its number; -1: no path was found
 * @property {boolean} unknown whether no path was found, but the search is not finished
 * @property {number} hops of the shortest path
 * @property {boolean} crosses whether the path crosses the environment boundary
 * @property {boolean} uncertain whether a hop could not be evaluated completely
 */

/** @type {Cell} */
const unreached = { path: -1, unknown: false, hops: 0, crosses: false, uncertain: false };
const undecided = { ...unreached, unknown: true };

/**
 * Accessors of the report. Accounts, identities, roles and paths are referred to by index.
 *
 * @param data PageData of pageData.ts
 */
export function readModel(data) {
    const { texts, hops, paths, accounts, identities } = data;
    const roles = data.roles.map(([arn, name, account]) => ({
        arn: texts[arn],
        name: texts[name],
        account,
    }));
    const emergencies = new Set(data.breakGlass ?? []);
    const rolesOf = accounts.map(() => []);
    roles.forEach(({ account }, role) => rolesOf[account].push(role));

    const pathAt = new Int32Array(identities.length * roles.length).fill(-1);
    paths.forEach(([identity, role], path) => (pathAt[identity * roles.length + role] = path));
    const crosses = new Uint8Array(paths.length);
    for (const path of data.crossings) crosses[path] = 1;

    const unfinished = new Set(data.unfinishedSearches);
    const isUncertain = (steps) => steps.some((hop) => hops[hop].length > 5);
    const accountByIdentifier = new Map(accounts.map((account) => [account.id, account]));
    const nameByArn = new Map([...identities, ...roles].map(({ arn, name }) => [arn, name]));

    const nonprod = new Set(
        identities.filter(({ trustClass }) => trustClass === "nonprod").map(({ arn }) => arn),
    );
    const accountIdOf = (arn) => arn.split(":")[4] ?? "";
    const statement = (at) => {
        const [document, place, sid] = data.statements[at];
        return { document: texts[document], place, sid: texts[sid] };
    };

    return {
        verdict: data.verdict,
        accounts,
        identities,
        roles,
        /** Whether a role is for emergencies. */
        isBreakGlass: (role) => emergencies.has(role),
        /** Roles of each account. */
        rolesOf,
        unfinishedSearches: data.unfinishedSearches,
        limits: data.limits,
        /** What opens the findings: in words, its statements, and the paths and takeovers that it opens. */
        causes: data.causes.map(([says, statements, paths, takeovers]) => ({
            says,
            statements: statements.map(statement),
            paths,
            takeovers,
        })),
        crossings: data.crossings,
        takeovers: data.takeovers.map(([identity, becomes, ...steps]) => ({
            identity,
            becomes: texts[becomes],
            steps,
            uncertain: isUncertain(steps),
        })),

        /** @returns {Cell} */
        cell(identity, role) {
            const path = pathAt[identity * roles.length + role];
            if (path === -1) return unfinished.has(identity) ? undecided : unreached;
            const steps = paths[path].slice(2);
            return {
                path,
                unknown: false,
                hops: steps.length,
                crosses: crosses[path] === 1,
                uncertain: isUncertain(steps),
            };
        },

        /** Who takes a path, to which role, by which hops. */
        path(path) {
            const [identity, role, ...steps] = paths[path];
            return { identity, role, steps };
        },

        hop(hop) {
            const [kind, from, to, action, because, unknown] = hops[hop];
            return {
                kind: texts[kind],
                from: texts[from],
                to: texts[to],
                action: texts[action],
                because: because.map(statement),
                unknown: texts[unknown],
            };
        },

        /** Short name for an ARN. */
        nameOf: (arn) => nameByArn.get(arn) ?? arn.slice(arn.lastIndexOf("/") + 1),

        accountIdOf,

        /** Name of the account an ARN is of; its id, if it isn't one of ours. */
        accountNameOf: (arn) => accountByIdentifier.get(accountIdOf(arn))?.name ?? accountIdOf(arn),

        /** Whether an ARN is of a role or prod identity outside nonprod accounts. */
        isOutside(arn) {
            const environment = accountByIdentifier.get(accountIdOf(arn))?.environment;
            return environment !== undefined && !isOpenToNonprod(environment) && !nonprod.has(arn);
        },
    };
}
