import { stepText } from "../step";
import { unprotectText } from "./perform";
import type { Removal } from "./removal";

/** What became of a removal. */
export type Outcome = "planned" | "refused" | "done";

/** A removal as text: what stops it, or what it does, what to run next, and what stays. */
export function removalText(removal: Removal, outcome: Outcome): string {
    const { kind, name, refusals, next, stays } = removal;
    const steps = [
        ...removal.steps.map((step) => `${step.account}: ${stepText(step)}`),
        ...removal.unprotect.flatMap(({ stack, urns }) =>
            urns.map((urn) => unprotectText(stack, urn)),
        ),
    ];
    const block = (title: string, lines: readonly string[]): string[] =>
        lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  - ${line}`)];
    if (outcome === "refused") {
        return [
            `${kind} ${name} can't be removed yet:`,
            ...refusals.map((line) => `  - ${line}`),
        ].join("\n");
    }
    const isEmpty = steps.length + next.length === 0;
    const title = isEmpty
        ? `${kind} ${name}: nothing to remove`
        : steps.length === 0
          ? `${kind} ${name}: nothing is in the way any more`
          : outcome === "done"
            ? `${kind} ${name}: ${steps.length} steps done`
            : `${kind} ${name}: ${steps.length} steps; nothing was changed`;
    return [
        title,
        ...(outcome === "done" ? [] : steps.map((line) => `  - ${line}`)),
        ...(outcome === "planned" && steps.length > 0
            ? ["", "To do this, run it again with --yes."]
            : []),
        ...block(
            outcome === "planned" && steps.length > 0
                ? "Then run, in this order:"
                : "Now run, in this order:",
            next,
        ),
        ...(isEmpty ? [] : block("What stays:", stays)),
    ].join("\n");
}

/** A removal as data, for scripts. Access keys are shown by their last four characters. */
export const removalJson = (removal: Removal, outcome: Outcome): object => ({
    version: 1,
    kind: removal.kind,
    name: removal.name,
    outcome,
    refusals: removal.refusals,
    steps: removal.steps.map((step) => ({
        account: step.account,
        do: step.do,
        text: stepText(step),
    })),
    unprotect: removal.unprotect,
    next: removal.next,
    stays: removal.stays,
});
