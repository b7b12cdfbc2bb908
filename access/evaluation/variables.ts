import { anyText, codesOf, globOf } from "../policy/glob";
import type { Glob } from "../policy/glob";
import { isVariable } from "../policy/patterns";
import type { Template } from "../policy/patterns";
import type { Context } from "./question";
import { globWithin } from "./within";

/** Templates with their policy variables resolved. */
export interface Resolved {
    /** Templates whose variables are all known. */
    readonly known: readonly Glob[];
    /** Templates with an attacker-controlled variable, replaced by a wildcard. */
    readonly attackerControlled: readonly Glob[];
    /** Context keys of those variables. */
    readonly uses: readonly string[];
    /**
     * Whether a variable has no value or several. AWS documents only that this "might cause the
     * entire statement to be invalid": the template then matches nothing, and a match of the others
     * is uncertain.
     */
    readonly unresolved: boolean;
}

const nothing: Resolved = { known: [], attackerControlled: [], uses: [], unresolved: false };

/**
 * @param ignoresCase whether the templates are in lower case
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function resolve(
    templates: readonly Template[],
    context: Context,
    ignoresCase = false,
): Resolved {
    if (templates.length === 0) return nothing;
    const known: Glob[] = [];
    const attackerControlled: Glob[] = [];
    const uses: string[] = [];
    let unresolved = false;
    for (const { parts } of templates) {
        const keys: string[] = [];
        const codes: number[] = [];
        let isWhole = true;
        for (const part of parts) {
            if (!isVariable(part)) {
                codes.push(...part);
                continue;
            }
            const value = context(part.key);
            if ("attackerControlled" in value) {
                keys.push(part.key);
                codes.push(
                    ...(value.within === undefined
                        ? [anyText]
                        : globWithin(value.within, ignoresCase).codes),
                );
                continue;
            }
            const values = "known" in value ? value.known : [];
            const [text = part.fallback] = values;
            if (text === undefined || values.length > 1) isWhole = false;
            // A wildcard in a variable's value is a literal character.
            else codes.push(...codesOf(ignoresCase ? text.toLowerCase() : text));
        }
        if (!isWhole) unresolved = true;
        else if (keys.length === 0) known.push(globOf(codes));
        else attackerControlled.push(globOf(codes));
        if (isWhole) uses.push(...keys);
    }
    return { known, attackerControlled, uses, unresolved };
}
