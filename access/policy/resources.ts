import { compilePatterns } from "./patterns";
import type { Patterns } from "./patterns";

/**
 * The resources of a statement: `Resource`, or all but `NotResource`. Policy variables are not
 * resolved.
 */
export interface ResourceSet {
    /** Whether the listed resources are excluded (`NotResource`). */
    readonly except: boolean;
    /** ARNs with `*`, `?` and `${...}`. */
    readonly patterns: readonly string[];
    /** The same, compiled. */
    readonly compiled: Patterns;
}

/**
 * @param patterns values of `Resource` or `NotResource`. Wildcards span the whole text, including
 *   colons and slashes; case-sensitive.
 * @param except whether they are values of `NotResource`
 * @param variables whether `${...}` is a policy variable
 * @throws PolicyError for an invalid policy variable
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export const resourceSet = (
    patterns: readonly string[],
    except: boolean,
    variables: boolean,
): ResourceSet => ({
    except,
    patterns,
    compiled: compilePatterns(patterns, {
        wildcards: true,
        variables,
        arn: false,
        ignoresCase: false,
    }),
});
