import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import * as path from "node:path";

import { LocalWorkspace, Stack } from "@pulumi/pulumi/automation";
import type { EngineEvent, PulumiCommand, PulumiFn } from "@pulumi/pulumi/automation";

import type { Settings } from "../platform/config";
import { withAttachedProviders } from "./attachedProviders";
import { exists } from "./cacheFolder";
import { policyPackIn } from "./folders";
import type { SandboxFolders } from "./folders";
import { reportOf, violationText } from "../platform/engineEvents";
import type { RunReport } from "../platform/engineEvents";
import { leaveOutPromiseStacks } from "../platform/promiseStacks";
import { withoutSummary } from "../platform/withoutSummary";

/** Common parameters of all engine runs in a sandbox. */
export interface Deployer {
    readonly folders: SandboxFolders;
    readonly command: PulumiCommand;
    readonly project: string;
    readonly program: PulumiFn;
    /** Environment of a stack's engine: credentials of its account, endpoint, PATH. */
    readonly environment: (settings: Settings) => Record<string, string>;
    readonly signal?: AbortSignal;
}

/** A run of the engine failed: its errors and the policies that were violated. */
export class DeployError extends Error {
    constructor(
        readonly stackName: string,
        readonly report: RunReport,
        readonly logFile: string,
        cause: unknown,
    ) {
        const lines = [
            ...report.violations.map(violationText),
            ...report.errors.map((error) => `  ${error}`),
        ];
        super(
            [
                `Stack "${stackName}" was not deployed:`,
                ...(lines.length > 0 ? lines : [`  ${String(cause)}`]),
                `The engine's full output is in ${path.relative(process.cwd(), logFile)}.`,
                nextStep(report),
            ].join("\n"),
            { cause },
        );
    }
}

/** What to do after a run that failed. */
const nextStep = ({ violations, errors }: RunReport): string => {
    const what =
        violations.length > 0
            ? "Change what the policies name, as each of them says"
            : errors.length > 0
              ? "Mend what the errors name"
              : "Look for the cause in the engine's output";
    return `Next: ${what}; then run the command again: stacks that are done stay as they are.`;
};

/**
 * Previews a stack with the policy pack.
 *
 * @param onDiff takes what the engine prints, with every property that changes
 * @throws DeployError if a policy or the program stops it
 */
export const previewStack = (
    deployer: Deployer,
    settings: Settings,
    onDiff?: (text: string) => void,
): Promise<RunReport> =>
    operate(deployer, settings, (stack, options) =>
        onDiff === undefined
            ? stack.preview(options)
            : stack.preview({
                  ...options,
                  diff: true,
                  onOutput: (text) => {
                      options.onOutput(text);
                      onDiff(text);
                  },
              }),
    );

/**
 * Deploys a stack with the policy pack.
 *
 * @param refresh whether to read from AWS first what is there
 * @throws DeployError if a policy, the program or AWS stops it
 */
export const upStack = (
    deployer: Deployer,
    settings: Settings,
    refresh = false,
): Promise<RunReport> =>
    operate(deployer, settings, (stack, options) =>
        stack.up({ ...options, ...(refresh ? { refresh, runProgram: true } : {}) }),
    );

interface RunOptions {
    readonly onEvent: (event: EngineEvent) => void;
    readonly onOutput: (text: string) => void;
    readonly policyPacks: string[];
    readonly signal?: AbortSignal;
}

async function operate(
    deployer: Deployer,
    settings: Settings,
    operation: (stack: Stack, options: RunOptions) => Promise<unknown>,
): Promise<RunReport> {
    const stack = withoutSummary(await openStack(deployer, settings));
    await mkdir(deployer.folders.logs, { recursive: true });
    const logFile = path.join(deployer.folders.logs, `${settings.account.name}.log`);
    const log = createWriteStream(logFile);
    const events: EngineEvent[] = [];
    try {
        await operation(stack, {
            onEvent: (event) => void events.push(event),
            onOutput: (text) => void log.write(text),
            policyPacks: [policyPackIn(deployer.folders)],
            ...(deployer.signal === undefined ? {} : { signal: deployer.signal }),
        });
    } catch (error) {
        deployer.signal?.throwIfAborted();
        throw new DeployError(settings.account.name, reportOf(events), logFile, error);
    } finally {
        log.end();
    }
    return reportOf(events);
}

/**
 * A stack of the sandbox, created if it isn't there. `createOrSelectStack` of the Automation API starts the engine once more each
 * time, to look for the stack and to select it in the workspace; its file says whether it is there, and every operation names it.
 *
 * @param variables of its engine's environment, beside those of the deployer
 */
export async function openStack(
    { folders, command, project, program, environment }: Deployer,
    settings: Settings,
    variables: Readonly<Record<string, string>> = {},
): Promise<Stack> {
    leaveOutPromiseStacks();
    const { name } = settings.account;
    const envVars = { ...environment(settings), ...variables };
    const { work: workDir, backend } = folders;
    const options = { workDir, pulumiCommand: command, program, envVars };
    const workspace = await LocalWorkspace.create(options);
    const open = async (): Promise<Stack> => {
        const isElsewhere = variables["PULUMI_BACKEND_URL"] !== undefined;
        if (isElsewhere) return Stack.createOrSelect(name, workspace);
        const file = path.join(backend, ".pulumi", "stacks", project, `${name}.json`);
        if (!(await exists(file))) return Stack.create(name, workspace);
        workspace.selectStack = () => Promise.resolve();
        return Stack.select(name, workspace);
    };
    return withAttachedProviders(await open(), folders.providers, { ...process.env, ...envVars });
}
