import { globsOf, matchesAny } from "../policy/patterns";
import type { ResourceSet } from "../policy/resources";
import { applicable, uncertain, notApplicable, conditional, theResource } from "./applicability";
import type { Applicability, ResolvedOperands } from "./applicability";
import type { Question } from "./question";
import { resolve } from "./variables";

/**
 * Whether a statement's resources include the requested one.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function appliesToResource(resources: ResourceSet, question: Question): Applicability {
    const { except, patterns, compiled } = resources;
    const { resource, isPattern = false, context } = question;
    if (patterns.includes("*")) return except ? notApplicable : applicable;
    if (!isPattern && compiled.templates.length === 0) {
        return matchesAny(compiled, resource) === except ? notApplicable : applicable;
    }
    const { known, attackerControlled, uses, unresolved } = resolve(compiled.templates, context);
    const doubt = unresolved && (except || known.length > 0) ? unresolvedVariable : undefined;
    if (isPattern) {
        const certain = [...globsOf(compiled), ...known];
        const operands: ResolvedOperands = {
            ...textOperands,
            globs: [...certain, ...attackerControlled],
            certain,
        };
        const test = { operands, negated: false, ifExists: false };
        return conditional({ about: theResource, test, mustHold: !except, uses }, doubt);
    }
    const matches = (globs: typeof known): boolean =>
        matchesAny({ exact: noTexts, globs }, resource);
    if (matchesAny(compiled, resource) || matches(known))
        return except ? notApplicable : applicable;
    if (matches(attackerControlled)) {
        const test = { operands: { type: "either" }, negated: false, ifExists: false } as const;
        return conditional({ about: uses[0] ?? theResource, test, mustHold: !except, uses }, doubt);
    }
    if (!except) return notApplicable;
    return doubt === undefined ? applicable : uncertain(doubt);
}

export const unresolvedVariable = "a policy variable has no value or several values in the request";

const noTexts: ReadonlySet<string> = new Set();
const textOperands = { type: "text", ignoresCase: false, boolean: false } as const;
