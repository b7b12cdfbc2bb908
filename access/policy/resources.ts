import { compilePatterns } from "./patterns";
import type { Patterns } from "./patterns";

/** The resources of a statement: `Resource`, or all but `NotResource`. Policy variables are not replaced yet. */
export interface ResourceSet {
    /** Whether the listed ones are the exceptions (`NotResource`). */
    readonly except: boolean;
    /** ARNs with `*`, `?` and `${...}`. */
    readonly patterns: readonly string[];
    /** The same, compiled. */
    readonly compiled: Patterns;
}

/**
 * @param patterns of `Resource` or `NotResource`. Wildcards span the whole text, colons and slashes too; case counts.
 * @param except whether they are of `NotResource`
 * @param variables whether `${...}` is replaced
 * @throws PolicyError for a policy variable that isn't well formed
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
