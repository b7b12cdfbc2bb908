import { errorText } from "../../platform/systemError";
import type { StackResult } from "./oneStack";
import type { Verb } from "./order";
import type { Ending } from "./schedule";

/** How each stack ended, in the order of the tasks. */
export type Endings = ReadonlyMap<string, Ending<StackResult>>;

const doneText: Readonly<Record<Verb, string>> = {
    up: "deployed",
    preview: "previewed",
    refresh: "refreshed",
    destroy: "destroyed",
};

/** How a stack ended, in a line or with its errors below, e.g. `prod: deployed, 3 create, 1 update`. */
export function endingText(verb: Verb, stack: string, ending: Ending<StackResult>): string {
    switch (ending.status) {
        case "done": {
            const { changes, recovered } = ending.result;
            const recovery = recovered ? ", after a run that was killed" : "";
            return `${stack}: ${doneText[verb]}, ${changesText(changes)}${recovery}`;
        }
        case "failed":
            return `${stack}: failed\n${errorText(ending.error)}`;
        case "skipped":
            return `${stack}: skipped, since ${ending.because.join(", ")} failed`;
        case "interrupted":
            return `${stack}: interrupted`;
    }
}

/** How all ended, in one line, and what to do next. */
export function summaryText(verb: Verb, endings: Endings): string {
    const count = (status: string): number =>
        [...endings.values()].filter((ending) => ending.status === status).length;
    const parts = [
        `${count("done")} of ${endings.size} stacks ${doneText[verb]}`,
        ...["failed", "skipped", "interrupted"]
            .map((status) => [status, count(status)] as const)
            .filter(([, number]) => number > 0)
            .map(([status, number]) => `${number} ${status}`),
    ];
    const rest = [...endings].filter(([, { status }]) => status !== "done").map(([name]) => name);
    const next =
        rest.length === 0
            ? ""
            : `\nMend what failed, then run the rest: iam-profiles ${verb} --stacks ${rest.join(",")}`;
    return `${parts.join("; ")}.${next}`;
}

/** The same as data, for scripts. */
export const endingsJson = (verb: Verb, endings: Endings): object => ({
    verb,
    stacks: [...endings].map(([stack, ending]) => ({
        stack,
        status: ending.status,
        ...(ending.status === "done" ? ending.result : {}),
        ...(ending.status === "failed" ? { error: errorText(ending.error) } : {}),
        ...(ending.status === "skipped" ? { because: ending.because } : {}),
    })),
});

/** E.g. `3 create, 1 update`. */
function changesText(changes: StackResult["changes"]): string {
    const parts = Object.entries(changes).map(([operation, count]) => `${count} ${operation}`);
    return parts.length === 0 ? "unchanged" : parts.join(", ");
}
