import type { Lack, RoleNeeds } from "../consumers/lacking";
import type { Doubt } from "../consumers/requests";

/** What plans need of roles, for a person: accounts with the same result together. */
export function needsText(results: readonly RoleNeeds[]): string {
    const alike = new Map<string, RoleNeeds[]>();
    for (const result of results) {
        const key = sameInEveryAccount(result);
        alike.set(key, [...(alike.get(key) ?? []), result]);
    }
    return [...alike.values()].map(textOf).join("\n\n");
}

/** ARNs differ by account. */
const sameInEveryAccount = ({ lacking, unknown, requests }: RoleNeeds): string =>
    JSON.stringify({ lacking, unknown, requests }).replace(/:\d{12}:/g, "::");

function textOf(results: readonly RoleNeeds[]): string {
    const [first] = results;
    if (first === undefined) return "";
    const { role, requests, lacking, unknown } = first;
    const accounts = results.map(({ account }) => account).join(", ");
    const name = role.slice(role.lastIndexOf("/") + 1);
    const allowed = requests - lacking.length;
    return [
        `${name} in ${accounts} allows ${allowed} of ${requests} requests of the plan.`,
        ...(lacking.length === 0 ? [] : ["", "It lacks:", ...lackLines(lacking)]),
        ...(unknown.length === 0 ? [] : ["", "Unknown:", ...unknown.map(doubtLine)]),
    ].join("\n");
}

function lackLines(lacking: readonly Lack[]): string[] {
    const addresses = [...new Set(lacking.map(({ address }) => address))];
    return addresses.flatMap((of) => [
        `  ${of}`,
        ...lacking
            .filter(({ address }) => address === of)
            .map(
                ({ action, resource, operation, reason }) =>
                    `    ${action} on ${resource} (${operation}): ${reason}`,
            ),
    ]);
}

const doubtLine = ({ address, reason }: Doubt): string => `  ${address}: ${reason}`;
