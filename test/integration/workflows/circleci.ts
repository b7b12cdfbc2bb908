import { access, cp, mkdir, readFile, rm, symlink } from "node:fs/promises";
import * as path from "node:path";

import { parse } from "yaml";

import { checkout } from "../../../platform/checkout";
import { git, isLeftOut, newRunner, runShell } from "./steps";
import type { StepResult } from "./steps";

type Variables = Readonly<Record<string, string>>;
type Step = string | Readonly<Record<string, unknown>>;

interface Config {
    readonly executors: { readonly node: { readonly environment: Variables } };
    readonly commands: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
    readonly jobs: Readonly<
        Record<
            string,
            {
                readonly parallelism?: number | string;
                readonly environment?: Readonly<Record<string, string | number>>;
                readonly steps: readonly Step[];
            }
        >
    >;
}

/** What a pipeline's run has of CircleCI and of AWS. */
export interface CircleRun {
    readonly origin: string;
    /** What is checked out. */
    readonly revision: string;
    /** Of every step. */
    readonly env: Variables;
    /** After a step that sets credentials up: what later steps have in place of profiles. */
    readonly afterIdentity: (bashEnv: string) => Promise<Variables>;
    /** Shared by the jobs of one run. */
    readonly workspace: string;
}

/** Runs one job of `.circleci/config.yml`, each step as it is written, on as many runners as it asks for. */
export async function runCircleJob(
    name: string,
    parameters: Variables,
    run: CircleRun,
): Promise<readonly StepResult[]> {
    const file = path.join(checkout, ".circleci", "config.yml");
    const { executors, commands, jobs } = parse(await readFile(file, "utf8"), {
        merge: true,
    }) as Config;
    const job = jobs[name];
    if (job === undefined) throw new Error(`no job ${name}`);
    const fill = (text: string): string =>
        text.replace(/<< parameters\.(\w+) >>/g, (_, key: string) => parameters[key] ?? "");
    const flat = (step: Step): readonly Step[] => {
        const command = typeof step === "string" ? commands[step] : undefined;
        return command === undefined ? [step] : command.steps.flatMap(flat);
    };
    const runners = Number(fill(String(job.parallelism ?? 1)));
    const results: StepResult[] = [];
    for (let index = 0; index < runners; index++) {
        const { home, workspace } = await newRunner();
        const env = {
            ...executors.node.environment,
            ...Object.fromEntries(
                Object.entries(job.environment ?? {}).map(([key, value]) => [key, String(value)]),
            ),
            ...run.env,
            HOME: home,
            BASH_ENV: path.join(home, "bash-env"),
            CIRCLE_NODE_INDEX: String(index),
            CIRCLE_NODE_TOTAL: String(runners),
        };
        let credentials: Variables = {};
        let failed = false;
        for (const step of job.steps.flatMap(flat)) {
            const [kind, given] =
                typeof step === "string" ? [step, {}] : (Object.entries(step)[0] ?? ["", {}]);
            if (kind !== "run") {
                const filled = JSON.parse(fill(JSON.stringify(given))) as Record<string, unknown>;
                if (!failed) await useStep(kind, filled, run, workspace);
                continue;
            }
            const { command, working_directory, when } = (
                typeof given === "string" ? { command: given } : given
            ) as Partial<Variables>;
            if (failed !== (when === "on_fail")) continue;
            const script = fill(command ?? "");
            const cwd = path.join(workspace, working_directory ?? "");
            if (script.trim() === "npm ci") {
                await symlink(path.join(checkout, "node_modules"), path.join(cwd, "node_modules"));
                continue;
            }
            if (isLeftOut(script)) continue;
            const ended = await runShell({ script, cwd, env: { ...env, ...credentials } });
            results.push({ job: name, step: command ?? "", ...ended });
            if (ended.code !== 0) failed = true;
            else if (script.includes("circleIdentity.sh")) {
                credentials = await run.afterIdentity(env.BASH_ENV);
                // The profile is in the variables now.
                await rm(env.BASH_ENV);
            }
        }
    }
    return results;
}

async function useStep(
    kind: string,
    given: Readonly<Record<string, unknown>>,
    run: CircleRun,
    workspace: string,
): Promise<void> {
    switch (kind) {
        case "checkout":
            await git(run.workspace, "clone", "--quiet", run.origin, workspace);
            await git(workspace, "checkout", "--quiet", "--detach", run.revision);
            return;
        case "persist_to_workspace":
            for (const name of given["paths"] as readonly string[]) {
                const from = path.join(workspace, String(given["root"]), name);
                await cp(from, path.join(run.workspace, name), { recursive: true });
            }
            return;
        case "attach_workspace": {
            const to = path.join(workspace, String(given["at"]));
            await mkdir(to, { recursive: true });
            await cp(run.workspace, to, { recursive: true });
            return;
        }
        case "store_artifacts":
            await access(path.join(workspace, String(given["path"])));
            return;
        default:
            throw new Error(`the local run knows no step ${kind}`);
    }
}
