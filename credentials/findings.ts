/**
 * What `credentials status` may find. The codes are stable: scripts rely on them.
 *
 * `unreadable`: the identity's state is unknown. `error`: its credential can't be used, or others may use it.
 * `warning`: anything else that needs a person.
 */
export const findingLevels = {
    unreadable: "unreadable",
    "wrong-store": "error",
    "no-current": "error",
    "current-gone": "error",
    "current-inactive": "error",
    "current-foreign": "error",
    "current-wrong": "error",
    "scheduled-for-deletion": "error",
    "policy-missing": "error",
    "policy-changed": "error",
    "not-in-contract": "error",
    "third-party-key": "error",
    due: "warning",
    old: "warning",
    unfinished: "warning",
    leftover: "warning",
    superseded: "warning",
    inactive: "warning",
    "not-bound": "warning",
    "version-gone": "warning",
    "pending-label": "warning",
    "other-rotation": "warning",
} as const;

export type FindingCode = keyof typeof findingLevels;

/** One thing that needs attention. */
export interface Finding {
    readonly code: FindingCode;
    /** What is wrong and what to do, in one line; nothing of it is secret. */
    readonly text: string;
}

export const finding = (code: FindingCode, text: string): Finding => ({ code, text });
