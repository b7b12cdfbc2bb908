import {
    anyCharacter,
    anyCharacterOfPart,
    anyText,
    anyTextOfPart,
    globOf,
    literal,
    matches,
} from "./glob";
import type { Glob } from "./glob";
import { PolicyError, describeValue } from "./policyError";

/** Compiled alternatives to match a text with. */
export interface Patterns {
    /** Texts without wildcards. */
    readonly exact: ReadonlySet<string>;
    readonly globs: readonly Glob[];
    /** Texts with policy variables, resolved per request. */
    readonly templates: readonly Template[];
}

/** A text with policy variables. */
export interface Template {
    readonly parts: readonly (readonly number[] | Variable)[];
}

/**
 * A policy variable, e.g. `${aws:PrincipalTag/team, 'none'}`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export interface Variable {
    /** Context key in lower case. */
    readonly key: string;
    /** Default value if the request does not have the key. */
    readonly fallback?: string;
}

/** How the texts of a policy are interpreted. */
export interface Reading {
    /** Whether `*` and `?` are wildcards. */
    readonly wildcards: boolean;
    /** Whether `${...}` is a policy variable. */
    readonly variables: boolean;
    /** Whether the six parts of an ARN are matched separately. */
    readonly arn: boolean;
    /** Whether case is ignored. */
    readonly ignoresCase: boolean;
}

/**
 * @param texts as written in the policy
 * @throws PolicyError for an invalid policy variable, or an ARN of fewer than six parts
 */
export function compilePatterns(texts: readonly string[], reading: Reading): Patterns {
    const exact = new Set<string>();
    const globs: Glob[] = [];
    const templates: Template[] = [];
    for (const text of texts) {
        // Fast path: most texts have no special characters. ARN conditions need their parts
        // counted.
        if (!reading.arn && !special.test(text)) {
            exact.add(reading.ignoresCase ? text.toLowerCase() : text);
            continue;
        }
        const parts = compile(text, reading);
        const [only, ...others] = parts;
        if (only === undefined) exact.add("");
        else if (others.length > 0 || isVariable(only)) templates.push({ parts });
        else if (only.some((code) => code < 0)) globs.push(globOf(only));
        else exact.add(textOf(only));
    }
    return { exact, globs, templates };
}

const asGlobs = new WeakMap<Patterns, readonly Glob[]>();

/** All patterns without variables, as globs. */
export function globsOf(patterns: Patterns): readonly Glob[] {
    let found = asGlobs.get(patterns);
    if (found === undefined) {
        found = [...[...patterns.exact].map(literal), ...patterns.globs];
        asGlobs.set(patterns, found);
    }
    return found;
}

export const isVariable = (part: readonly number[] | Variable): part is Variable => "key" in part;

/** Whether one of the patterns without variables matches. */
export function matchesAny({ exact, globs }: Omit<Patterns, "templates">, text: string): boolean {
    if (exact.has(text)) return true;
    for (const glob of globs) if (matches(glob, text)) return true;
    return false;
}

function textOf(codes: readonly number[]): string {
    let text = "";
    for (const code of codes) text += String.fromCharCode(code);
    return text;
}

const special = /[*?$]/;
const lastPart = 5;

/** Adjacent characters form one part, so a text without variables has at most one. */
function compile(text: string, reading: Reading): (readonly number[] | Variable)[] {
    const parts: (readonly number[] | Variable)[] = [];
    const folded = reading.ignoresCase ? text.toLowerCase() : text;
    let codes: number[] = [];
    let colons = 0;
    const inPart = (): boolean => reading.arn && text !== "*" && colons < lastPart;
    for (let index = 0; index < folded.length;) {
        const character = folded.charAt(index);
        const starts = reading.variables && folded.startsWith("${", index);
        if (starts && /^[*?$]\}/.test(folded.slice(index + 2, index + 4))) {
            codes.push(folded.charCodeAt(index + 2));
            index += 4;
        } else if (starts) {
            const end = folded.indexOf("}", index);
            const variable = readVariable(folded.slice(index, end < 0 ? undefined : end + 1));
            if (codes.length > 0) parts.push(codes);
            parts.push(variable);
            codes = [];
            index = end + 1;
        } else {
            if (reading.wildcards && character === "*") {
                const star = inPart() ? anyTextOfPart : anyText;
                // Two consecutive stars are equivalent to one.
                if (codes.at(-1) !== star) codes.push(star);
            } else if (reading.wildcards && character === "?") {
                codes.push(inPart() ? anyCharacterOfPart : anyCharacter);
            } else {
                if (character === ":") colons += 1;
                codes.push(folded.charCodeAt(index));
            }
            index += 1;
        }
    }
    if (reading.arn && inPart() && !parts.some(isVariable)) {
        throw new PolicyError(
            `${describeValue(text)} is not an ARN; an ARN has six parts separated by colons`,
        );
    }
    if (codes.length > 0) parts.push(codes);
    return parts;
}

/** @param text from `${` to `}` */
function readVariable(text: string): Variable {
    const [, key, fallback] =
        /^\$\{\s*([^\s{},'"*?$]+)\s*(?:,\s*'([^'{}]*)'\s*)?\}$/.exec(text) ?? [];
    if (key === undefined)
        throw new PolicyError(`${describeValue(text)} is not a valid policy variable`);
    return { key: key.toLowerCase(), ...(fallback === undefined ? {} : { fallback }) };
}
