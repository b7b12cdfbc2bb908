import type { EngineEvent } from "@pulumi/pulumi/automation";
import { Command, InvalidArgumentError } from "commander";

import { activityText, afterEvent, noActivity } from "../operations/stacks/activity";
import { runStack } from "../operations/stacks/oneStack";
import type { StackResult } from "../operations/stacks/oneStack";
import { stackTasks } from "../operations/stacks/order";
import type { Verb } from "../operations/stacks/order";
import { runTasks } from "../operations/stacks/schedule";
import type { Ending } from "../operations/stacks/schedule";
import { endingText, endingsJson, summaryText } from "../operations/stacks/text";
import { checkout } from "../platform/checkout";
import { readStateSettings } from "../platform/projectFiles";
import { action, exitCode, print, printText, progress } from "./action";
import { liveLines } from "./liveLines";
import type { LiveLines } from "./liveLines";
import type { Stacks } from "./stackEngine";

interface StacksOptions {
    readonly stacks?: readonly string[];
    readonly parallel: number;
    readonly changed?: boolean;
    readonly unlock?: boolean;
    readonly init?: boolean;
    readonly secretsProvider?: string;
    readonly yes?: boolean;
    readonly json?: boolean;
    readonly verbose?: boolean;
    readonly sandbox?: boolean;
}

const about: Readonly<Record<Verb, string>> = {
    up: "deploy the stacks with the policy pack: the state stack first, then the others at once",
    preview: "preview the stacks with the policy pack; all are shown, even if one fails",
    refresh: "read from AWS what is there, into the stacks' state",
    destroy: "delete what the stacks deployed: the state stack last (docs/removing.md)",
};

/** `up`, `preview`, `refresh` and `destroy`. */
export function stacksCommand(verb: Verb): Command {
    const command = new Command(verb)
        .description(about[verb])
        .option("--stacks <names>", "stacks, separated by commas; default: every account", namesOf)
        .option("--parallel <number>", "stacks at once, at most", countOf, 4)
        .option("--json", "print the result as JSON")
        .option("--verbose", "print the engine's output too, each line after its stack's name")
        .option("--sandbox", "use the sandbox that `npm start` deploys");
    if (verb !== "preview") {
        command.option(
            "--unlock",
            "first take away the lock that a killed run left on these stacks",
        );
    }
    if (verb === "up" || verb === "preview") {
        command
            .option("--init", "create stacks that don't exist")
            .option("--secrets-provider <url>", "of stacks that are created, e.g. awskms://...");
    }
    if (verb === "up") command.option("--changed", "leave out what a preview shows unchanged");
    if (verb === "destroy") command.option("--yes", "really delete; without it, nothing is done");
    return command
        .addHelpText(
            "after",
            "\nInterrupted or killed, it can be run again: creations that were begun are looked up first." +
                "\nExit code: 0 if every stack is done, 1 if one failed or was skipped, 2 on wrong usage, 130 on Ctrl-C.",
        )
        .action(action((options: StacksOptions) => runVerb(verb, options)));
}

async function runVerb(verb: Verb, options: StacksOptions): Promise<number> {
    const abort = new AbortController();
    const lines = liveLines(process.stderr);
    // The engine stops cleanly; at a second Ctrl-C this process ends, and the engine with it.
    process.once("SIGINT", () => {
        lines.print("stopping; press Ctrl-C again to stop at once");
        abort.abort();
    });
    return withStacks(options, abort.signal, (stacks) =>
        runStacks(stacks, verb, options, abort.signal, lines),
    );
}

/**
 * Does one thing to stacks, and prints what became of each.
 *
 * @returns the exit code
 */
