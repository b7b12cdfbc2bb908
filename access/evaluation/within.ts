import { literal } from "../policy/glob";
import type { Glob } from "../policy/glob";
import { compilePatterns } from "../policy/patterns";

const cache = new Map<string, Glob>();
const maxCached = 10_000;

/** The compiled glob of a pattern, e.g. `arn:aws:iam::222222222222:role/*`; cached. */
export function globWithin(pattern: string, ignoresCase = false): Glob {
    const text = ignoresCase ? pattern.toLowerCase() : pattern;
    let glob = cache.get(text);
    if (glob === undefined) {
        const { globs } = compilePatterns([text], {
            wildcards: true,
            variables: false,
            arn: false,
            ignoresCase: false,
        });
        glob = globs[0] ?? literal(text);
        if (cache.size >= maxCached) cache.clear();
        cache.set(text, glob);
    }
    return glob;
}
