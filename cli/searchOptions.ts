import type { Command } from "commander";

import { progressLine, startTimeLimit } from "../access";
import type { ProgressLine, RunningTimeLimit } from "../access";
import { progress } from "./action";
import { wholeNumber } from "./numbers";

/** Options that bound the searches of the proof. */
export interface SearchOptions {
    /** Seconds. */
    readonly timeout?: number;
    readonly quiet?: boolean;
}

export const withTimeout = (command: Command): Command =>
    command.option(
        "--timeout <seconds>",
        "stop after this time (1 to 86400): what was not searched by then is unknown",
        wholeNumber(1, 86_400),
    );

/** What a command of the proof needs of them, from now on. */
export const searchControls = ({
    timeout,
    quiet,
}: SearchOptions): { readonly time?: RunningTimeLimit; readonly showProgress?: ProgressLine } => ({
    ...(timeout === undefined ? {} : { time: startTimeLimit(timeout, progress) }),
    ...(quiet === true ? {} : { showProgress: progressLine(process.stderr) }),
});
