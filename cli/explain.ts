import { Command } from "commander";

import { renderExplanation } from "../access/render/explanation";
import { explanationJson } from "../access/render/json";
import { printPieces } from "./accessOutput";
import { readSource, withAccessSource } from "./accessSource";
import type { AccessSourceOptions } from "./accessSource";
import { action, exitCode, stopOnInterrupt } from "./action";

interface ExplainOptions extends AccessSourceOptions {
    readonly json?: boolean;
}

/** What the command exits with. */
const answerCode = {
    allowed: exitCode.fine,
    denied: exitCode.attention,
    unknown: exitCode.cannotTell,
} as const;

export const explainCommand = (): Command =>
    withAccessSource(new Command("explain"))
        .description("why an identity reaches a role, or why not: both locks, then hop by hop")
        .argument("<identity>", "name or ARN of an IAM user")
        .argument("<role-arn>", "ARN of a role")
        .option("--json", "print it as JSON")
        .addHelpText(
            "after",
            `
Example:
  $ iam-profiles explain PSKNonprodServiceAccount arn:aws:iam::222222222222:role/PSKRoles/PSKPlatformVPCRole

Exit code: 0 if the identity reaches the role, directly or through other hops; 1 if that is ruled out; 2 on wrong usage,
for an identity or role that doesn't exist, or if the answer cannot be determined.`,
        )
        .action(action(explain));

async function explain(
    identity: string,
    roleArn: string,
    options: ExplainOptions,
): Promise<number> {
    stopOnInterrupt("nothing was found out");
    const organization = await readSource(options);
    const { explainCell } = await import("../access/report/explainCell");
    const explanation = explainCell(organization, identity, roleArn);
    await printPieces(
        options.json === true
            ? explanationJson(explanation)
            : [renderExplanation(explanation, organization.accounts), "\n"],
    );
    return answerCode[explanation.answer];
}
