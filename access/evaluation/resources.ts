import type { Glob } from "../policy/glob";
import { globsOf, matchesAny } from "../policy/patterns";
import type { ResourceSet } from "../policy/resources";
import { applicable, uncertain, notApplicable, conditional, theResource } from "./applicability";
import type { Applicability, PossiblyApplicable, Requirement } from "./applicability";
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
    if (compiled.templates.length === 0) {
        if (isPattern) return ofPattern(resources);
        return matchesAny(compiled, resource) === except ? notApplicable : applicable;
    }
    const { known, attackerControlled, uses, unresolved } = resolve(compiled.templates, context);
    const doubt = unresolved && (except || known.length > 0) ? unresolvedVariable : undefined;
    if (isPattern) {
        const certain = [...globsOf(compiled), ...known];
        return conditional(
            requirementOf([...certain, ...attackerControlled], certain, except, uses),
            doubt,
        );
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

const ofPatterns = new WeakMap<ResourceSet, PossiblyApplicable>();

/** Whether a resource given as a pattern is in the set: the same for each, as there are no policy variables. */
function ofPattern(resources: ResourceSet): PossiblyApplicable {
    let found = ofPatterns.get(resources);
    if (found === undefined) {
        const globs = globsOf(resources.compiled);
        found = conditional(requirementOf(globs, globs, resources.except, []));
        ofPatterns.set(resources, found);
    }
    return found;
}

const requirementOf = (
    globs: readonly Glob[],
    certain: readonly Glob[],
    except: boolean,
    uses: readonly string[],
): Requirement => ({
    about: theResource,
    test: { operands: { ...textOperands, globs, certain }, negated: false, ifExists: false },
    mustHold: !except,
    uses,
});

export const unresolvedVariable = "a policy variable has no value or several values in the request";

const noTexts: ReadonlySet<string> = new Set();
const textOperands = { type: "text", ignoresCase: false, boolean: false } as const;
