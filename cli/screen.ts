import { Option } from "commander";
import type { Command } from "commander";

import { colourChoices, screenOf } from "../access";
import type { ColourChoice, Screen } from "../access";

/** How much of a text is printed, and in what colour. */
export interface ScreenOptions {
    readonly color: ColourChoice;
    readonly quiet?: boolean;
    readonly verbose?: boolean;
}

export const withColour = (command: Command): Command =>
    command.addOption(
        new Option("--color <when>", "colour; `auto`: on a terminal, FORCE_COLOR, NO_COLOR")
            .choices(colourChoices)
            .default("auto"),
    );

/** `--color`, `--quiet`, `--verbose`. */
export const withDetail = (command: Command): Command =>
    withColour(command)
        .addOption(
            new Option(
                "-q, --quiet",
                "without what was not evaluated, and without progress",
            ).conflicts("verbose"),
        )
        .option("-v, --verbose", "every path with its hops, and every limit");

export const screenFor = ({ color }: Pick<ScreenOptions, "color">): Screen =>
    screenOf(process.stdout, process.env, color);

export const detailOf = ({ quiet, verbose }: ScreenOptions): "quiet" | "normal" | "verbose" =>
    quiet === true ? "quiet" : verbose === true ? "verbose" : "normal";
