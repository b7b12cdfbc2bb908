/**
 * One search over identities, roles, accounts and actions. Words are parts of names, ids, environments, ARNs, and of the
 * actions and kinds of hops; case doesn't count. All words must match; commas separate alternatives. `identity:`, `role:`,
 * `account:` and `action:` before a word narrow it; quotes keep a word with spaces together.
 */

const word = /(?:(identity|role|account|action):)?(?:"([^"]*)"|([^\s"]+))/gi;

/** @returns {{ field: string, part: string }[][]} alternatives of words; none: everything matches */
export const readSearch = (text) =>
    text
        .toLowerCase()
        // A comma inside quotes is part of the word.
        .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
        .map((alternative) =>
            [...alternative.matchAll(word)]
                .map(([, field = "", quoted, plain]) => ({ field, part: quoted ?? plain }))
                .filter(({ part }) => part !== ""),
        )
        .filter((words) => words.length > 0);

/**
 * Which cells a search finds: those whose identity, role, account or path have all words of an alternative.
 *
 * @returns {(identity: number, role: number) => boolean}
 */
export function searchOf(model, text) {
    const alternatives = readSearch(text).map((words) => words.map((one) => wordMatch(model, one)));
    if (alternatives.length === 0) return () => true;
    return (identity, role) =>
        alternatives.some((words) => words.every((matches) => matches(identity, role)));
}

function wordMatch(model, { field, part }) {
    const is = (name) => field === "" || field === name;
    const has = (...texts) => texts.some((text) => text.toLowerCase().includes(part));
    // Every ARN has an account's id in it, so that only what looks like an ARN is compared with them.
    const named = ({ arn, name }) => has(name) || (part.startsWith("arn:") && has(arn));
    const identities = model.identities.map((one) => is("identity") && named(one));
    const accounts = model.accounts.map(
        ({ id, name, environment }) => is("account") && has(id, name, environment),
    );
    const roles = model.roles.map((role) => (is("role") && named(role)) || accounts[role.account]);
    const hops = new Map();
    const byHop = (hop) => {
        if (!hops.has(hop)) {
            const { kind, action } = model.hop(hop);
            hops.set(hop, has(kind, action));
        }
        return hops.get(hop);
    };
    return (identity, role) => {
        if (identities[identity] || roles[role]) return true;
        const { path } = is("action") ? model.cell(identity, role) : { path: -1 };
        return path !== -1 && model.path(path).steps.some(byHop);
    };
}

/** What a search names itself, and not only by its cells: identities and roles whose name has one of the words. */
export function namedBy(model, text) {
    const words = readSearch(text).flat();
    const named = (field, { arn, name }) =>
        words.some(
            (one) =>
                (one.field === "" || one.field === field) &&
                (name.toLowerCase().includes(one.part) || arn.toLowerCase() === one.part),
        );
    const placesOf = (list, field) => [...list.keys()].filter((place) => named(field, list[place]));
    return {
        identities: placesOf(model.identities, "identity"),
        roles: placesOf(model.roles, "role"),
    };
}
