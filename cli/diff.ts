import { Command, Option } from "commander";

import { buildReport, diffFormats, readReportFile, showDiff } from "../access";
import type { DiffFormat, Report } from "../access";
import { readSource } from "./accessSource";
import { action, stopOnInterrupt } from "./action";
import { screenFor, withColour } from "./screen";
import type { ScreenOptions } from "./screen";

interface DiffOptions extends Pick<ScreenOptions, "color"> {
    readonly format: DiffFormat;
}

export const diffCommand = (): Command =>
    withColour(new Command("diff"))
        .description("paths added and removed between two reports of `access --format json`")
        .argument("<before>", "file")
        .argument(
            "[after]",
            "file; default: the stacks as the code defines them, as `access --source plan`",
        )
        .addOption(
            new Option("--format <format>", "output format; markdown is for a pull request")
                .choices(diffFormats)
                .default("text"),
        )
        .addOption(new Option("--json", "the same as --format json").implies({ format: "json" }))
        .addHelpText(
            "after",
            `
Examples:
  $ iam-profiles access --format json --out before.json    # on the main branch
  $ iam-profiles diff before.json                          # with your change

Exit code: 0 if no path was added and the verdict on the environment boundary is not worse, 1 if one was or it is, 2 on
wrong usage, if a file cannot be read, or if no added path was found but a search stopped at its limit.`,
        )
        .action(action(diff));

async function diff(
    beforeFile: string,
    afterFile: string | undefined,
    options: DiffOptions,
): Promise<number> {
    stopOnInterrupt("no result");
    const before = await readReportFile(beforeFile);
    const after = afterFile === undefined ? await reportOfPlan() : await readReportFile(afterFile);
    return showDiff(before, after, { format: options.format, screen: screenFor(options) });
}

async function reportOfPlan(): Promise<Report> {
    return buildReport(await readSource({ source: "plan" }, { isForReport: true }));
}
