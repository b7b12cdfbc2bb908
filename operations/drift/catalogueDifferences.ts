import type { Settings } from "../../platform/config";
import { teamOf } from "../../platform/teams";
import { resourceOf } from "../accountDetails";
import type { Fact, FactKind } from "./fact";

/** A part of the catalogue that is not the same in all accounts. */
export interface CatalogueDifference {
    /** E.g. `role/PSKRoles/PSKPlatformVPCRole`. */
    readonly resource: string;
    readonly kind: FactKind;
    readonly name: string;
    /** Names of the accounts that have the same, largest group first. */
    readonly accounts: readonly (readonly string[])[];
}

/** What the state account alone has: it holds the identities. */
const ofIdentities = /^role\/\w+(Pipelines|People)\/|^policy\/\w+Policies\/\w+PipelineBoundary$/;

/** What differs between accounts on purpose, or is no part of the catalogue. */
const own: readonly FactKind[] = ["trust", "tag", "provider", "member", "instanceProfile"];

/**
 * Compares the catalogues of live accounts with each other: same roles, policies, boundary and session length everywhere,
 * whatever the program declares.
 *
 * @param accounts name, id and facts of each account that could be read
 * @param teams whose roles and policies are in their accounts alone
 */
export function catalogueDifferences(
    accounts: readonly {
        readonly name: string;
        readonly id: string;
        readonly facts: readonly Fact[];
    }[],
    { prefix, teams }: Pick<Settings, "prefix" | "teams">,
): CatalogueDifference[] {
    const isTeams = (resource: string): boolean => {
        const [, name = ""] = /\/([^/]+)$/.exec(resource) ?? [];
        return name.startsWith(prefix) && teamOf(teams, name.slice(prefix.length)) !== undefined;
    };
    const values = new Map<
        string,
        { readonly fact: Fact; readonly valueOf: Map<string, string> }
    >();
    for (const { name, id, facts } of accounts) {
        for (const fact of facts) {
            const resource = resourceOf(fact.subject);
            if (!/^(role|policy)\//.test(resource) || own.includes(fact.kind)) continue;
            if (ofIdentities.test(resource) || isTeams(resource)) continue;
            const part = withoutAccount(fact.name, id);
            const key = `${resource} ${fact.kind} ${part}`;
            const entry = values.get(key) ?? { fact: { ...fact, name: part }, valueOf: new Map() };
            entry.valueOf.set(name, withoutAccount(fact.value, id));
            values.set(key, entry);
        }
    }
    const names = accounts.map(({ name }) => name);
    return [...values.values()].flatMap(({ fact, valueOf }) => {
        const groups = new Map<string | undefined, string[]>();
        for (const name of names) {
            const value = valueOf.get(name);
            groups.set(value, [...(groups.get(value) ?? []), name]);
        }
        if (groups.size < 2) return [];
        return [
            {
                resource: resourceOf(fact.subject),
                kind: fact.kind,
                name: fact.name,
                accounts: [...groups.values()].sort((a, b) => b.length - a.length),
            },
        ];
    });
}

const withoutAccount = (text: string, id: string): string => text.replaceAll(id, "ACCOUNT");
