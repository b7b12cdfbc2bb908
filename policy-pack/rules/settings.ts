import { packConfigSchema } from "../packSettings";
import { oneOf } from "../rule";
import type { Rule } from "../rule";

/** An account has one stack: a second one could change what the first one's rules judged as another account. */
export const accountHasOneStack: Rule = {
    name: "aws-account-has-one-stack",
    description:
        "The stack of a nonprod account that is the state account, too, deploys nothing there; the state stack does.",
    severity: "critical",
    remediationSteps: "Deploy it with the state stack.",
    governs: (type) => /^aws:(iam|secretsmanager)\//.test(type),
    check: ({ type }, { account, stateAccount }) =>
        account.sharedWith === undefined || account.name === stateAccount.name
            ? []
            : [
                  `${type} is in stack "${account.name}", whose account ${account.id} is account ${stateAccount.name}, too; only stack "${stateAccount.name}" may deploy there.`,
              ],
};

/** The rules judge by the shared settings; a stack that deploys by others would deploy what they never saw. */
export const settingsAreShared: Rule = {
    name: "platform-settings-are-shared",
    description:
        "What all stacks share, the account registry among it, comes from Pulumi.yaml alone.",
    severity: "critical",
    remediationSteps: "Remove the key from the stack's configuration; set it in Pulumi.yaml.",
    configSchema: packConfigSchema,
    governs: oneOf("pulumi:pulumi:Stack"),
    check: (_, { overrides }) => overrides,
};
