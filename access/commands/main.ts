#!/usr/bin/env node
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";

import { environments } from "../organization/environments";
import { reportFormats } from "../render/formats";
import { colourChoices, screenOf } from "../render/screen";
import type { Screen } from "../render/screen";
import type { Origin } from "../report/provenance";
import { diffFormats, explainFormats } from "./answerFormats";
import { exitCode } from "./exitCode";
import type { ExplainOptions } from "./explain";
import { progressLine } from "./progress";
import { startTimeLimit } from "./timeLimit";

const usage = `Usage: iam-access <command> [options]

Commands:
  access --source DIR [--format FORMAT] [--out FILE] [--strict] [--timeout SECONDS] [--quiet|--verbose]
      who can reach which role and how, and whether the environment boundary holds;
      formats: ${reportFormats.join(", ")};
      strict: every limit of the evaluation that could matter makes it unknown
  explain IDENTITY ROLE --source DIR [--json|--format ${explainFormats.join("|")}]
          [--timeout SECONDS] [--quiet]
      why an identity reaches a role, or why not, and what to do next; each is a NAME, NAME@ACCOUNT,
      an ARN, or the ARN of a role's session
  diff BEFORE.json AFTER.json [--json|--format ${diffFormats.join("|")}]
      paths added and removed between two results of \`access --format json\`

DIR holds accounts.json, {"<12-digit id>": {"name": "...", "environment": "..."}},
the environment one of ${environments.join(", ")},
and <id>.json for each account: the unchanged output of \`aws iam get-account-authorization-details\`.
Or DIR is a folder that iam-collect wrote, with environments.json beside its aws folder:
{"accounts": {"<12-digit id>": "..."}, "organizationalUnits": {"<id or path>": "..."}}.

After --timeout (1 to 86400 seconds) what is left is not searched: the answer is unknown, unless it is found by then.
After 2 s, stderr shows how much is done; --quiet shows neither that nor what is not evaluated.

Colour: --color ${colourChoices.join("|")}, FORCE_COLOR, NO_COLOR.
Exit code: 0 the boundary holds, the identity reaches the role, or no path was added; 1 the opposite;
2 on wrong usage, or if the answer cannot be determined.
`;

const options = {
    source: { type: "string" },
    format: { type: "string" },
    out: { type: "string" },
    json: { type: "boolean" },
    strict: { type: "boolean" },
    timeout: { type: "string" },
    quiet: { type: "boolean", short: "q" },
    verbose: { type: "boolean", short: "v" },
    color: { type: "string" },
    help: { type: "boolean", short: "h" },
    version: { type: "boolean" },
} as const;

type Values = ReturnType<typeof parse>["values"];

const parse = (args: readonly string[]) =>
    parseArgs({ args: [...args], options, allowPositionals: true });

class UsageError extends Error {}

/** Loads what a command needs once it is known. @returns the exit code */
async function run(args: readonly string[]): Promise<number> {
    const { values, positionals } = parsed(args);
    const [command, ...rest] = positionals;
    if (values.help === true || (command === undefined && values.version !== true)) {
        (values.help === true ? process.stdout : process.stderr).write(usage);
        return values.help === true ? exitCode.fine : exitCode.cannotTell;
    }
    if (values.version === true) {
        process.stdout.write(`${version()}\n`);
        return exitCode.fine;
    }
    switch (command) {
        case "access": {
            requireCount(rest, 0, "access takes options only");
            const { showAccess } = await import("./access");
            const { readDirectory } = await import("../sources/directory");
            const { locateInFolder } = await import("../sources/locateInFolder");
            const source = sourceOf(values);
            return showAccess(() => readDirectory(source, { isForReport: true }), {
                format: formatOf(values, reportFormats, "table"),
                origin: originOf(source),
                locator: (organization) => locateInFolder(source, organization),
                screen: screenFor(values),
                detail: detailOf(values),
                ...(values.out === undefined ? {} : { out: values.out }),
                ...(values.strict === true ? { strict: true } : {}),
                ...timeAndProgress(values),
                progress,
            });
        }
        case "explain": {
            requireCount(rest, 2, "explain takes IDENTITY and ROLE");
            const [identity = "", role = ""] = rest;
            const source = sourceOf(values);
            const { showExplanation } = await import("./explain");
            const { readDirectory } = await import("../sources/directory");
            return showExplanation(() => readDirectory(source), identity, role, {
                format: formatOf(values, explainFormats, "text"),
                screen: screenFor(values),
                quiet: values.quiet === true,
                ...timeAndProgress(values),
            });
        }
        case "diff": {
            requireCount(rest, 2, "diff takes BEFORE.json and AFTER.json");
            const [before = "", after = ""] = rest;
            const { readReportFile, showDiff } = await import("./diff");
            return showDiff(await readReportFile(before), await readReportFile(after), {
                format: formatOf(values, diffFormats, "text"),
                screen: screenFor(values),
            });
        }
        default:
            throw new UsageError(`no command "${command ?? ""}"; it is access, explain or diff`);
    }
}

