import { Command } from "commander";

import { showExplanation } from "../access";
import { readSource, withAccessSource } from "./accessSource";
import type { AccessSourceOptions } from "./accessSource";
import { action, stopOnInterrupt } from "./action";

interface ExplainOptions extends AccessSourceOptions {
    readonly json?: boolean;
}

export const explainCommand = (): Command =>
    withAccessSource(new Command("explain"))
        .description("why an identity reaches a role, or why not: both locks, then hop by hop")
        .argument("<identity>", "name or ARN of an IAM user")
        .argument("<role-arn>", "ARN of a role")
        .option("--json", "print JSON")
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
    return showExplanation(await readSource(options), identity, roleArn, options);
}
