import { isObject } from "../../platform/isObject";

/** Claims of a token, by name. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * The claims of a token. Its signature is not checked.
 *
 * @param text a JSON Web Token, or its claims as a JSON object
 * @throws Error that repeats nothing of the text: a token is a credential
 */
export function readClaims(text: string): Claims {
    const [, payload, ...rest] = text.trim().split(".");
    const isToken = /^[\w-]+\.[\w-]+\.[\w-]*$/.test(text.trim()) && rest.length === 1;
    const json = isToken ? Buffer.from(payload ?? "", "base64url").toString("utf8") : text;
    let claims: unknown;
    try {
        claims = JSON.parse(json);
    } catch {
        throw new Error(
            "That is neither a token nor the JSON object of its claims; give one of them, whole",
        );
    }
    if (!isObject(claims)) throw new Error("The claims are no JSON object; give the whole payload");
    return claims;
}
