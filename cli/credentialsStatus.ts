import { setTimeout as sleep } from "node:timers/promises";

import { Command, Option } from "commander";

import { exitConditions, isUnreadable, needsAttention, statusOf } from "../credentials/status";
import type { ExitCondition } from "../credentials/status";
import { statusGithub } from "../credentials/statusGithub";
import { widthOf } from "../platform/fitted";
import { statusText } from "../credentials/statusText";
import type { StatusRow } from "../credentials/statusRows";
import { dayMs } from "../credentials/target";
import { unknownUsers } from "../credentials/unknownUsers";
import { showCount } from "./showCount";
import { action, exitCode, print, printText, stopOnInterrupt } from "./action";
import { wholeNumber } from "./numbers";
import { targetsOf } from "../credentials/targets";
import { openPlatform } from "./platform";
import { openServices } from "./services";
import { withSelection, withSource, withStore } from "./sources";
import type { SelectionOptions, StoreOptions } from "../credentials/targets";
import type { SourceOptions } from "./sources";

const formats = ["table", "json", "github"] as const;
type Format = (typeof formats)[number];

interface StatusOptions extends SelectionOptions, SourceOptions, StoreOptions {
    readonly maxAge: number;
    readonly verify?: boolean;
    readonly exitOn: ExitCondition;
    readonly format: Format;
    readonly json?: boolean;
}

export const credentialsStatusCommand = (): Command =>
    withStore(withSource(withSelection(new Command("status"))))
        .description("compare access keys with the secrets store")
        .option("--max-age <days>", "age at which a key is due", wholeNumber(1, 3650), 90)
        .option(
            "--verify",
            "read the stored credentials and ask STS whether they work and whose they are; takes the right to read them",
        )
        .addOption(
            new Option(
                "--exit-on <what>",
                "what makes the exit code 1: `due`, a current key of --max-age; `old`, any key of that age; `any`, whatever needs attention; " +
                    "a credential that can't be used, or that others may use, always does",
            )
                .choices(exitConditions)
                .default("any"),
        )
        .addOption(
            new Option("--format <format>", "`github`: annotations of a GitHub Actions run")
                .choices(formats)
                .default("table"),
        )
        .addOption(new Option("--json", "the same as --format json").implies({ format: "json" }))
        .addHelpText(
            "after",
            "\nThe JSON's shape: docs/credentials.md." +
                "\nExit code: 0 if nothing needs attention, 1 if something does, 2 on wrong usage or if the status cannot be determined.",
        )
        .action(action(status));

async function status(options: StatusOptions): Promise<number> {
    stopOnInterrupt("nothing was changed");
    const platform = await openPlatform(options);
    const targets = targetsOf(platform, options, options);
    const services = await openServices(platform.access, options);
    const rows = await showCount("identities looked at", (onDone) =>
        statusOf(targets, services, {
            maxAgeMs: options.maxAge * dayMs,
            verify: options.verify ?? false,
            onDone,
        }),
    );
    if (options.identity === undefined) {
        const { settings, contract } = platform;
        const { prefix } = settings;
        const { iam } = services.clients;
        rows.push(...(await unknownUsers(iam, sleep, prefix, contract, options.environment)));
    }
    const text = formatted(rows, options.format);
    if (text !== "") (options.format === "table" ? printText : print)(text);
    if (isUnreadable(rows)) return exitCode.cannotTell;
    return needsAttention(rows, options.exitOn) ? exitCode.attention : exitCode.fine;
}

function formatted(rows: readonly StatusRow[], format: Format): string {
    switch (format) {
        case "table":
            return statusText(rows, widthOf(process.stdout));
        case "json":
            return JSON.stringify(rows, undefined, 2);
        case "github":
            return statusGithub(rows);
    }
}
