import { setImmediate } from "node:timers/promises";

import type { Turns } from "../paths/turns";
import type { ProgressLine } from "./progress";

/** How long work may keep the process from handling signals, in milliseconds, if its pieces are that short. */
const longestTurn = 50;

/**
 * Does work piece by piece, so that Ctrl-C ends the process at once, and progress is shown.
 *
 * @param textOf what to show of what the work yields
 */
export async function doInTurns<Result, Progress>(
    work: Turns<Result, Progress>,
    line: ProgressLine,
    textOf: (progress: Progress) => string,
): Promise<Result> {
    try {
        let began = performance.now();
        for (let turn = work.next(); ; turn = work.next()) {
            if (turn.done === true) return turn.value;
            if (performance.now() - began < longestTurn) continue;
            line.show(textOf(turn.value));
            await setImmediate();
            began = performance.now();
        }
    } finally {
        line.end();
    }
}
