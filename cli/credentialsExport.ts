import { Command, Option } from "commander";

import { withheldNames } from "../credentials/childEnvironment";
import { exportFormats, exportText } from "../credentials/exportFormats";
import type { ExportFormat } from "../credentials/exportFormats";
import { action, exitCode, print } from "./action";
import { withSession } from "./sessionOptions";
import { withSource, withStore } from "./sources";
import { openSession } from "./use";
import type { UseOptions } from "./use";

interface ExportOptions extends UseOptions {
    readonly format: ExportFormat;
}

export const credentialsExportCommand = (): Command =>
    withStore(withSource(withSession(new Command("export"))))
        .description("prints a session of a role, for other programs")
        .requiredOption("--identity <name>", "service account, by its IAM user name")
        .addOption(
            new Option(
                "--format <format>",
                "env: lines of NAME=value; json: as a credential_process; shell: for a POSIX shell's eval",
            )
                .choices(exportFormats)
                .default("env"),
        )
        .addOption(new Option("--json", "the same as --format json").implies({ format: "json" }))
        .addHelpText(
            "after",
            "\nWhat it prints is secret until the session ends. Where a command can be run with the session, use `exec`.",
        )
        .action(action(printExport));

async function printExport(options: ExportOptions): Promise<number> {
    const { session, platform } = await openSession(options);
    const { endpoint } = platform.access;
    const unset = withheldNames(process.env, endpoint !== undefined);
    print(exportText(session, options.format, unset, endpoint));
    return exitCode.fine;
}
