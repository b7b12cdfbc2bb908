/** A value for an error message, shortened. */
export function quote(value: unknown): string {
    if (value === undefined) return "missing";
    try {
        return JSON.stringify(value).slice(0, 100);
    } catch {
        return "nested too deeply";
    }
}
