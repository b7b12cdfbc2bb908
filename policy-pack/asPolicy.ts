import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";

import type { PackConfig, ReadContext } from "./context";
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
    const { name, description, severity, remediationSteps, url, enforcementLevel, configSchema } =
        rule;
    return {
        name,
        description,
        severity,
        remediationSteps,
        enforcementLevel: enforcementLevel ?? ("mandatory" as const),
        ...(url === undefined ? {} : { url }),
        ...(configSchema === undefined ? {} : { configSchema }),
    };
}

/** The stack's settings; when they can't be read, that is a violation. */
async function contextOrViolation(
    readContext: () => Promise<Context>,
    reportViolation: (message: string) => void,
): Promise<Context | undefined> {
    try {
        return await readContext();
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
export const asPolicy = (rule: Rule, readContext: ReadContext): ResourceValidationPolicy => ({
    ...manual(rule),
    validateResource: async (args, reportViolation) => {
        // The first thing that the pack sees may be none of this rule's business; its configuration must be known by then.
        const own = rule.configSchema === undefined ? undefined : args.getConfig<PackConfig>();
        if (!rule.governs(args.type)) {
            if (own !== undefined) await readContext(args.urn, own).catch(() => undefined);
            return;
        }
        const context = await contextOrViolation(() => readContext(args.urn, own), reportViolation);
        if (context === undefined) return;
        for (const message of rule.check(factsOf(args), context)) reportViolation(message);
    },
});

/** A rule on all resources as CrossGuard runs it. */
export const asStackPolicy = (
    rule: StackRule,
    readContext: ReadContext,
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
        validateStack: async ({ resources }, report) => {
            const governed = resources.filter(({ type }) => rule.governs(type));
            const [first] = governed;
            if (first === undefined) return;
            // A violation that names no resource makes the CLI panic.
            const stack = resources.find(({ type }) => type === stackType) ?? first;
            const reportViolation = (message: string, urn = stack.urn): void => {
                report(message, urn);
            };
            const context = await contextOrViolation(() => readContext(stack.urn), reportViolation);
            if (context === undefined) return;
            const facts = governed.map(rule.judgesInputs === undefined ? factsOf : withInputs);
            for (const { urn, message } of await rule.checkStack(facts, context)) {
                reportViolation(message, urn);
            }
        },
    };
};

const stackType = "pulumi:pulumi:Stack";
