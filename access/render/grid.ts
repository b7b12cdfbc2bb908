import type { Reach, Report, ReportAccount, ReportIdentity, ReportRole } from "../report/report";
import { environments } from "../organization/environments";
import { marks } from "./glossary";
import { isDirect, isUncertain } from "./path";

/** What the marks of the matrix mean. */
export const legend = marks.map(({ mark, means }) => `${mark}: ${means}`).join("; ");

/** A report, indexed as a matrix of identities, roles and accounts. */
export interface Grid {
    /** By environment: state, nonprod, prod. */
    readonly accounts: readonly ReportAccount[];
    readonly identities: readonly ReportIdentity[];
    /** Names of roles, sorted as the report has them, without those for emergencies. */
    readonly roleNames: readonly string[];
    /** Names of roles for emergencies. */
    readonly emergencyNames: readonly string[];
    role(name: string, account: string): ReportRole | undefined;
    reach(identity: string, role: string): Reach | undefined;
    /**
     * `yes`, `2` or `-`, with `?` and `!` as the legend says; `?` alone: no path was found, and the search isn't finished;
     * empty: the account has no such role.
     */
    mark(identity: ReportIdentity, roleName: string, account: ReportAccount): string;
}

export function gridOf(report: Report): Grid {
    const roles = new Map<string, Map<string, ReportRole>>();
    for (const role of report.roles) inner(roles, role.account).set(role.name, role);
    const reach = byIdentity(report.reach);
    const crossings = byIdentity(report.crossings);
    const unfinished = new Set(report.unfinishedSearches);

    const role = (name: string, account: string) => roles.get(account)?.get(name);
    const reachOf = (identity: string, arn: string) => reach.get(identity)?.get(arn);
    return {
        accounts: byEnvironment(report.accounts),
        identities: report.identities,
        roleNames: namesOf(report.roles.filter(({ breakGlass }) => breakGlass !== true)),
        emergencyNames: namesOf(report.roles.filter(({ breakGlass }) => breakGlass === true)),
        role,
        reach: reachOf,
        mark: (identity, roleName, account) => {
            const found = role(roleName, account.id);
            if (found === undefined) return "";
            const entry = reachOf(identity.arn, found.arn);
            if (entry === undefined) return unfinished.has(identity.arn) ? "?" : "-";
            return markOf(entry, crossings.get(identity.arn)?.has(found.arn) === true);
        },
    };
}

const namesOf = (roles: readonly ReportRole[]): readonly string[] => [
    ...new Set(roles.map(({ name }) => name)),
];

/** In the order of environments, which every table has. */
export const byEnvironment = <A extends Pick<ReportAccount, "environment">>(
    accounts: readonly A[],
): readonly A[] =>
    environments.flatMap((environment) =>
        accounts.filter((account) => account.environment === environment),
    );

function markOf(entry: Reach, isCrossing: boolean): string {
    const way = isDirect(entry) ? "yes" : String(entry.hops.length);
    return `${way}${isUncertain(entry) ? "?" : ""}${isCrossing ? "!" : ""}`;
}

function byIdentity(entries: readonly Reach[]): Map<string, Map<string, Reach>> {
    const found = new Map<string, Map<string, Reach>>();
    for (const entry of entries) inner(found, entry.identity).set(entry.role, entry);
    return found;
}

function inner<V>(map: Map<string, Map<string, V>>, key: string): Map<string, V> {
    const found = map.get(key) ?? new Map<string, V>();
    map.set(key, found);
    return found;
}
