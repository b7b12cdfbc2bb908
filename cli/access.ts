import { Command, Option } from "commander";

import { reportFormats, showAccess } from "../access";
import type { ReportFormat } from "../access";
import { readSource, withAccessSource } from "./accessSource";
import type { AccessSourceOptions } from "./accessSource";
import { action, progress, stopOnInterrupt } from "./action";

interface AccessOptions extends AccessSourceOptions {
    readonly format: ReportFormat;
    readonly out?: string;
    readonly strict?: boolean;
}

export const accessCommand = (): Command =>
    withAccessSource(new Command("access"))
        .description("who can reach which role and how, and whether the environment boundary holds")
        .addOption(
            new Option("--format <format>", "output format")
                .choices(reportFormats)
                .default("table"),
        )
        .option("--out <file>", "write to a file; the verdict is then printed to stderr")
        .option(
            "--strict",
            "count every limit of the evaluation that could matter: unknown instead of holds",
        )
        .addHelpText(
            "after",
            `
Examples:
  $ iam-profiles access
  $ iam-profiles access --source live --read-role SecurityAudit --format html --out access.html
  $ iam-profiles access --source ./authorization-details --format json > before.json

Exit code: 0 if the environment boundary holds, 1 if it is crossed, 2 on wrong usage or if that cannot be determined.`,
        )
        .action(action(access));

async function access(options: AccessOptions): Promise<number> {
    stopOnInterrupt("nothing was written");
    return showAccess(() => readSource(options), {
        format: options.format,
        ...(options.out === undefined ? {} : { out: options.out }),
        ...(options.strict === true ? { strict: true } : {}),
        progress,
    });
}
