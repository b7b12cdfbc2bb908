import { cp, mkdir, readFile, symlink } from "node:fs/promises";
import * as path from "node:path";
import { runInNewContext } from "node:vm";

import { expect } from "chai";
import { parse } from "yaml";

import { checkout } from "../../../platform/checkout";
import { git, isLeftOut, newRunner, readOutputs, runShell } from "./steps";
import type { StepResult } from "./steps";

interface Step {
    readonly id?: string;
    readonly if?: string;
    readonly uses?: string;
    readonly run?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly with?: Readonly<Record<string, string>>;
    readonly "working-directory"?: string;
}

interface Job {
    readonly needs?: string | readonly string[];
    readonly if?: string;
    readonly uses?: string;
    readonly outputs?: Readonly<Record<string, string>>;
    readonly strategy?: { readonly matrix: Readonly<Record<string, unknown>> };
    readonly steps: readonly Step[];
}

type Variables = Readonly<Record<string, string>>;

/** What a workflow's run has of GitHub and of AWS. */
export interface GitHubRun {
    /** The repository that is checked out. */
    readonly origin: string;
    readonly github: object;
    readonly vars: Variables;
    readonly secrets: Variables;
    /** Of every shell step. */
    readonly env: Variables;
    /** Credentials by `aws-actions/configure-aws-credentials`. */
    readonly enter: (role: string, from: Variables | undefined) => Promise<Variables>;
}

interface Ended {
    readonly result: "success" | "failure" | "skipped";
    readonly outputs: Variables;
}

/** Runs the jobs of a workflow one after another, each step as it is written. */
export async function runWorkflow(name: string, run: GitHubRun): Promise<readonly StepResult[]> {
    const file = path.join(checkout, ".github", "workflows", name);
    const { jobs } = parse(await readFile(file, "utf8")) as { jobs: Record<string, Job> };
    const results: StepResult[] = [];
    const needs: Record<string, Ended> = {};
    const artifacts = (await newRunner()).home;
    for (const [id, job] of Object.entries(jobs)) {
        const before = [job.needs ?? []].flat().map((one) => needs[one]);
        const failed = before.some((one) => one?.result !== "success");
        const context = { ...run, needs, matrix: {}, steps: {} };
        const runs = job.if === undefined ? !failed : isTrue(job.if, context, failed);
        // Another workflow of this repository, which tests only.
        if (!runs || job.uses !== undefined || (failed && !mentionsStatus(job.if))) {
            const isTests = job.uses !== undefined && runs;
            needs[id] = { result: isTests ? "success" : "skipped", outputs: {} };
            continue;
        }
        let ended: Ended = { result: "success", outputs: {} };
        for (const matrix of matricesOf(job, context)) {
            const one = await runJob(id, job, { ...context, matrix }, artifacts, results);
            if (ended.result === "success") ended = one;
        }
        needs[id] = ended;
    }
    return results;
}

interface Context extends GitHubRun {
    readonly needs: Readonly<Record<string, Ended>>;
    readonly matrix: Readonly<Record<string, unknown>>;
    readonly steps: Record<string, { readonly outputs: Variables }>;
}

function matricesOf(job: Job, context: Context): readonly Readonly<Record<string, unknown>>[] {
    const [entry] = Object.entries(job.strategy?.matrix ?? {});
    if (entry === undefined) return [{}];
    const [key, value] = entry;
    const values = typeof value === "string" ? evaluated(value, context) : value;
    return (values as readonly unknown[]).map((one) => ({ [key]: one }));
}

