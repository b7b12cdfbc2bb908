import { Command } from "commander";

import type { Settings } from "../platform/config";
import { callerArn, callerClass, mayMint } from "../credentials/callerClass";
import { stepText } from "../credentials/rotationText";
import { rotateAll } from "../credentials/rotate";
import type { Outcome } from "../credentials/outcome";
import { dayMs } from "../credentials/target";
import type { Target } from "../credentials/target";
import { iamProfilesRoleName } from "../roles/boundary";
import { action, exitCode, print, printText, progress, stopOnInterrupt } from "./action";
import { wholeNumber } from "./numbers";
import { targetsOf } from "../credentials/targets";
import { openPlatform } from "./platform";
import { openServices } from "./services";
import { withSelection, withSource, withStore } from "./sources";
import type { SelectionOptions, StoreOptions } from "../credentials/targets";
import type { SourceOptions } from "./sources";

interface RotateOptions extends SelectionOptions, SourceOptions, StoreOptions {
    readonly grace: number;
    readonly maxAge: number;
    readonly force?: boolean;
    readonly yes?: string;
    readonly rebind?: boolean;
    readonly json?: boolean;
}

const hourMs = 3600_000;

export const credentialsRotateCommand = (): Command =>
    withStore(withSource(withSelection(new Command("rotate"))))
        .description(
            "create missing keys, rotate those that are due, end keys that are no longer in use",
        )
        .option(
            "--grace <hours>",
            "how long an old key must be unused before it is deactivated, then inactive before it is deleted",
            wholeNumber(0, 24 * 365),
            24,
        )
        .option("--max-age <days>", "age at which a key is due", wholeNumber(1, 3650), 90)
        .option("--force", "also rotate keys that are not due")
        .option(
            "--yes <keyid>",
            "a key of --identity that is not in use: deactivate it now, or delete it if it is inactive; its id, or the last 4 characters or more",
        )
        .option(
            "--rebind",
            "bind the identities to this store although they are bound to another; their keys there stay until they are unused",
        )
        .option("--json", "print the outcomes as JSON")
        .addHelpText(
            "after",
            "\nIt may be run again at any time, also after an interruption: it continues from the state of AWS and the store." +
                "\nAn identity is bound to its store by a tag of its IAM user; another store is refused." +
                "\nExit code: 0 if every identity is in order, 1 if one failed or has to wait, 2 on wrong usage or missing permission.",
        )
        .action(action(rotate));

async function rotate(options: RotateOptions): Promise<number> {
    stopOnInterrupt("run it again to continue from the state of AWS and the store");
    const platform = await openPlatform(options);
    const targets = targetsOf(platform, options, options);
    const services = await openServices(platform.access, options);
    requireClass(await callerArn(services.clients.sts), targets, platform.settings);
    const outcomes = await rotateAll(targets, services, {
        graceMs: options.grace * hourMs,
        maxAgeMs: options.maxAge * dayMs,
        force: options.force ?? false,
        rebind: options.rebind ?? false,
        ...(options.yes === undefined ? {} : { hasten: hastened(options) }),
        onStep: ({ identity }, step) => {
            progress(`${identity}: ${stepText(step)}`);
        },
    });
    if (options.json === true) print(JSON.stringify(outcomes, undefined, 2));
    else printText(outcomes.map(outcomeText).join("\n"));
    const isFine = ({ result }: Outcome): boolean => result !== "failed" && result !== "waiting";
    return outcomes.every(isFine) ? exitCode.fine : exitCode.attention;
}

/** @throws Error unless it can mean one key */
function hastened({ yes = "", identity }: RotateOptions): string {
    if (identity === undefined) throw new Error("--yes needs --identity: the one whose key it is");
    const end = yes.replace(/^…/, "");
    if (!/^[A-Z0-9]{4,128}$/.test(end)) {
        throw new Error(
            `--yes is "${yes}"; must be an access key's id, or the last 4 characters of it or more`,
        );
    }
    return end;
}

/**
 * A caller that creates a key could keep it and act as that identity.
 *
 * @throws Error if one of the identities is of a higher class than the caller
 */
export function requireClass(
    caller: string,
    targets: readonly Target[],
    { accounts, prefix }: Pick<Settings, "accounts" | "prefix">,
): void {
    const writer = `${prefix}${iamProfilesRoleName}`;
    const trustClass = callerClass(caller, accounts, writer);
    const higher = targets.filter((target) => !mayMint(trustClass, target.trustClass));
    if (higher.length === 0) return;
    throw new Error(
        `${caller} is of class ${trustClass} and must not create keys of ` +
            `${higher.map(({ identity }) => identity).join(", ")}, of class prod; ` +
            `choose others with --environment ${trustClass}, or call as a prod principal`,
    );
}

const outcomeText = ({ identity, result, detail }: Outcome): string =>
    `${identity}  ${result}${detail === undefined ? "" : `: ${detail}`}`;
