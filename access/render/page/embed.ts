import { createHash } from "node:crypto";

/** Text for the content of an element. */
export const escaped = (text: string): string =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/**
 * JSON that is safe inside a script element: without `<`, it can contain neither `</script>` nor `<!--`.
 *
 * @see https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
 */
export const scriptJson = (value: unknown): string =>
    JSON.stringify(value).replaceAll("<", "\\u003c");

/**
 * Allows the page its own script and style, and nothing else: no network, no other script, no form, no markup from
 * strings.
 *
 * @see https://www.w3.org/TR/CSP3/
 */
export const contentSecurityPolicy = (script: string, style: string): string =>
    [
        "default-src 'none'",
        `script-src ${hashSource(script)}`,
        `style-src ${hashSource(style)}`,
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ].join("; ");

const hashSource = (text: string): string =>
    `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
