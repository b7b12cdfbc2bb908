import { packConfigSchema } from "../packSettings";
import { oneOf } from "../rule";
import type { Rule } from "../rule";

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
