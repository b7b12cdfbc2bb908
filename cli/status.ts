import { Command, Option } from "commander";
import pMap from "p-map";

import { overallStatus, quotaStatus } from "../operations/quotas/quotaStatus";
import type { AccountQuotas } from "../operations/quotas/quotaStatus";
import { quotaRegion } from "../operations/quotas/iamQuotas";
import { readGranted } from "../operations/quotas/readGranted";
import { quotasJson, quotasText } from "../operations/quotas/text";
import { deployedAccounts } from "../platform/accounts";
import { checkout } from "../platform/checkout";
import { didYouMean } from "../platform/nearest";
import {
    readProjectFile,
    readStackConfig,
    readStateSettings,
    settingsOf,
} from "../platform/projectFiles";
import { action, exitCode, print, printText } from "./action";
import { showCount } from "./showCount";
import { registryAccounts } from "./sources/registryAccounts";

interface StatusOptions {
    readonly account?: readonly string[];
    readonly readRole?: string;
    readonly format: "table" | "json";
}

/** Service Quotas' rate limits are per account. */
const accountsAtOnce = 8;

export const statusCommand = (): Command =>
    new Command("status")
        .description(
            "IAM's quotas of each account: as Pulumi.yaml has them, and as AWS grants them",
        )
        .option("--account <name...>", "only these accounts, by their names in Pulumi.yaml")
        .option(
            "--read-role <name>",
            "role to assume in each other account, with its path; the caller's own account is read with its own credentials, or with a role of the catalogue",
        )
        .addOption(
            new Option("--format <format>", "output format")
                .choices(["table", "json"])
                .default("table"),
        )
        .addOption(new Option("--json", "the same as --format json").implies({ format: "json" }))
        .addHelpText(
            "after",
            `
Example:
  $ iam-profiles status --read-role PSKRoles/PSKAccessAuditRole

Pulumi.yaml has what AWS granted on request (\`quotas\`); the policy pack judges by it. What Service Quotas grants is read from
AWS, which takes servicequotas:ListServiceQuotas in each account. What can't be read is shown as "not read".
Keys and the secrets store: iam-profiles credentials status.
Exit code: 0 if AWS grants what is configured, 1 if it grants less, 2 on wrong usage or if a quota could not be read.`,
        )
        .action(action(status));

async function status({ account, readRole, format }: StatusOptions): Promise<number> {
    const settings = await readStateSettings(checkout);
    const project = await readProjectFile(checkout);
    const all = deployedAccounts(settings.accounts);
    requireKnown(
        account ?? [],
        all.map(({ name }) => name),
    );
    const accounts = all.filter(({ name }) => account?.includes(name) ?? true);
    const region = quotaRegion(settings.partition);
    const { quotasFor } = await registryAccounts(settings, readRole, "--read-role");
    const found = await showCount("accounts read", (onDone) => {
        let done = 0;
        return pMap(
            accounts,
            async (one): Promise<AccountQuotas> => {
                const config = await readStackConfig(checkout, one.name, project.name);
                const { quotas: configured } = settingsOf(project, one.name, config);
                const granted = await readGranted(() => quotasFor(one.id, region));
                onDone(++done, accounts.length);
                return { account: one, configured, granted };
            },
            { concurrency: accountsAtOnce },
        );
    });
    const rows = quotaStatus(found, region);
    if (format === "json") print(JSON.stringify(quotasJson(rows), undefined, 2));
    else printText(quotasText(rows));
    return { fine: exitCode.fine, attention: exitCode.attention, unknown: exitCode.cannotTell }[
        overallStatus(rows)
    ];
}

/** @throws Error naming the unknown account */
function requireKnown(names: readonly string[], known: readonly string[]): void {
    const wrong = names.find((name) => !known.includes(name));
    if (wrong === undefined) return;
    throw new Error(
        `--account ${JSON.stringify(wrong)} has no stack in Pulumi.yaml${didYouMean(wrong, known)}`,
    );
}
