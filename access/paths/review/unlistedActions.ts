import type { Principal } from "../../evaluation/question";
import type { ActionSet } from "../../policy/actions";
import { compilePatterns, matchesAny } from "../../policy/patterns";
import { serviceOf } from "./actionChoice";
import { knownActions, knownServices } from "./knownActions";

/** An action that a policy names and the data doesn't have: AWS added it since, or it never was one. */
export interface UnlistedAction {
    /** In full; a pattern stands for itself, its wildcards left out. */
    readonly action: string;
    /** Prefix; may be one that the data doesn't have. */
    readonly service: string;
}

const known = new WeakMap<ActionSet, readonly UnlistedAction[]>();

/** Those that the policies of a principal may allow. */
export function unlistedActions(principals: readonly Principal[]): readonly UnlistedAction[] {
    const found = new Map<string, UnlistedAction>();
    for (const { policies } of principals) {
        for (const { statements } of policies) {
            for (const { effect, actions } of statements) {
                if (effect === "Deny") continue;
                for (const unlisted of unlistedIn(actions)) found.set(unlisted.action, unlisted);
            }
        }
    }
    return [...found.values()];
}

/** Those that a list of actions names. */
export function unlistedIn(actions: ActionSet): readonly UnlistedAction[] {
    let found = known.get(actions);
    if (found === undefined) {
        found = actions.except ? [] : actions.patterns.flatMap(unlistedAs);
        known.set(actions, found);
    }
    return found;
}

function unlistedAs(pattern: string): UnlistedAction[] {
    const service = serviceOf(pattern);
    const name = pattern.slice(service.length + 1);
    if (pattern === "*" || service === "*" || onlyLists.test(name)) return [];
    if (knownServices.has(service) && isKnown(service, name)) return [];
    const example = name.replaceAll("*", "").replaceAll("?", "x");
    return [{ service, action: `${service}:${example === "" ? "Any" : example}` }];
}

/** No such action of the thousands that there are gives out credentials of AWS, or uses a role. */
const onlyLists = /^(?:List|Describe|Head)/i;

function isKnown(service: string, name: string): boolean {
    const lower = name.toLowerCase();
    if (!/[*?]/.test(lower)) return knownActions(service).includes(lower);
    const patterns = compilePatterns([lower], {
        wildcards: true,
        variables: false,
        arn: false,
        ignoresCase: true,
    });
    return knownActions(service).some((action) => matchesAny(patterns, action));
}
