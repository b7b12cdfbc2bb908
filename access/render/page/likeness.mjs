/** Which accounts, and which identities, are alike: the same roles, reached in the same way. */

/**
 * @returns {{ account: number[], identity: number[] }} a number for each account and identity; those with the same number
 * are alike
 */
export function likenessOf(model) {
    const ways = waysOf(model);
    const { roles, identities } = model;
    const account = numbered(
        model.accounts.map(({ environment }, at) => {
            const own = model.rolesOf[at]
                .map((role) => [roleKey(roles[role].arn), role])
                .sort(([a], [b]) => (a < b ? -1 : 1))
                .map(([key, role]) => [
                    key,
                    identities.map((_, who) => ways[who * roles.length + role]).join(),
                ]);
            return JSON.stringify([environment, own]);
        }),
    );
    const identity = numbered(
        identities.map(({ trustClass }, who) =>
            [trustClass, ...ways.slice(who * roles.length, (who + 1) * roles.length)].join(),
        ),
    );
    return { account, identity };
}

/** Path and name of a role, which accounts have in common. */
export const roleKey = (arn) => arn.split(":").slice(5).join(":");

/** How an identity reaches a role, in words. */
export function wayOf(model, identity, role) {
    const { path, unknown, uncertain } = model.cell(identity, role);
    if (unknown) return "unknown";
    if (path === -1) return "not reached";
    const kinds = model.path(path).steps.map((step) => model.hop(step).kind);
    return `by ${kinds.join(", then ")}${uncertain ? " (perhaps)" : ""}`;
}

/** Members by likeness, in the order of the members. @param {number[]} likeness of all */
export function alike(members, likeness, isFolded) {
    if (!isFolded) return members.map((member) => [member]);
    const groups = new Map();
    for (const member of members) {
        const group = groups.get(likeness[member]) ?? [];
        groups.set(likeness[member], group);
        group.push(member);
    }
    return [...groups.values()];
}

/** A number for the way of each cell, by identity, then role. */
function waysOf(model) {
    const numbers = new Map();
    const { identities, roles } = model;
    const ways = new Uint32Array(identities.length * roles.length);
    for (const who of identities.keys()) {
        for (const role of roles.keys()) {
            ways[who * roles.length + role] = numberOf(numbers, wayOf(model, who, role));
        }
    }
    return ways;
}

function numbered(keys) {
    const numbers = new Map();
    return keys.map((key) => numberOf(numbers, key));
}

function numberOf(numbers, key) {
    if (!numbers.has(key)) numbers.set(key, numbers.size);
    return numbers.get(key);
}
