import type { EngineEvent } from "@pulumi/pulumi/automation";

/** Summary of an engine run or preview. */
export interface RunReport {
    /** Resources per operation, e.g. `{ create: 38 }`; `same` is left out. */
    readonly changes: Readonly<Record<string, number>>;
    /** Sentences of mandatory policies that were violated. */
    readonly violations: readonly Violation[];
    /** Errors of the program, the engine and the providers. */
    readonly errors: readonly string[];
}

export interface Violation {
    /** E.g. `iam-role-trust-names-principals`. */
    readonly policy: string;
    /** Logical name of the resource; none for a stack policy. */
    readonly resource: string | undefined;
    readonly message: string;
}

/** A violation as text: the policy, the resource, and what is wrong on indented lines. */
export const violationText = ({ policy, resource, message }: Violation): string =>
    `  [${policy}] ${resource ?? "stack"}: ${message.replaceAll("\n", "\n    ")}`;

// Operations that change nothing; `read` is how a stack reference shows.
const unchanging = ["same", "read"];

/** The report of a run's events. */
export function reportOf(events: readonly EngineEvent[]): RunReport {
    const changes: Record<string, number> = {};
    const violations: Violation[] = [];
    // The engine reports some errors twice.
    const errors = new Set<string>();
    for (const { summaryEvent, policyEvent, diagnosticEvent } of events) {
        for (const [operation, count] of Object.entries(summaryEvent?.resourceChanges ?? {})) {
            if (!unchanging.includes(operation)) changes[operation] = count;
        }
        if (policyEvent?.enforcementLevel === "mandatory") {
            violations.push({
                policy: policyEvent.policyName,
                resource: policyEvent.resourceUrn?.split("::").pop(),
                message: plain(policyEvent.message),
            });
        }
        if (diagnosticEvent?.severity === "error") {
            errors.add(plain(diagnosticEvent.message));
        }
    }
    return { changes, violations, errors: [...errors] };
}

/** Removes the engine's colour codes, e.g. `<{%reset%}>`. */
const plain = (text: string): string => text.replaceAll(/<\{%[^%]*%\}>/g, "").trim();
