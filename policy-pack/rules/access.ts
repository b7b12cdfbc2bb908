import { hopLines } from "../../access";
import type { Hop, Reach, Report, Takeover } from "../../access";
import { isExpired } from "../../platform/waivers";
import type { StackRule, StackViolation } from "../rule";

/** Further crossings are only counted. */
const mostShown = 10;

/**
 * The proof, on the planned state of this stack and the program's rendering of every other stack: no path, of any length,
 * leads a nonprod identity into production.
 */
export const accessKeepsEnvironmentBoundary: StackRule = {
    name: "iam-access-keeps-environment-boundary",
    description:
        "No chain of assumed roles, IAM writes, passed roles or secrets leads a nonprod identity into production.",
    severity: "critical",
    remediationSteps:
        "Remove one of the statements listed with the hops. If an owner accepts a hop until a given day, waive exactly that hop (`waivers` in Pulumi.yaml).",
    governs: (type) => type.startsWith("aws:"),
    judgesInputs: true,
    checkStack: async (resources, context) => {
        let report: Report;
        try {
            // The program and the proof are loaded on demand, so that the pack starts fast.
            const { proofOf } = await import("../proof");
            report = await proofOf(resources, context, new Date());
        } catch (error) {
            return [
                {
                    message: `${cannotDetermine}. ${(error as Error).message}`,
                },
            ];
        }
        return violationsOf(report).map((message) => ({ message }));
    },
};

/** @returns a sentence for each violation: none only if the boundary holds */
export function violationsOf({ verdict, crossings, takeovers }: Report): readonly string[] {
    if (verdict.boundary === "holds") return [];
    const paths = [...crossings, ...takeovers];
    const more = paths.length - mostShown;
    return [
        ...(verdict.boundary === "unknown" ? [`${cannotDetermine}: ${verdict.reason}.`] : []),
        ...paths.slice(0, mostShown).map(pathText),
        ...(more > 0 ? [`${more} more paths; see: npx iam-profiles access --format json`] : []),
    ];
}

const cannotDetermine = "Cannot determine whether the environment boundary holds";

/** Waivers are temporary: after their last day, the hop must be removed or the waiver renewed. */
export const waiversHold: StackRule = {
    name: "iam-access-waivers-have-not-expired",
    description: "No waiver of a hop into production has expired.",
    severity: "high",
    remediationSteps: "Remove the hop, then remove the waiver from Pulumi.yaml.",
    governs: (type) => type.startsWith("aws:"),
    checkStack: (_, { waivers }) => {
        const now = new Date();
        return waivers
            .filter((waiver) => isExpired(waiver, now))
            .map(({ hop, owner, reason, expires }): StackViolation => ({
                message: `The waiver of ${owner} (${reason}) for ${hop.kind}: ${hop.from} -> ${hop.to} expired on ${expires}.`,
            }));
    },
};

function pathText(path: Reach | Takeover): string {
    const isCertain = path.hops.every((hop: Hop) => hop.unknown === undefined);
    const [verb, target] = "role" in path ? ["reach", path.role] : ["become", path.becomes];
    const does = isCertain ? `${verb}${verb === "reach" ? "es" : "s"}` : `may ${verb}`;
    return [`${path.identity} ${does} ${target}:`, ...hopLines(path.hops, inFull, "  ")].join("\n");
}

/** Full ARNs, as a waiver must state them. */
const inFull: Parameters<typeof hopLines>[1] = {
    account: (id) => id,
    arn: (arn) => arn,
    statement: ({ document, statement, sid }) =>
        `${document}, statement ${statement}${sid === undefined ? "" : ` (${sid})`}`,
};
