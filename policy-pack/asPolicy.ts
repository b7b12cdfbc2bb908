import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";

import type { Context, ResourceFacts, Rule, StackRule } from "./rule";
import { reveal } from "./unknown";

/** The part of `ResourceValidationArgs` and `PolicyResource` that rules need. */
interface RawResource {
    readonly type: string;
    readonly urn: string;
    readonly props: object;
    readonly provider?: { readonly type: string; readonly props: object };
}

const factsOf = ({ type, urn, props, provider }: RawResource): ResourceFacts => ({
    type,
    urn,
    props: reveal(props) as ResourceFacts["props"],
    ...(provider === undefined
        ? {}
        : {
              provider: {
                  type: provider.type,
                  props: reveal(provider.props) as ResourceFacts["props"],
              },
          }),
});

/** What every policy carries, whatever it judges. */
function manual(rule: Rule | StackRule) {
    const { name, description, severity, remediationSteps, url, enforcementLevel } = rule;
    return {
        name,
        description,
        severity,
        remediationSteps,
        enforcementLevel: enforcementLevel ?? ("mandatory" as const),
        ...(url === undefined ? {} : { url }),
    };
}

/** The stack's settings; when they can't be read, that is a violation. */
function contextOrViolation(
    readContext: () => Context,
    reportViolation: (message: string) => void,
): Context | undefined {
    try {
        return readContext();
    } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        reportViolation(`Nothing can be judged without the stack's configuration. ${reason}`);
        return undefined;
    }
}

/**
 * A rule as CrossGuard runs it.
 *
 * @param readContext reads the stack's settings; when it throws, what the rule governs is a violation
 */
export const asPolicy = (rule: Rule, readContext: () => Context): ResourceValidationPolicy => ({
    ...manual(rule),
    validateResource: (args, reportViolation) => {
        if (!rule.governs(args.type)) return;
        const context = contextOrViolation(readContext, reportViolation);
        if (context === undefined) return;
        for (const message of rule.check(factsOf(args), context)) reportViolation(message);
    },
});

/** A rule on all resources as CrossGuard runs it. */
export const asStackPolicy = (
    rule: StackRule,
    readContext: () => Context,
): StackValidationPolicy & Partial<ResourceValidationPolicy> => {
    // The engine hands over all resources with what came of them; what was asked for, only one by one before that.
    const asked = new Map<string, ResourceFacts>();
    const withInputs = (resource: RawResource): ResourceFacts => {
        const { props: outputs, ...facts } = factsOf(resource);
        const inputs = asked.get(resource.urn);
        if (inputs === undefined) throw new Error(`${resource.urn} was not shown to the pack`);
        return { ...facts, props: inputs.props, outputs };
    };
    return {
        ...manual(rule),
        ...(rule.judgesInputs === undefined
            ? {}
            : {
                  validateResource: (args: RawResource) => {
                      if (rule.governs(args.type)) asked.set(args.urn, factsOf(args));
                  },
              }),
        validateStack: async ({ resources }, reportViolation) => {
            const governed = resources.filter(({ type }) => rule.governs(type));
            if (governed.length === 0) return;
            const context = contextOrViolation(readContext, reportViolation);
            if (context === undefined) return;
            const facts = governed.map(rule.judgesInputs === undefined ? factsOf : withInputs);
            for (const { urn, message } of await rule.checkStack(facts, context)) {
                reportViolation(message, urn);
            }
        },
    };
};
