import { literally, partsOf } from "./glob";
import type { Part } from "./glob";
import type { Request } from "./request";

const variable = /\$\{([^}]*)\}/;

/**
 * A policy's text with its variables replaced by what the request says; what replaces them has no wildcards.
 *
 * @param version the document's `Version`: before 2012-10-17, and without one, variables are plain text
 * @returns `undefined` if a variable's key isn't in the request and has no default
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function expand(
    text: string,
    version: unknown,
    request: Pick<Request, "context">,
): readonly Part[] | undefined {
    const found = version === "2012-10-17" ? variable.exec(text) : null;
    if (found === null) return partsOf(text);
    const value = valueOf(found[1] ?? "", request);
    const rest = expand(text.slice(found.index + found[0].length), version, request);
    if (value === undefined || rest === undefined) return undefined;
    return [...partsOf(text.slice(0, found.index)), ...literally(value), ...rest];
}

function valueOf(inside: string, { context }: Pick<Request, "context">): string | undefined {
    if (["*", "?", "$"].includes(inside)) return inside;
    const [key = "", fallback] = inside.split(/\s*,\s*(?=')/);
    const values = context.get(key.trim().toLowerCase());
    return values?.[0] ?? fallback?.replace(/^'|'$/g, "");
}

/** Keys of the variables in a text, in lower case. */
export const variablesIn = (text: string): readonly string[] =>
    [...text.matchAll(new RegExp(variable, "g"))].map(([, inside = ""]) =>
        (inside.split(",")[0] ?? "").trim().toLowerCase(),
    );

/** Parts as plain text: a wildcard stands for its own sign. */
export const plain = (parts: readonly Part[]): string =>
    parts.map((part) => ("text" in part ? part.text : part.wildcard)).join("");
