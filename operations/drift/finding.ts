import type { FactKind } from "./fact";

/** How live and declared differ. */
export type FindingChange = "missing" | "changed" | "extra";

/** From worst to least. */
export const severities = ["critical", "high", "medium", "low"] as const;
export type Severity = (typeof severities)[number];

/** A difference between what is declared and what is there. */
export interface Difference {
    /** The subject's ARN and what it is about; `--delete` takes it. */
    readonly id: string;
    readonly kind: FactKind;
    readonly change: FindingChange;
    /** Name of the account in the registry. */
    readonly account: string;
    readonly subject: string;
    readonly name: string;
    readonly text: string;
    /** Normalized; absent: it is not declared. */
    readonly declared?: string;
    /** Normalized; absent: it is not there. */
    readonly live?: string;
    /** Unique ids of deleted principals in a policy. */
    readonly orphans?: readonly string[];
}

/** A difference, with what it does. */
export interface Finding extends Difference {
    readonly severity: Severity;
    /** What it does to who reaches what: a sentence. */
    readonly effect: string;
    /** `up`: an update puts it right; `delete`: only if it is named; `by hand`: neither does. */
    readonly remedy: "up" | "delete" | "by hand";
}
