const form = /^[A-Za-z0-9+/]{40}$/;

/**
 * Secrets of access keys that are in a text.
 *
 * A pass over the text for all, in place of one for each: there are hundreds, and megabytes.
 *
 * @throws Error if one of them has not the form that is looked for: 40 characters of base64
 */
export function secretsIn(text: string, secrets: ReadonlySet<string>): readonly string[] {
    if (![...secrets].every((secret) => form.test(secret))) {
        throw new Error("a secret is not 40 characters of base64");
    }
    const found = new Set<string>();
    for (const [run] of text.matchAll(/[A-Za-z0-9+/]{40,}/g)) {
        for (let at = 0; at + 40 <= run.length; at++) {
            const part = run.slice(at, at + 40);
            if (secrets.has(part)) found.add(part);
        }
    }
    return [...found];
}
