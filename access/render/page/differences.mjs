/**
 * Every account is configured like production, so accounts of one environment should be reached in the same way. This finds
 * those that are not.
 */
import { roleKey, wayOf } from "./likeness.mjs";

/**
 * For each account, the one that stands for how the accounts of its environment usually are, if it isn't reached in the
 * same way. `alike`: how many are as usual.
 *
 * @param {number[]} likeness of accounts, as likenessOf has it
 * @returns {({ usual: number, alike: number } | undefined)[]}
 */
export function differingAccounts(model, likeness) {
    const environments = new Map();
    model.accounts.forEach(({ environment }, account) => {
        const patterns = environments.get(environment) ?? new Map();
        environments.set(environment, patterns);
        const pattern = patterns.get(likeness[account]) ?? [];
        patterns.set(likeness[account], pattern);
        pattern.push(account);
    });
    const result = model.accounts.map(() => undefined);
    for (const patterns of environments.values()) {
        // The sort is stable: of equally frequent patterns, the first.
        const [usual, ...others] = [...patterns.values()].sort((a, b) => b.length - a.length);
        for (const account of others.flat()) {
            result[account] = { usual: usual[0], alike: usual.length };
        }
    }
    return result;
}

/**
 * What is different in an account.
 *
 * @returns {{ role: string, identities: number[], here: string, there: string }[]} no identities: it's the role itself
 */
export function differencesBetween(model, account, usual) {
    const here = rolesByKey(model, account);
    const there = rolesByKey(model, usual);
    return [...new Set([...here.keys(), ...there.keys()])].sort().flatMap((key) => {
        const [own, other] = [here.get(key), there.get(key)];
        const role = model.roles[own ?? other].name;
        if (own === undefined) return [{ role, identities: [], here: "missing", there: "present" }];
        if (other === undefined)
            return [{ role, identities: [], here: "present", there: "missing" }];
        return differentWays(model, own, other).map((difference) => ({ role, ...difference }));
    });
}

/** Identities that reach two roles in different ways, those with the same difference together. */
function differentWays(model, own, other) {
    const found = new Map();
    for (const identity of model.identities.keys()) {
        const [here, there] = [wayOf(model, identity, own), wayOf(model, identity, other)];
        const key = JSON.stringify([here, there]);
        if (here === there) continue;
        if (!found.has(key)) found.set(key, { identities: [], here, there });
        found.get(key).identities.push(identity);
    }
    return [...found.values()];
}

const rolesByKey = (model, account) =>
    new Map(model.rolesOf[account].map((role) => [roleKey(model.roles[role].arn), role]));