function parsed(args: readonly string[]): ReturnType<typeof parse> {
    try {
        return parse(args);
    } catch (error) {
        throw new UsageError((error as Error).message);
    }
}

function requireCount(found: readonly string[], wanted: number, what: string): void {
    if (found.length === wanted) return;
    throw new UsageError(`${what}; found ${found.length === 0 ? "none" : found.join(" ")}`);
}

function sourceOf({ source }: Values): string {
    if (source === undefined) throw new UsageError("--source is missing; name a folder");
    return source;
}

/** @param usual without `--format` and `--json` */
function formatOf<F extends string>({ format, json }: Values, formats: readonly F[], usual: F): F {
    const wanted = format ?? (json === true ? "json" : usual);
    return oneOf("--format", wanted, formats);
}

function oneOf<T extends string>(option: string, value: string, choices: readonly T[]): T {
    const found = choices.find((known) => known === value);
    if (found !== undefined) return found;
    throw new UsageError(`${option} is "${value}"; must be one of ${choices.join(", ")}`);
}

const screenFor = ({ color = "auto" }: Values): Screen =>
    screenOf(process.stdout, process.env, oneOf("--color", color, colourChoices));

function detailOf({ quiet, verbose }: Values): "quiet" | "normal" | "verbose" {
    if (quiet === true && verbose === true) {
        throw new UsageError("--quiet and --verbose contradict each other; give one of them");
    }
    return quiet === true ? "quiet" : verbose === true ? "verbose" : "normal";
}

const progress = (line: string): void => void process.stderr.write(`${line}\n`);

function timeAndProgress({
    timeout,
    quiet,
}: Values): Pick<ExplainOptions, "time" | "showProgress"> {
    const seconds = Number(timeout);
    if (timeout !== undefined && (!/^\d+$/.test(timeout) || seconds < 1 || seconds > 86_400)) {
        throw new UsageError(`--timeout is "${timeout}"; must be 1 to 86400 (seconds)`);
    }
    return {
        ...(timeout === undefined ? {} : { time: startTimeLimit(seconds, progress) }),
        ...(quiet === true ? {} : { showProgress: progressLine(process.stderr) }),
    };
}

const originOf = (source: string): Origin => ({
    source,
    at: new Date().toISOString(),
    versions: [
        { name: "iam-access", version: version() },
        { name: "node", version: process.versions.node },
    ],
});

function version(): string {
    const text = readFileSync(path.join(__dirname, "..", "..", "package.json"), "utf8");
    return (JSON.parse(text) as { readonly version: string }).version;
}

process.once("SIGINT", () => {
    process.stderr.write("interrupted; no result\n");
    process.exit(exitCode.interrupted);
});
run(process.argv.slice(2)).then(
    (code) => {
        process.exitCode = code;
    },
    (error: unknown) => {
        const { message } = error as Error;
        const help = error instanceof UsageError ? "\nRun iam-access --help for its usage." : "";
        process.stderr.write(`${message}${help}\n`);
        process.exitCode = exitCode.cannotTell;
    },
);
