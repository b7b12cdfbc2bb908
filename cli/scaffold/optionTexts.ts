import { quote } from "../../platform/quote";

/** What `--source` says. @throws Error if that is no JSON object with plain keys */
export function sourceOf(text: string): object {
    let source: unknown;
    try {
        source = JSON.parse(text);
    } catch (error) {
        throw new Error(`--source is ${quote(text)}; must be JSON`, { cause: error });
    }
    if (typeof source !== "object" || source === null || Array.isArray(source)) {
        throw new Error('--source must be an object, e.g. {"issuer": "gitlab", ...}');
    }
    const wrong = keysOf(source).find((key) => !/^[A-Za-z]\w*$/.test(key));
    if (wrong !== undefined)
        throw new Error(`--source has the key "${wrong}", which no issuer has`);
    return source;
}

const keysOf = (value: unknown): readonly string[] =>
    typeof value === "object" && value !== null
        ? Object.entries(value).flatMap(([key, one]) => [
              ...(Array.isArray(value) ? [] : [key]),
              ...keysOf(one),
          ])
        : [];

/** Values of `KEY=VALUE` texts, by key. */
export function byKey(texts: readonly string[]): Readonly<Record<string, readonly string[]>> {
    const found = new Map<string, string[]>();
    for (const text of texts) {
        const [, key, value] = /^([^=]+)=(.+)$/.exec(text) ?? [];
        if (key === undefined || value === undefined) {
            throw new Error(`"${text}" must be KEY=VALUE, e.g. nonprod=PaymentsDeploy`);
        }
        found.set(key, [...(found.get(key) ?? []), value]);
    }
    return Object.fromEntries(found);
}
