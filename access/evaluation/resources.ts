import { globsOf, matchesAny } from "../policy/patterns";
import type { ResourceSet } from "../policy/resources";
import { always, doubtful, never, requires, theResource } from "./application";
import type { Application, FreeOperands } from "./application";
import type { Question } from "./question";
import { resolve } from "./variables";

/**
 * Whether a statement's resources hold the one that is asked for.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function appliesToResource(resources: ResourceSet, question: Question): Application {
    const { except, patterns, compiled } = resources;
    const { resource, isPattern = false, context } = question;
    if (patterns.includes("*")) return except ? never : always;
    if (!isPattern && compiled.templates.length === 0) {
        return matchesAny(compiled, resource) === except ? never : always;
    }
    const { known, free, uses, unresolved } = resolve(compiled.templates, context);
    const doubt = unresolved && (except || known.length > 0) ? unresolvedVariable : undefined;
    if (isPattern) {
        const certain = [...globsOf(compiled), ...known];
        const operands: FreeOperands = { ...textOperands, globs: [...certain, ...free], certain };
        const test = { operands, negated: false, ifExists: false };
        return requires({ about: theResource, test, wanted: !except, uses }, doubt);
    }
    const matches = (globs: typeof known): boolean =>
        matchesAny({ exact: noTexts, globs }, resource);
    if (matchesAny(compiled, resource) || matches(known)) return except ? never : always;
    if (matches(free)) {
        const test = { operands: { type: "either" }, negated: false, ifExists: false } as const;
        return requires({ about: uses[0] ?? theResource, test, wanted: !except, uses }, doubt);
    }
    if (!except) return never;
    return doubt === undefined ? always : doubtful(doubt);
}

export const unresolvedVariable = "a policy variable has no value in the request, or several";

const noTexts: ReadonlySet<string> = new Set();
const textOperands = { type: "text", ignoresCase: false, boolean: false } as const;
