import { environments } from "../organization/environments";
import type { Environment } from "../organization/environments";
import type { Report, ReportIdentity } from "../report/report";
import { isUncertain } from "./path";
import { count } from "./text";

/** Identities that cross have a node each, up to so many. */
const mostCrossing = 10;

/** Identities with one node: those of a class, or one that crosses. */
interface Group {
    readonly label: string;
    readonly trustClass: ReportIdentity["trustClass"];
    readonly members: ReadonlySet<string>;
}

/** What a group reaches in an environment. */
interface Reached {
    readonly roles: Set<string>;
    readonly certain: Set<string>;
    crosses: boolean;
    isCrossingCertain: boolean;
}

/**
 * A flowchart for many accounts: the identities of each class, those that cross apart, the accounts of each environment, and
 * how many of their roles are reached. A thick red line crosses the environment boundary, a line with a cross is none.
 *
 * @param quoted quotes a text for Mermaid
 */
export function linesByEnvironment(report: Report, quoted: (text: string) => string): string[] {
    const groups = groupsOf(report);
    const environmentOf = new Map(report.accounts.map(({ id, environment }) => [id, environment]));
    const accountOf = new Map(report.roles.map(({ arn, account }) => [arn, account]));
    const present = environments.filter((one) =>
        report.accounts.some(({ environment }) => environment === one),
    );
    const environmentOfRole = (role: string): Environment | undefined =>
        environmentOf.get(accountOf.get(role) ?? "");
    const rolesIn = (environment: Environment): number =>
        report.roles.filter(({ arn }) => environmentOfRole(arn) === environment).length;
    const reached = reachedBy(report, groups, environmentOfRole);
    const unfinished = new Set(report.unfinishedSearches);

    const lines = groups.flatMap(({ trustClass, members }, at) =>
        present.flatMap((environment, place) => {
            const of = rolesIn(environment);
            const found = reached.get(`${at} ${environment}`);
            const isUnknown = [...members].some((arn) => unfinished.has(arn));
            const { arrow, label, isRed } = edgeOf(found, of, isUnknown);
            // That a prod identity reaches nothing somewhere says nothing about the boundary.
            if (arrow === "-.-x" && trustClass === "prod") return [];
            return [{ text: `  i${at} ${arrow}|${quoted(label)}| r${place}`, isRed }];
        }),
    );
    const red = lines.flatMap(({ isRed }, at) => (isRed ? [at] : []));
    return [
        `  subgraph identities[${quoted("identities")}]`,
        ...groups.map(({ label }, at) => `    i${at}([${quoted(label)}])`),
        "  end",
        ...present.flatMap((environment, at) => [
            `  subgraph e${at}[${quoted(accountsText(report, environment))}]`,
            `    r${at}[${quoted(count(rolesIn(environment), "role"))}]`,
            "  end",
        ]),
        ...lines.map(({ text }) => text),
        ...(red.length === 0 ? [] : [`  linkStyle ${red.join(",")} stroke:#d00,stroke-width:4px`]),
    ];
}

function edgeOf(
    found: Reached | undefined,
    of: number,
    isUnknown: boolean,
): { readonly arrow: string; readonly label: string; readonly isRed: boolean } {
    const size = found?.roles.size ?? 0;
    const open = isUnknown && size < of;
    if (found === undefined || size === 0) {
        return { arrow: open ? "-.->" : "-.-x", label: open ? "?" : "none", isRed: false };
    }
    const isSure = found.crosses ? found.isCrossingCertain : found.certain.size === size;
    const label = `${size} of ${of}${isSure && !open ? "" : ", ?"}`;
    return { arrow: found.crosses ? "==>" : "-->", label, isRed: found.crosses };
}

function reachedBy(
    { reach, crossings }: Report,
    groups: readonly Group[],
    environmentOfRole: (role: string) => Environment | undefined,
): ReadonlyMap<string, Reached> {
    const groupOf = new Map(
        groups.flatMap(({ members }, at) => [...members].map((arn) => [arn, at] as const)),
    );
    const result = new Map<string, Reached>();
    const crossing = new Set(crossings.map(({ identity, role }) => `${identity}\n${role}`));
    for (const entry of reach) {
        const { identity, role } = entry;
        const key = `${groupOf.get(identity) ?? ""} ${environmentOfRole(role) ?? ""}`;
        const found = result.get(key) ?? {
            ...{ roles: new Set<string>(), certain: new Set<string>() },
            ...{ crosses: false, isCrossingCertain: false },
        };
        result.set(key, found);
        found.roles.add(role);
        const isSure = !isUncertain(entry);
        if (isSure) found.certain.add(role);
        if (!crossing.has(`${identity}\n${role}`)) continue;
        found.crosses = true;
        if (isSure) found.isCrossingCertain = true;
    }
    return result;
}

function groupsOf({ identities, crossings, takeovers }: Report): readonly Group[] {
    const crossing = new Set([...crossings, ...takeovers].map(({ identity }) => identity));
    const apart = identities.filter(({ arn }) => crossing.has(arn)).slice(0, mostCrossing);
    const rest = identities.filter((one) => !apart.includes(one));
    return [
        ...apart.map(({ arn, name, trustClass }) => ({
            label: name,
            trustClass,
            members: new Set([arn]),
        })),
        ...(["nonprod", "prod"] as const).flatMap((trustClass) => {
            const members = rest.filter((one) => one.trustClass === trustClass);
            if (members.length === 0) return [];
            const [first] = members;
            const label =
                members.length === 1 && first !== undefined
                    ? first.name
                    : `${members.length} ${trustClass} identities`;
            return [
                {
                    label,
                    trustClass,
                    members: new Set(members.map(({ arn }) => arn)),
                },
            ];
        }),
    ];
}

function accountsText({ accounts }: Report, environment: Environment): string {
    const [first, ...more] = accounts.filter((one) => one.environment === environment);
    if (first === undefined || more.length > 0) return `${more.length + 1} ${environment} accounts`;
    return first.name === environment ? first.name : `${first.name} (${environment})`;
}
