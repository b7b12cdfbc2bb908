/** A value as a fault shows it: cut short, since it may be anything. */
export function quote(value: unknown): string {
    if (value === undefined) return "missing";
    try {
        return JSON.stringify(value).slice(0, 100);
    } catch {
        return "nested too deeply";
    }
}
