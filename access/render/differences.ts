import type { Environment } from "../organization/environments";
import type { ReportAccount, ReportIdentity } from "../report/report";
import type { Grid } from "./grid";

/** Accounts whose roles are reached differently than in most accounts of the same environment. */
export interface Difference {
    readonly environment: Environment;
    /** Names, as those that follow. */
    readonly accounts: readonly string[];
    readonly identities: readonly string[];
    readonly roles: readonly string[];
    /** As in the matrix; empty: these accounts have no such role. */
    readonly mark: string;
    /** In most accounts of the environment. */
    readonly usual: string;
}

/** The catalogue is the same in every account, so accounts of an environment should not differ. */
export function differencesOf(grid: Grid): Difference[] {
    const cells: Difference[] = [];
    for (const [environment, accounts] of byEnvironment(grid.accounts)) {
        for (const role of grid.roleNames) {
            for (const identity of grid.identities) {
                for (const odd of oddOnes(grid, identity, role, accounts)) {
                    cells.push({
                        ...odd,
                        environment,
                        identities: [identity.name],
                        roles: [role],
                    });
                }
            }
        }
    }
    return joined(joined(cells, "identities"), "roles");
}

/** Merges differences that are equal except for `key`. */
function joined(differences: readonly Difference[], key: "identities" | "roles"): Difference[] {
    const found = new Map<string, Difference[]>();
    for (const difference of differences) {
        const same = JSON.stringify({ ...difference, [key]: [] });
        const others = found.get(same);
        if (others === undefined) found.set(same, [difference]);
        else others.push(difference);
    }
    return [...found.values()].flatMap((same) =>
        same.slice(0, 1).map((first) => ({ ...first, [key]: same.flatMap((other) => other[key]) })),
    );
}

/** Accounts by mark, without those that have the most frequent one. */
function oddOnes(
    grid: Grid,
    identity: ReportIdentity,
    role: string,
    accounts: readonly ReportAccount[],
): { mark: string; usual: string; accounts: string[] }[] {
    const byMark = new Map<string, string[]>();
    for (const account of accounts) {
        const mark = grid.mark(identity, role, account);
        const names = byMark.get(mark);
        if (names === undefined) byMark.set(mark, [account.name]);
        else names.push(account.name);
    }
    const [[usual] = [""], ...others] = [...byMark].sort(([, a], [, b]) => b.length - a.length);
    return others.map(([mark, names]) => ({ mark, usual, accounts: names }));
}

function byEnvironment(accounts: readonly ReportAccount[]): Map<Environment, ReportAccount[]> {
    const found = new Map<Environment, ReportAccount[]>();
    for (const account of accounts) {
        const others = found.get(account.environment) ?? [];
        found.set(account.environment, others);
        others.push(account);
    }
    return found;
}
