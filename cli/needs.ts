import { readFile } from "node:fs/promises";
import { text as readAll } from "node:stream/consumers";

import { Command } from "commander";

import { roleMay } from "../access";
import { lackingOf, rolesFor } from "../consumers/lacking";
import type { RoleNeeds } from "../consumers/lacking";
import { readTerraformPlan } from "../consumers/terraformPlan";
import { readSource, withAccessSource } from "./accessSource";
import type { AccessSourceOptions } from "./accessSource";
import { fileFault } from "../platform/systemError";
import { action, exitCode, print, printText, stopOnInterrupt } from "./action";
import { needsText } from "./needsText";

interface NeedsOptions extends AccessSourceOptions {
    readonly terraformPlan: string;
    readonly role: string;
    readonly json?: boolean;
}

export const needsCommand = (): Command =>
    withAccessSource(new Command("needs"))
        .description("which actions of a Terraform plan a role lacks, before Terraform fails")
        .requiredOption(
            "--role <role>",
            "name of the role that Terraform assumes, NAME@ACCOUNT, or its ARN; a name alone means the accounts of the plan's resources, or every account if none exists yet",
        )
        .option(
            "--terraform-plan <file>",
            "output of `terraform show -json <plan>`; - for standard input",
            "-",
        )
        .option("--json", "print JSON")
        .addHelpText(
            "after",
            `
Example:
  $ terraform plan -out=plan && terraform show -json plan | iam-profiles needs --role PSKPlatformVPCRole

Compares what Terraform's AWS provider calls for each resource of the plan with the role's permissions and its permissions
boundary. A request that is allowed only for some values of what is not known yet is unknown. The policies of resources (of
a key, a bucket) are not considered.

Exit code: 0 if the role allows every request; 1 if it lacks one; 2 if it lacks none that is known, but the
plan has resources that the table of actions lacks, on wrong usage, or if the plan can't be read.`,
        )
        .action(action(needs));

async function needs({ terraformPlan, role, json, ...source }: NeedsOptions): Promise<number> {
    stopOnInterrupt("no result");
    const plan = readTerraformPlan(await contentOf(terraformPlan));
    const organization = await readSource(source);
    const roles = rolesFor(organization, role, plan);
    // Its error names the nearest.
    if (roles.length === 0)
        roleMay(organization, role, { action: "sts:GetCallerIdentity", resource: "*" });
    const results = roles.map((held) => lackingOf(organization, held, plan));
    if (json === true) print(JSON.stringify({ results }, null, 2));
    else printText(needsText(results));
    return codeOf(results);
}

async function contentOf(file: string): Promise<string> {
    if (file !== "-") {
        return readFile(file, "utf8").catch((error: unknown) => {
            throw new Error(`--terraform-plan ${file} ${fileFault(error)}`);
        });
    }
    if (process.stdin.isTTY) {
        throw new Error(
            "No plan: pipe the output of `terraform show -json PLAN`, or name a file with --terraform-plan",
        );
    }
    return readAll(process.stdin);
}

function codeOf(results: readonly RoleNeeds[]): number {
    if (results.some(({ lacking }) => lacking.length > 0)) return exitCode.attention;
    return results.some(({ unknown }) => unknown.length > 0) ? exitCode.cannotTell : exitCode.fine;
}
