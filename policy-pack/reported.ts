/**
 * What rules on single resources have reported in this run, so that one cause is one violation: a later rule stays silent where
 * an earlier one has said it. Nothing is lost by that: each of these violations stops the run by itself, and a configuration
 * can't turn it off (enforcement.ts).
 */
export class Reported {
    private readonly rulesOf = new Map<string, Set<string>>();

    /** @param about URN of the resource, or of the provider that is at fault */
    add(about: string, rule: string): void {
        this.rulesOf.set(about, (this.rulesOf.get(about) ?? new Set()).add(rule));
    }

    /** Whether one of the rules has reported on it. @param rules by name; `undefined`: any */
    has(about: string, rules?: readonly string[]): boolean {
        const found = this.rulesOf.get(about);
        return (
            found !== undefined && (rules === undefined || rules.some((rule) => found.has(rule)))
        );
    }
}
