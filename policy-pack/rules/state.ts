import { differencesFromProgram } from "../programmed";
import type { Rule, StackRule } from "../rule";
import { stateOf } from "../stateOf";

/**
 * Where the state is judged without a program (`pulumi policy analyze`), the engine shows the rules on single resources only
 * what the program asked for. What the state says came of it, after a refresh say, is judged by the same rules here.
 */
export const stateKeepsRules = (rules: readonly Rule[]): StackRule => ({
    name: "platform-state-keeps-rules",
    description: "What the state holds keeps every rule on single resources, too.",
    severity: "critical",
    remediationSteps: "Find out what changed it, then run pulumi up with the policy pack.",
    governs: (type) => /^aws:(iam|secretsmanager)\/|^pulumi:providers:aws$/.test(type),
    judgesInputs: true,
    checkStack: (resources, context) => {
        if (context.isRunning) return [];
        return resources.flatMap((resource) =>
            rules
                .filter(({ governs }) => governs(resource.type))
                .flatMap((rule) => {
                    const known = rule.check(resource, context);
                    return rule
                        .check(stateOf(resource), context)
                        .filter((message) => !known.includes(message))
                        .map((message) => ({
                            urn: resource.urn,
                            message: `${rule.name}: ${message}`,
                        }));
                }),
        );
    },
});

/** A state that was changed by hand may keep each rule, and still not be what was reviewed. */
export const stateIsAsProgrammed: StackRule = {
    name: "platform-state-is-as-programmed",
    description: "A state that is judged without a program holds what the program makes.",
    severity: "critical",
    remediationSteps:
        "Find out what changed the state; run pulumi refresh, then pulumi up with the policy pack. A pack of another commit judges by another program.",
    governs: (type) => type.startsWith("aws:"),
    judgesInputs: true,
    checkStack: async (resources, context) => {
        if (context.isRunning) return [];
        try {
            // The program is loaded where it is needed, not whenever the pack starts.
            const { renderOwn } = await import("../platform");
            const own = await renderOwn(context);
            return differencesFromProgram(resources, own?.resources ?? []);
        } catch (error) {
            return [{ message: `What the program makes isn't known. ${(error as Error).message}` }];
        }
    },
};
