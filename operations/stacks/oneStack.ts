import type { Account } from "../../platform/accounts";
import { isObject } from "../../platform/isObject";
import { reportOf, violationText } from "../../platform/engineEvents";
import type { RunReport } from "../../platform/engineEvents";
import type { ImportFile } from "../adoption/importFile";
import { despiteLock, StackLockedError } from "./lock";
import type { Patience } from "./lock";
import type { Verb } from "./order";
import { withoutPending } from "./pendingCreates";
import type { Deployment } from "./pendingCreates";
import type { EngineEvent } from "@pulumi/pulumi/automation";

/** Options of an engine run. */
export interface EngineRun {
    readonly onEvent: (event: EngineEvent) => void;
    readonly onOutput: (text: string) => void;
    readonly signal?: AbortSignal;
}

/**
 * One stack's engine. Previews and updates have the policy pack, and an update reads from AWS first what is there. A run and a
 * replacement throw StackLockedError where another run has the stack's lock.
 */
export interface StackEngine {
    readonly run: (verb: Verb, options: EngineRun) => Promise<unknown>;
    readonly exportDeployment: () => Promise<Deployment>;
    /** @throws Error if the deployment is no longer as it was read: another run has changed it meanwhile */
    readonly replaceDeployment: (read: Deployment, next: Deployment) => Promise<void>;
    /** Takes what is there into the stack's state, protected; its providers are in the state already. */
    readonly importResources: (file: ImportFile) => Promise<void>;
    /** Takes the stack's lock away, whoever has it. */
    readonly unlock: () => Promise<void>;
}

/** What is done to one stack. */
export interface StackJob {
    readonly verb: Verb;
    readonly account: Account;
    readonly partition: string;
    /** Whether an update is left out that would change nothing. */
    readonly onlyChanged: boolean;
    /** Whether a lock is taken away, unless its holder is known to live. */
    readonly unlocks: boolean;
    readonly onOutput: (text: string) => void;
    readonly onEvent?: (event: EngineEvent) => void;
    /** Called if another run's lock is waited for. */
    readonly onWait?: (holder: string) => void;
    /** How long a lock is waited for. @default a minute */
    readonly patience?: Patience;
    readonly signal?: AbortSignal;
}

/** What was done to one stack. */
export interface StackResult {
    /** Resources per operation, e.g. `{ create: 38 }`. */
    readonly changes: RunReport["changes"];
    /** Creations of a killed run that were looked up. */
    readonly recovered: boolean;
}

/** A run of the engine failed: its errors and the policies that were violated. */
export class StackError extends Error {
    constructor(
        readonly stackName: string,
        readonly report: RunReport,
        cause: Error,
    ) {
        const lines = [
            ...report.violations.map(violationText),
            ...report.errors.map((error) => `  ${error}`),
        ];
        super((lines.length > 0 ? lines : [`  ${cause.message}`]).join("\n"), { cause });
    }
}

/**
 * Does one thing to one stack. An update takes up first what a killed run left open.
 *
 * @throws StackError
 */
export async function runStack(engine: StackEngine, job: StackJob): Promise<StackResult> {
    const { verb, onlyChanged } = job;
    const taken = verb === "preview" ? undefined : await takeUp(engine, job);
    const recovered = taken?.recovered ?? false;
    if (verb === "destroy" && taken !== undefined) requireUnprotected(taken.deployment);
    if (verb === "up" && onlyChanged && !recovered) {
        const { changes } = await runEngine(engine, "preview", job);
        if (Object.keys(changes).length === 0) return { changes, recovered };
    }
    const { changes } = await runEngine(engine, verb, job);
    return { changes, recovered };
}

/**
 * Before anything is deleted: the engine would stop at what is protected when others are gone already.
 *
 * @throws Error naming it, and the next step
 */
function requireUnprotected({ resources }: Deployment): void {
    const found = (Array.isArray(resources) ? resources.filter(isObject) : [])
        .filter(({ protect }) => protect === true)
        .map(({ urn }) => String(urn).split("::").slice(2).join(" ").split("$").pop());
    if (found.length === 0) return;
    throw new Error(
        `  nothing was deleted, since these are protected: ${found.join(", ")}\n` +
            "  take the protection off first, by a remove command: docs/removing.md",
    );
}

/** Closes what a killed run left open. @returns what is deployed, and whether there was something to close */
async function takeUp(
    engine: StackEngine,
    job: StackJob,
): Promise<{ readonly deployment: Deployment; readonly recovered: boolean }> {
    const scope = { partition: job.partition, accountId: job.account.id };
    // Read anew after a wait: the run that was waited for has changed it.
    return whenUnlocked(engine, job, async () => {
        const read = await engine.exportDeployment();
        const closed = withoutPending(read, scope);
        if (closed === undefined) return { deployment: read, recovered: false };
        await engine.replaceDeployment(read, closed);
        return { deployment: closed, recovered: true };
    });
}

const whenUnlocked = <Result>(
    engine: StackEngine,
    { unlocks, onWait, signal, patience = { pauses: 20, pauseMs: 3_000 } }: StackJob,
    act: () => Promise<Result>,
): Promise<Result> =>
    despiteLock(act, {
        ...{ unlocks, signal, patience },
        unlock: () => engine.unlock(),
        ...(onWait === undefined ? {} : { onWait }),
    });

async function runEngine(engine: StackEngine, verb: Verb, job: StackJob): Promise<RunReport> {
    const { account, onOutput, onEvent, signal } = job;
    const events: EngineEvent[] = [];
    try {
        await whenUnlocked(engine, job, () =>
            engine.run(verb, {
                onEvent: (event) => {
                    events.push(event);
                    onEvent?.(event);
                },
                onOutput,
                ...(signal === undefined ? {} : { signal }),
            }),
        );
    } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof StackLockedError) throw error;
        throw new StackError(account.name, reportOf(events), error as Error);
    }
    return reportOf(events);
}
