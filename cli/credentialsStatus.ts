import { Command } from "commander";

import { needsAttention, statusOf } from "../credentials/status";
import { statusText } from "../credentials/statusText";
import { dayMs } from "../credentials/target";
import { action, exitCode, print, stopOnInterrupt } from "./action";
import { wholeNumber } from "./numbers";
import { targetsOf } from "../credentials/targets";
import { openPlatform } from "./platform";
import { openServices } from "./services";
import { withSelection, withSource, withStore } from "./sources";
import type { SelectionOptions, StoreOptions } from "../credentials/targets";
import type { SourceOptions } from "./sources";

interface StatusOptions extends SelectionOptions, SourceOptions, StoreOptions {
    readonly maxAge: number;
    readonly json?: boolean;
}

export const credentialsStatusCommand = (): Command =>
    withStore(withSource(withSelection(new Command("status"))))
        .description("compare access keys with the secrets store")
        .option("--max-age <days>", "age at which a key is due", wholeNumber(1, 3650), 90)
        .option("--json", "print JSON")
        .addHelpText(
            "after",
            "\nExit code: 0 if nothing needs attention, 1 if something does, 2 on wrong usage or if the status cannot be determined.",
        )
        .action(action(status));

async function status(options: StatusOptions): Promise<number> {
    stopOnInterrupt("nothing was changed");
    const platform = await openPlatform(options);
    const targets = targetsOf(platform, options, options);
    const services = await openServices(platform.access, options);
    const rows = await statusOf(targets, services, new Date(), options.maxAge * dayMs);
    print(options.json === true ? JSON.stringify(rows, undefined, 2) : statusText(rows));
    return needsAttention(rows) ? exitCode.attention : exitCode.fine;
}
