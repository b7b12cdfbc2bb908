import pMap from "p-map";

import type { Answer, Cell } from "./cells";
import { paceOf } from "./pace";
import type { Clock } from "./pace";
import { nextDelay } from "./stsAnswer";
import type { StsAnswer } from "./stsAnswer";

/** A cell with what AWS said. */
export interface ProbedCell extends Cell {
    readonly actual: Answer;
    readonly requestId?: string;
    readonly errorCode?: string;
    /** Calls that were made; 0: there was no credential to make one with. */
    readonly attempts: number;
    /** When the last call was answered, as ISO 8601 in UTC. */
    readonly at: string;
}

/** What a cell says of the platform. */
export type CellResult = "as expected" | "alarm" | "unknown";

export interface ProbeOptions {
    /** Calls of STS in a second, at most. */
    readonly rate: number;
    readonly clock: Clock;
    /** Wall clock. */
    readonly date: () => Date;
    /** Asks STS once, as the identity; `undefined`: it has no credential that works. */
    readonly ask: (cell: Cell) => Promise<StsAnswer> | undefined;
    readonly onCell?: (cell: ProbedCell) => void;
}

/** STS answers within a fraction of a second, so that this many at once reach any allowed rate. */
const atOnce = 16;

/** Asks for every cell, at the pace that is given, and again as `nextDelay` says. */
export const probe = (
    cells: readonly Cell[],
    { rate, clock, date, ask, onCell }: ProbeOptions,
): Promise<ProbedCell[]> => {
    const turn = paceOf(rate, clock);
    return pMap(
        cells,
        async (cell) => {
            const probed = await probeCell(
                cell,
                async () => {
                    await turn();
                    return ask(cell);
                },
                clock,
                date,
            );
            onCell?.(probed);
            return probed;
        },
        { concurrency: atOnce },
    );
};

async function probeCell(
    cell: Cell,
    ask: () => Promise<StsAnswer | undefined>,
    { sleep }: Clock,
    date: () => Date,
): Promise<ProbedCell> {
    for (let attempts = 1; ; attempts++) {
        const answer = await ask();
        if (answer === undefined) {
            const at = date().toISOString();
            return { ...cell, actual: "unknown", errorCode: "NoCredential", attempts: 0, at };
        }
        const delay = nextDelay(answer, cell, attempts);
        if (delay === undefined) {
            const { answer: actual, ...evidence } = answer;
            return { ...cell, actual, ...evidence, attempts, at: date().toISOString() };
        }
        await sleep(delay);
    }
}

/** Where proof or AWS give no answer, there is none; that they differ is an alarm, either way. */
export function resultOf({
    expected,
    actual,
}: Pick<ProbedCell, "expected" | "actual">): CellResult {
    if (expected === "unknown" || actual === "unknown") return "unknown";
    return expected === actual ? "as expected" : "alarm";
}

/** The result of all: an alarm prevails. Without a cell, nothing was found out. */
export function overallOf(cells: readonly ProbedCell[]): CellResult {
    const results = new Set(cells.map(resultOf));
    if (results.has("alarm")) return "alarm";
    return results.has("unknown") || cells.length === 0 ? "unknown" : "as expected";
}