export async function runStacks(
    { settings, engineFor }: Stacks,
    verb: Verb,
    options: StacksOptions,
    signal?: AbortSignal,
    lines: LiveLines = liveLines(process.stderr),
): Promise<number> {
    const tasks = stackTasks(verb, settings.accounts, options.stacks);
    if (verb === "destroy" && options.yes !== true) {
        printText(`Would destroy, in this order: ${tasks.map(({ stack }) => stack).join(", ")}.`);
        printText("Nothing was done. To delete them, run it again with --yes.");
        return exitCode.fine;
    }
    const shows = options.verbose === true || (verb === "preview" && options.json !== true);
    const endings = await runTasks<StackResult>(tasks, {
        parallel: options.parallel,
        goesOn: verb === "preview",
        ...signalOf(signal),
        run: async (name) => {
            if (!process.stderr.isTTY) progress(`${name}: ${verb} ...`);
            const activity = showActivity(name, verb, lines);
            const account = settings.accounts.find((one) => one.name === name);
            if (account === undefined) throw new Error(`  ${name} is no account of Pulumi.yaml`);
            const output: string[] = [];
            try {
                return await runStack(await engineFor(name), {
                    verb,
                    account,
                    partition: settings.partition,
                    onlyChanged: options.changed ?? false,
                    unlocks: options.unlock ?? false,
                    onOutput: (text) => void output.push(text),
                    onEvent: activity.onEvent,
                    onWait: (holder) => {
                        lines.print(
                            `${name}: waiting for the run of ${holder}, which has its lock`,
                        );
                    },
                    ...signalOf(signal),
                });
            } finally {
                activity.stop();
                // As a whole, so that the outputs of stacks that run at once don't mix.
                if (shows) lines.pass(indented(name, output.join("")));
            }
        },
        onEnd: (name, ending: Ending<StackResult>) => {
            lines.print(endingText(verb, name, ending));
        },
    });
    if (options.json === true) print(JSON.stringify(endingsJson(verb, endings), undefined, 2));
    else printText(summaryText(verb, endings));
    if (signal?.aborted === true) return exitCode.interrupted;
    const isDone = [...endings.values()].every(({ status }) => status === "done");
    return isDone ? exitCode.fine : exitCode.attention;
}

/** Keeps a stack's live line up to date until it is stopped. */
function showActivity(
    name: string,
    verb: Verb,
    lines: LiveLines,
): { readonly onEvent: (event: EngineEvent) => void; readonly stop: () => void } {
    const begin = Date.now();
    let activity = noActivity;
    const show = (): void => {
        lines.set(name, activityText(name, verb, activity, (Date.now() - begin) / 1_000));
    };
    show();
    const timer = setInterval(show, 1_000);
    return {
        onEvent: (event) => {
            activity = afterEvent(activity, event);
            show();
        },
        stop: () => {
            clearInterval(timer);
            lines.remove(name);
        },
    };
}

/** Opens the stacks of this checkout, or of the sandbox. */
export async function withStacks<Result>(
    {
        sandbox = false,
        init = false,
        secretsProvider,
    }: Pick<StacksOptions, "sandbox" | "init" | "secretsProvider">,
    signal: AbortSignal,
    use: (stacks: Stacks) => Promise<Result>,
): Promise<Result> {
    if (sandbox) {
        const { withSandboxStacks } = await import("./sources/sandboxStacks");
        return withSandboxStacks(use, progress, { signal });
    }
    const { checkoutEngine } = await import("./stackEngine");
    return use({
        settings: await readStateSettings(checkout),
        engineFor: (stack) =>
            checkoutEngine(stack, {
                init,
                ...(secretsProvider === undefined ? {} : { secretsProvider }),
            }),
    });
}

const signalOf = (signal: AbortSignal | undefined): { readonly signal?: AbortSignal } =>
    signal === undefined ? {} : { signal };

const indented = (stack: string, text: string): string =>
    text
        .trimEnd()
        .split("\n")
        .map((line) => `${stack} | ${line}`)
        .join("\n");

/** Names separated by commas. */
export const namesOf = (text: string): readonly string[] => {
    const names = text.split(",").map((name) => name.trim());
    if (names.includes("")) throw new InvalidArgumentError("must be names separated by commas");
    return [...new Set(names)];
};

/** AWS's IAM is asked by every stack at once, so more than this are throttled. */
const mostParallel = 32;

const countOf = (text: string): number => {
    const count = Number(text);
    if (!Number.isInteger(count) || count < 1 || count > mostParallel) {
        throw new InvalidArgumentError(`must be a whole number from 1 to ${mostParallel}`);
    }
    return count;
};
