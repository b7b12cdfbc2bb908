/** A value for an error message, shortened. */
export function quote(value: unknown): string {
    if (value === undefined) return "missing";
    if (typeof value === "function") return "a function";
    if (typeof value === "number" && !Number.isFinite(value)) return String(value);
    if (typeof value === "bigint" || typeof value === "symbol") return String(value);
    if (typeof value === "object" && value !== null) {
        // Both look like an empty object, or like an error's text.
        if ("__pulumiOutput" in value) return "an Output, whose value comes too late";
        if (value instanceof Promise) return "a promise, whose value comes too late";
    }
    try {
        return JSON.stringify(value).slice(0, 100);
    } catch {
        return "nested too deeply";
    }
}
