#!/usr/bin/env node
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";

import { reportFormats } from "../render/formats";
import type { ReportFormat } from "../render/formats";
import { readDirectory } from "../sources/directory";
import { exitCode } from "./exitCode";

const usage = `Usage: iam-access <command> [options]

Commands:
  access --source DIR [--format ${reportFormats.join("|")}] [--out FILE] [--strict]
      who can reach which role and how, and whether the environment boundary holds;
      strict: every limit of the evaluation that could matter makes it unknown
  explain IDENTITY ROLE --source DIR [--json]
      why an identity reaches a role, or why not, and what to do next; each is a NAME, NAME@ACCOUNT,
      an ARN, or the ARN of a role's session
  diff BEFORE.json AFTER.json [--json]
      paths added and removed between two results of \`access --format json\`

DIR holds accounts.json, {"<12-digit id>": {"name": "...", "environment": "state|nonprod|prod"}},
and <id>.json for each account: the unchanged output of \`aws iam get-account-authorization-details\`.

Exit code: 0 the boundary holds, the identity reaches the role, or no path was added; 1 the opposite;
2 on wrong usage, or if the answer cannot be determined.
`;

const options = {
    source: { type: "string" },
    format: { type: "string", default: "table" },
    out: { type: "string" },
    json: { type: "boolean" },
    strict: { type: "boolean" },
    help: { type: "boolean", short: "h" },
    version: { type: "boolean" },
} as const;

type Values = ReturnType<typeof parse>["values"];

const parse = (args: readonly string[]) =>
    parseArgs({ args: [...args], options, allowPositionals: true });

class UsageError extends Error {}

/** @returns the exit code */
async function run(args: readonly string[]): Promise<number> {
    const { values, positionals } = parsed(args);
    const [command, ...rest] = positionals;
    if (values.help === true || (command === undefined && values.version !== true)) {
        (values.help === true ? process.stdout : process.stderr).write(usage);
        return values.help === true ? exitCode.fine : exitCode.cannotTell;
    }
    if (values.version === true) {
        const text = readFileSync(path.join(__dirname, "..", "..", "package.json"), "utf8");
        process.stdout.write(`${(JSON.parse(text) as { readonly version: string }).version}\n`);
        return exitCode.fine;
    }
    switch (command) {
        case "access": {
            requireCount(rest, 0, "access takes options only");
            const { showAccess } = await import("./access");
            return showAccess(() => readDirectory(sourceOf(values)), {
                format: formatOf(values),
                ...(values.out === undefined ? {} : { out: values.out }),
                ...(values.strict === true ? { strict: true } : {}),
                progress: (line) => void process.stderr.write(`${line}\n`),
            });
        }
        case "explain": {
            requireCount(rest, 2, "explain takes IDENTITY and ROLE");
            const [identity = "", role = ""] = rest;
            const { showExplanation } = await import("./explain");
            const organization = await readDirectory(sourceOf(values));
            return showExplanation(organization, identity, role, { json: values.json ?? false });
        }
        case "diff": {
            requireCount(rest, 2, "diff takes BEFORE.json and AFTER.json");
            const [before = "", after = ""] = rest;
            const { readReportFile, showDiff } = await import("./diff");
            return showDiff(await readReportFile(before), await readReportFile(after), {
                json: values.json ?? false,
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

function formatOf({ format }: Values): ReportFormat {
    const found = reportFormats.find((known) => known === format);
    if (found !== undefined) return found;
    throw new UsageError(`--format is "${format}"; must be one of ${reportFormats.join(", ")}`);
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
