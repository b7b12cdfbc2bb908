import type { Account } from "../../platform/accounts";
import { reportOf, violationText } from "../../platform/engineEvents";
import type { RunReport } from "../../platform/engineEvents";
import type { ImportFile } from "../adoption/importFile";
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

/** One stack's engine. Previews and updates have the policy pack, and an update reads from AWS first what is there. */
export interface StackEngine {
    readonly run: (verb: Verb, options: EngineRun) => Promise<unknown>;
    readonly exportDeployment: () => Promise<Deployment>;
    /** @throws Error if the deployment is no longer as it was read: another run has changed it meanwhile */
    readonly replaceDeployment: (read: Deployment, next: Deployment) => Promise<void>;
    /** Takes what is there into the stack's state, protected; its providers are in the state already. */
    readonly importResources: (file: ImportFile) => Promise<void>;
    /** Takes the stack's lock away. */
    readonly unlock: () => Promise<void>;
}

/** What is done to one stack. */
export interface StackJob {
    readonly verb: Verb;
    readonly account: Account;
    readonly partition: string;
    /** Whether an update is left out that would change nothing. */
    readonly onlyChanged: boolean;
    /** Whether another run's lock is taken away first. */
    readonly unlocks: boolean;
    readonly onOutput: (text: string) => void;
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
    const { verb, account, partition, onlyChanged, unlocks } = job;
    if (unlocks) await engine.unlock();
    let recovered = false;
    if (verb !== "preview") {
        const scope = { partition, accountId: account.id };
        const read = await engine.exportDeployment();
        const closed = withoutPending(read, scope);
        if (closed !== undefined) {
            await engine.replaceDeployment(read, closed);
            recovered = true;
        }
    }
    if (verb === "up" && onlyChanged && !recovered) {
        const { changes } = await runEngine(engine, "preview", job);
        if (Object.keys(changes).length === 0) return { changes, recovered };
    }
    const { changes } = await runEngine(engine, verb, job);
    return { changes, recovered };
}

async function runEngine(
    engine: StackEngine,
    verb: Verb,
    { account, onOutput, signal }: StackJob,
): Promise<RunReport> {
    const events: EngineEvent[] = [];
    try {
        await engine.run(verb, {
            onEvent: (event) => void events.push(event),
            onOutput,
            ...(signal === undefined ? {} : { signal }),
        });
    } catch (error) {
        signal?.throwIfAborted();
        throw new StackError(account.name, reportOf(events), error as Error);
    }
    return reportOf(events);
}
