import { deployedAccounts, isDeployedElsewhere } from "../../platform/accounts";
import type { Account } from "../../platform/accounts";

/** What is done to stacks. */
export type Verb = "up" | "preview" | "refresh" | "destroy";

/** One stack, and the stacks that must be done before it begins. */
export interface StackTask {
    readonly stack: string;
    readonly after: readonly string[];
}

/**
 * The stacks in the order in which they can be done: the state stack first, since the others read what it exports; last
 * where stacks are destroyed, since the others trust its users. A nonprod account that is the state account has no stack.
 *
 * @param only names of stacks; all if absent
 * @throws Error naming each unknown stack, one that another stack deploys, and those that must be destroyed before the state stack
 */
export function stackTasks(
    verb: Verb,
    accounts: readonly Account[],
    only: readonly string[] | undefined,
): readonly StackTask[] {
    const deployed = deployedAccounts(accounts);
    const names = deployed.map(({ name }) => name);
    for (const { name, id, sharedWith } of accounts.filter(isDeployedElsewhere)) {
        if (only?.includes(name) !== true) continue;
        throw new Error(
            `${name} has no stack of its own: it is account ${sharedWith ?? ""}, too (${id}), which stack ${sharedWith ?? ""} deploys`,
        );
    }
    const unknown = (only ?? []).filter((name) => !names.includes(name));
    if (unknown.length > 0) {
        throw new Error(
            `${unknown.join(", ")} ${unknown.length === 1 ? "is no account" : "are no accounts"} of Pulumi.yaml; ` +
                `it has ${names.join(", ")}`,
        );
    }
    const chosen = deployed.filter(({ name }) => only?.includes(name) ?? true);
    const state = chosen.filter(({ environment }) => environment === "state");
    const others = chosen.filter(({ environment }) => environment !== "state");
    const left = names.filter((name) => !chosen.some((account) => account.name === name));
    if (verb === "destroy" && state.length > 0 && left.length > 0) {
        throw new Error(
            `destroy ${left.join(", ")} first, or with it: their roles trust the users of the state stack`,
        );
    }
    const namesOf = (some: readonly Account[]): string[] => some.map(({ name }) => name);
    const [first, then] = verb === "destroy" ? [others, state] : [state, others];
    return [
        ...first.map(({ name }) => ({ stack: name, after: [] })),
        ...then.map(({ name }) => ({ stack: name, after: namesOf(first) })),
    ];
}
