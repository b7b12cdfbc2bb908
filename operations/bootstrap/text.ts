import type { Outcome } from "./bootstrap";

/** How a bootstrap ended, and what is left to do. */
export function outcomeText(account: string, outcome: Outcome): string {
    switch (outcome.status) {
        case "done":
            return `Account ${account} is ready: its pipeline works, and the administrator's access is gone.`;
        case "declined":
            return "Nothing was deployed. To deploy what is shown above, run it again with --yes, or on a terminal.";
        case "waiting":
            return [
                `Account ${account} is not done. Left for you:`,
                ...outcome.todo.map((text) => `  - ${text}`),
                "Then run this again.",
            ].join("\n");
    }
}

/** The same as data, for scripts. */
export const outcomeJson = (
    account: string,
    outcome: Outcome,
    steps: readonly string[],
): object => ({ account, ...outcome, steps });
