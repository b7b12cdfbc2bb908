import { Command, Option } from "commander";

import { locateInFolder, readReportFile, reportFormats, showAccess } from "../access";
import type { Locate, Organization, ReportFormat } from "../access";
import { checkout } from "../platform/checkout";
import { waiverText, watchWaivers } from "../platform/waivers";
import type { Waiver } from "../platform/waivers";
import { readSource, secretReadersOf, sourceText, withAccessSource } from "./accessSource";
import type { AccessSourceOptions } from "./accessSource";
import { action, progress, stopOnInterrupt } from "./action";
import { originOf } from "./origin";
import { detailOf, screenFor, withDetail } from "./screen";
import type { ScreenOptions } from "./screen";
import { searchControls, withTimeout } from "./searchOptions";
import type { SearchOptions } from "./searchOptions";

interface AccessOptions extends AccessSourceOptions, ScreenOptions, SearchOptions {
    readonly format: ReportFormat;
    readonly out?: string;
    readonly sarif?: string;
    readonly strict?: boolean;
    readonly since?: string;
}

export const accessCommand = (): Command =>
    withDetail(withTimeout(withAccessSource(new Command("access"))))
        .description("who can reach which role and how, and whether the environment boundary holds")
        .addOption(
            new Option("--format <format>", "output format")
                .choices(reportFormats)
                .default("table"),
        )
        .addOption(new Option("--json", "the same as --format json").implies({ format: "json" }))
        .option("--out <file>", "write to a file; the verdict is then printed to stderr")
        .option("--sarif <file>", "also write SARIF, from the same reading of the accounts")
        .option(
            "--since <report>",
            "with --format html: show what changed since this report of --format json",
        )
        .option(
            "--strict",
            "count every limit of the evaluation that could matter: unknown instead of holds",
        )
        .addHelpText(
            "after",
            `
Formats: table, for a terminal; json; json-v1, every path in full, for scripts that read version 1; html, one page; markdown, for
a pull request; mermaid, a diagram; sarif, for code scanning; opengraph, for BloodHound.

Examples:
  $ iam-profiles access
  $ iam-profiles access --source live --read-role SecurityAudit --format html --out access.html
  $ iam-profiles access --source ./authorization-details --format json > before.json

With --timeout, a crossing that was found by then is still reported as one. Progress is shown on stderr after 2 s, unless
--quiet is given.

Exit code: 0 if the environment boundary holds, 1 if it is crossed, 2 on wrong usage or if that cannot be determined.`,
        )
        .action(action(access));

async function access(options: AccessOptions): Promise<number> {
    stopOnInterrupt("nothing was written");
    const controls = searchControls(options);
    if (options.since !== undefined && options.format !== "html") {
        throw new Error("--since requires --format html; in text, use iam-profiles diff");
    }
    const since = options.since === undefined ? undefined : await readReportFile(options.since);
    // Waivers are the pack's: the command shows every path, and says which waivers match nothing.
    const watched = watchWaivers(options.source === "plan" ? await waiversOfPlan() : []);
    const code = await showAccess(() => readSource(options, { isForReport: true }), {
        format: options.format,
        ...(options.out === undefined ? {} : { out: options.out }),
        ...(options.sarif === undefined ? {} : { sarif: options.sarif }),
        ...(options.strict === true ? { strict: true } : {}),
        ...(since === undefined ? {} : { since }),
        origin: await originOf(sourceText(options), await secretReadersOf(options)),
        locator: (organization) => locatorOf(options, organization),
        screen: screenFor(options),
        detail: detailOf(options),
        ...(watched.unmatched().length === 0
            ? {}
            : {
                  isLeftOut: (hop) => {
                      watched.matches(hop);
                      return false;
                  },
              }),
        progress,
        ...controls,
    });
    for (const waiver of watched.unmatched()) {
        progress(`${waiverText(waiver)} matches no hop; correct or remove it in Pulumi.yaml`);
    }
    return code;
}

async function waiversOfPlan(): Promise<readonly Waiver[]> {
    const { readStateSettings } = await import("../platform/projectFiles");
    return (await readStateSettings(checkout)).waivers;
}

/** A folder's own files, or else the catalogue that the accounts are made from. */
async function locatorOf({ source }: AccessOptions, organization: Organization): Promise<Locate> {
    if (typeof source !== "string") return locateInFolder(source.folder, organization);
    const { locateInCatalogue } = await import("./locateInCatalogue");
    return locateInCatalogue();
}
