import { Command, Option } from "commander";

import { explainFormats, showExplanation } from "../access";
import type { ExplainFormat } from "../access";
import { readSource, withAccessSource } from "./accessSource";
import type { AccessSourceOptions } from "./accessSource";
import { action, stopOnInterrupt } from "./action";
import { screenFor, withColour } from "./screen";
import type { ScreenOptions } from "./screen";
import { searchControls, withTimeout } from "./searchOptions";
import type { SearchOptions } from "./searchOptions";

interface ExplainOptions
    extends AccessSourceOptions, Pick<ScreenOptions, "color" | "quiet">, SearchOptions {
    readonly format: ExplainFormat;
}

export const explainCommand = (): Command =>
    withColour(withTimeout(withAccessSource(new Command("explain"))))
        .description(
            "why an identity reaches a role, or why not, and what to do next: both locks, then hop by hop",
        )
        .argument(
            "<identity>",
            "IAM user or role: NAME, NAME@ACCOUNT, ARN, or the ARN of a role's session",
        )
        .argument("<role>", "role, named in the same ways")
        .addOption(
            new Option("--format <format>", "output format; mermaid and dot draw the path")
                .choices(explainFormats)
                .default("text"),
        )
        .addOption(new Option("--json", "the same as --format json").implies({ format: "json" }))
        .option("-q, --quiet", "without what was not evaluated, and without progress")
        .addHelpText(
            "after",
            `
Examples:
  $ iam-profiles explain PSKNonprodServiceAccount PSKPlatformVPCRole@nonprod
  $ iam-profiles explain arn:aws:sts::222222222222:assumed-role/PSKControlPlaneBaseRole/run-1 PSKCrossplaneProviderRole@nonprod

Exit code: 0 if the identity reaches the role, directly or through other hops; 1 if that is ruled out; 2 on wrong usage,
for an identity or role that doesn't exist, or if the answer cannot be determined.`,
        )
        .action(action(explain));

async function explain(identity: string, role: string, options: ExplainOptions): Promise<number> {
    stopOnInterrupt("no result");
    const controls = searchControls(options);
    return showExplanation(() => readSource(options), identity, role, {
        format: options.format,
        screen: screenFor(options),
        quiet: options.quiet === true,
        ...controls,
    });
}
