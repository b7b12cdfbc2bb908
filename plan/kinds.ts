import { parseSettings } from "../platform/config";
import type { RawConfig } from "../platform/config";
import type { Account } from "../platform/accounts";
import type { RenderedStack } from "./renderStack";
import type { StackSettings } from "./stackSettings";

/** Stacks that differ by their account's name and id alone, and so are rendered alike. */
export interface Kind {
    readonly members: readonly [StackSettings, ...StackSettings[]];
}

/** Stacks by kind. @param stacks none of the state account, which lists all others */
export function kindsOf(project: string, stacks: readonly StackSettings[]): readonly Kind[] {
    const kinds = new Map<string, [StackSettings, ...StackSettings[]]>();
    for (const stack of stacks) {
        const key = kindKey(project, stack);
        const known = kinds.get(key);
        if (known === undefined) kinds.set(key, [stack]);
        else known.push(stack);
    }
    return [...kinds.values()].map((members) => ({ members }));
}

/** All that a stack is rendered from, but for what its kind may differ in. */
function kindKey(project: string, { settings, config }: StackSettings): string {
    const { account, quotas, teams } = settings;
    // Each of these is the whole platform's; a stack's part of it is its environment and its quotas.
    const shared = new Set(["accounts", "quotas", "waivers"].map((key) => `${project}:${key}`));
    const own = Object.entries(config)
        .filter(([key]) => !shared.has(key))
        .sort(([a], [b]) => (a < b ? -1 : 1));
    // What teams add is in accounts by name.
    const isTeams = teams.some(({ accounts }) => accounts.includes(account.name));
    return JSON.stringify([account.environment, quotas, own, isTeams && account.name]).replaceAll(
        account.id,
        "<id>",
    );
}

/** A stack of a kind under a name and an id that occur nowhere else, so that they can be found in what is rendered. */
export interface Template {
    readonly stack: StackSettings;
    readonly account: Account;
    /** Ids of the registry that may not be in what is rendered: the template has another registry than its instances. */
    readonly foreign: readonly string[];
}

/** The template of a kind. @throws ConfigError as the first of its stacks would */
export function templateOf(project: string, { members: [first] }: Kind): Template {
    const { settings, config } = first;
    const { environment } = settings.account;
    const text = JSON.stringify(config);
    const account = { name: unusedName(text), id: unusedId(text), environment };
    const rename = (key: string): RawConfig => {
        const value = config[`${project}:${key}`];
        if (value === undefined) return {};
        const renamed = Object.entries(JSON.parse(value) as object).map(([name, one]) =>
            name === settings.account.name
                ? [account.name, one as unknown]
                : [name, one as unknown],
        );
        return { [`${project}:${key}`]: JSON.stringify(Object.fromEntries(renamed)) };
    };
    const renamed = { ...config, ...rename("accounts"), ...rename("quotas") };
    const ofTemplate = Object.fromEntries(
        Object.entries(renamed).map(([key, value]) => [
            key,
            value.replaceAll(settings.account.id, account.id),
        ]),
    );
    return {
        stack: { settings: parseSettings(project, account.name, ofTemplate), config: ofTemplate },
        account,
        foreign: settings.accounts
            .filter(({ id }) => id !== settings.stateAccount.id)
            .map(({ id }) => id),
    };
}

/** Stacks that were rendered once, as a template. */
export interface RenderedKind {
    readonly members: readonly Account[];
    /** Whether what was rendered has the account's name, too; else members differ by their id alone. */
    readonly isNamed: boolean;
    /** The stack of one of the members. */
    readonly stackOf: (member: Account) => RenderedStack;
}

/**
 * The stacks of a kind from its rendered template.
 *
 * @returns `undefined` if the template has the id of another account than its own and the state account: then its instances
 *     may differ by more than their ids, and each must be rendered
 */
export function renderedKind(
    { members }: Kind,
    { account, foreign }: Template,
    { partition, resources, outputs }: RenderedStack,
): RenderedKind | undefined {
    const text = JSON.stringify({ resources, outputs });
    const found = new Set(text.match(/\d{12}/g));
    if (foreign.some((id) => found.has(id))) return undefined;
    return {
        members: members.map(({ settings }) => settings.account),
        isNamed: text.includes(account.name),
        stackOf: (member) => ({
            account: member,
            partition,
            ...(JSON.parse(
                text.replaceAll(account.id, member.id).replaceAll(account.name, member.name),
            ) as Pick<RenderedStack, "resources" | "outputs">),
        }),
    };
}

function unusedName(text: string): string {
    let name = "one-of-a-kind";
    while (text.includes(name)) name += "x";
    return name;
}

function unusedId(text: string): string {
    let id = 900_000_000_001;
    while (text.includes(String(id))) id++;
    return String(id);
}