async function runJob(
    id: string,
    job: Job,
    given: Context,
    artifacts: string,
    results: StepResult[],
): Promise<Ended> {
    const { home, workspace } = await newRunner();
    // A step that didn't run has no outputs, as on GitHub.
    const none = { outputs: {} };
    const steps = new Proxy<Context["steps"]>(
        {},
        { get: (all, name: string) => all[name] ?? none },
    );
    const context: Context = { ...given, steps };
    let credentials: Variables | undefined;
    let failed = false;
    for (const step of job.steps) {
        const condition = step.if;
        if (condition === undefined ? failed : !isTrue(condition, context, failed)) continue;
        const inputs = filled(step.with ?? {}, context);
        if (step.uses !== undefined) {
            const action = step.uses.split("@")[0] ?? "";
            if (action === "aws-actions/configure-aws-credentials") {
                const chains = inputs["role-chaining"] === "true";
                const role = inputs["role-to-assume"] ?? "";
                credentials = await context.enter(role, chains ? credentials : undefined);
            } else await useAction(action, inputs, context, workspace, artifacts);
            continue;
        }
        const script = text(step.run ?? "", context);
        const cwd = path.join(workspace, step["working-directory"] ?? "");
        if (script.trim() === "npm ci") {
            await symlink(path.join(checkout, "node_modules"), path.join(cwd, "node_modules"));
            continue;
        }
        if (isLeftOut(script)) continue;
        const output = path.join(home, "output");
        const ended = await runShell({
            script,
            cwd,
            env: {
                ...context.env,
                ...credentials,
                HOME: home,
                GITHUB_ACTIONS: "true",
                GITHUB_OUTPUT: output,
                GITHUB_STEP_SUMMARY: path.join(home, "summary"),
                ...filled(step.env ?? {}, context),
            },
        });
        results.push({ job: id, step: step.run ?? "", ...ended });
        if (ended.code !== 0) failed = true;
        if (step.id !== undefined) context.steps[step.id] = { outputs: await readOutputs(output) };
    }
    return {
        result: failed ? "failure" : "success",
        outputs: filled(job.outputs ?? {}, context),
    };
}

/** What an action does, as far as the steps after it need it. An action that isn't known is an error. */
async function useAction(
    action: string,
    inputs: Variables,
    { origin, github }: Context,
    workspace: string,
    artifacts: string,
): Promise<void> {
    switch (action) {
        case "actions/checkout": {
            const folder = path.join(workspace, inputs["path"] ?? "");
            await git(artifacts, "clone", "--quiet", origin, folder);
            const { sha } = github as { readonly sha: string };
            await git(folder, "checkout", "--quiet", "--detach", inputs["ref"] ?? sha);
            return;
        }
        case "actions/upload-artifact":
            await cp(
                path.join(workspace, inputs["path"] ?? ""),
                path.join(artifacts, inputs["name"] ?? ""),
                { recursive: true },
            );
            return;
        case "actions/download-artifact": {
            const folder = path.join(workspace, inputs["path"] ?? "");
            await mkdir(folder, { recursive: true });
            await cp(path.join(artifacts, inputs["name"] ?? ""), folder, { recursive: true });
            return;
        }
        case "github/codeql-action/upload-sarif": {
            const file = path.join(workspace, inputs["sarif_file"] ?? "");
            const { version } = JSON.parse(await readFile(file, "utf8")) as { version: string };
            expect(version).to.equal("2.1.0");
            return;
        }
        // Node.js and Pulumi are there.
        case "actions/setup-node":
        case "pulumi/actions":
            return;
        default:
            throw new Error(`the local run knows no action ${action}`);
    }
}

const mentionsStatus = (condition: string | undefined): boolean =>
    /cancelled\(\)|failure\(\)|always\(\)/.test(condition ?? "");

/** An expression of GitHub's, as far as the workflows use them: paths, comparisons, logic, and these functions. */
function evaluated(expression: string, context: Context, failed = false): unknown {
    const code = expression.replace(/^\s*\$\{\{|\}\}\s*$/g, "").trim();
    const { github, vars, secrets, needs, matrix, steps } = context;
    return runInNewContext(code, {
        ...{ github, vars, secrets, needs, matrix, steps, inputs: {} },
        cancelled: () => false,
        failure: () => failed,
        always: () => true,
        fromJSON: (json: string) => JSON.parse(json) as unknown,
    });
}

const isTrue = (condition: string, context: Context, failed: boolean): boolean =>
    Boolean(evaluated(condition, context, failed));

const text = (template: string, context: Context): string =>
    template.replace(/\$\{\{.*?\}\}/gs, (expression) => {
        const value = evaluated(expression, context);
        // What isn't there is empty, as on GitHub.
        if (value === undefined || value === null) return "";
        return typeof value === "string" ? value : JSON.stringify(value);
    });

const filled = (values: Readonly<Record<string, unknown>>, context: Context): Variables =>
    Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, text(String(value), context)]),
    );
