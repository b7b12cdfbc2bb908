import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";

import type { PackConfig, ReadContext } from "./context";
import type { Reported } from "./reported";
import type { Context, ResourceFacts, Rule, StackRule, StackViolation } from "./rule";
import { stateOf } from "./stateOf";
import { reveal } from "./unknown";

/** What the program asks for, by URN: the engine shows it resource by resource, before it shows all together. */
export type Asked = Map<string, ResourceFacts>;

/** The part of `ResourceValidationArgs` and `PolicyResource` that rules need. */
interface RawResource {
    readonly type: string;
    readonly urn: string;
    readonly props: object;
    readonly opts?: { readonly protect: boolean; readonly ignoreChanges: readonly string[] };
    readonly provider?: { readonly type: string; readonly urn?: string; readonly props: object };
    readonly propertyDependencies?: Readonly<Record<string, readonly { readonly urn: string }[]>>;
}

/** A resource as rules see it. */
export const factsOf = ({
    type,
    urn,
    props,
    opts,
    provider,
    propertyDependencies,
}: RawResource): ResourceFacts => ({
    type,
    urn,
    props: reveal(props) as ResourceFacts["props"],
    ...(opts === undefined
        ? {}
        : { options: { protect: opts.protect, ignoreChanges: [...opts.ignoreChanges] } }),
    ...(provider === undefined
        ? {}
        : {
              provider: {
                  type: provider.type,
                  ...(provider.urn === undefined ? {} : { urn: provider.urn }),
                  props: reveal(provider.props) as ResourceFacts["props"],
              },
          }),
    ...(propertyDependencies === undefined
        ? {}
        : {
              sources: Object.fromEntries(
                  Object.entries(propertyDependencies).map(([key, from]) => [
                      key,
                      from.map((resource) => resource.urn),
                  ]),
              ),
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

/** The policies of one pack, which know of each other's reports. */
export interface Pack {
    readonly readContext: ReadContext;
    readonly asked: Asked;
    readonly reported: Reported;
}

/** A message with what to do: the CLI never shows the steps that a policy carries. */
export const withNextStep = (message: string, { remediationSteps }: Rule | StackRule): string =>
    `${message}\n  Next step: ${remediationSteps}`;

/** The stack's settings; when they can't be read, that is a violation, once. */
async function contextOrViolation(
    readContext: () => Promise<Context>,
    reported: Reported,
    reportViolation: (message: string) => void,
): Promise<Context | undefined> {
    try {
        return await readContext();
    } catch (error) {
        if (reported.has("settings")) return undefined;
        reported.add("settings", "any");
        const reason = error instanceof Error ? error.message : String(error);
        reportViolation(`Nothing can be judged without the stack's configuration. ${reason}`);
        return undefined;
    }
}

/**
 * A rule as CrossGuard runs it.
 *
 * @param pack its `readContext` reads the stack's settings; when it throws, what the rule governs is a violation
 */
export const asPolicy = (
    rule: Rule,
    { readContext, reported }: Pick<Pack, "readContext" | "reported">,
): ResourceValidationPolicy => ({
    ...manual(rule),
    validateResource: async (args, reportViolation) => {
        if (!rule.governs(args.type)) return;
        const context = await contextOrViolation(
            () => readContext(args.urn),
            reported,
            reportViolation,
        );
        if (context === undefined) return;
        const facts = factsOf(args);
        const about = rule.about?.(facts) ?? args.urn;
        const said = [
            ...(rule.explainedBy ?? []),
            ...(rule.about === undefined ? [] : [rule.name]),
        ];
        if (reported.has(about, said)) return;
        for (const message of rule.check(facts, context)) {
            if (rule.enforcementLevel === undefined) {
                for (const urn of new Set([about, args.urn])) reported.add(urn, rule.name);
            }
            reportViolation(withNextStep(message, rule));
        }
    },
});

/**
 * The pack's first rule. It gets each resource before the others do, so it hands on the pack's configuration, which only
 * one policy has, and notes what the program asks for.
 */
export const asFirstPolicy = (rule: Rule, pack: Pack): ResourceValidationPolicy => {
    const policy = asPolicy(rule, pack);
    return {
        ...policy,
        validateResource: async (args, reportViolation) => {
            pack.asked.set(args.urn, factsOf(args));
            // A fault is reported by the rules that need the settings.
            await pack.readContext(args.urn, args.getConfig<PackConfig>()).catch(() => undefined);
            if (typeof policy.validateResource !== "function") return;
            await policy.validateResource(args, reportViolation);
        },
    };
};

/** A rule on all resources as CrossGuard runs it. @param pack its `asked` is filled by the first policy */
export const asStackPolicy = (
    rule: StackRule,
    { readContext, asked, reported }: Pack,
): StackValidationPolicy => ({
    ...manual(rule),
    validateStack: async ({ resources }, report) => {
        const governed = resources.filter(({ type }) => rule.governs(type));
        const [first] = governed;
        if (first === undefined) return;
        // A violation that names no resource makes the CLI panic.
        const stack = resources.find(({ type }) => type === stackType) ?? first;
        const reportViolation = (message: string, urn = stack.urn): void => {
            report(message, urn);
        };
        const context = await contextOrViolation(
            () => readContext(stack.urn),
            reported,
            reportViolation,
        );
        if (context === undefined) return;
        const facts = governed.map((resource) => withInputs(factsOf(resource), asked));
        const views = context.isRunning
            ? [facts.map(rule.judgesInputs === true ? inputsOf : outputsOf)]
            : [facts.map(inputsOf), facts.map(stateOf)];
        const found = new Map<string, StackViolation>();
        for (const view of views) {
            for (const violation of await rule.checkStack(view, context, reported)) {
                found.set(JSON.stringify(violation), violation);
            }
        }
        for (const { urn, message } of found.values()) {
            if (urn !== undefined && reported.has(urn, rule.explainedBy ?? [])) continue;
            reportViolation(withNextStep(message, rule), urn);
        }
    },
});

/** A resource with what was asked for and what came of it. */
interface Both extends ResourceFacts {
    readonly outputs: ResourceFacts["props"];
}

/** What the program asks for no more, and the engine deletes after this, is judged by its state: it is still there. */
function withInputs(came: ResourceFacts, asked: Asked): Both {
    const { props } = asked.get(came.urn) ?? came;
    return { ...came, props, outputs: came.props };
}

const inputsOf = (both: Both): ResourceFacts => both;
const outputsOf = ({ outputs, ...both }: Both): ResourceFacts => ({ ...both, props: outputs });

const stackType = "pulumi:pulumi:Stack";
