import { isExpired, waiverText } from "../../platform/waivers";
import type { Waiver } from "../../platform/waivers";
import type { Reported } from "../reported";
import { reportedArns } from "../reportedArns";
import type { ResourceFacts, StackRule, StackViolation } from "../rule";
import { cannotDetermine } from "../unknown";

/** Rules on single resources whose reports explain the paths that lead through the resource. */
const explaining: readonly string[] = [
    "iam-group-is-assume-only",
    "iam-group-reaches-its-environment",
    "iam-identity-lives-in-state-account",
    "iam-identity-path-tells-class",
    "iam-pipeline-boundary-assumes-only",
    "iam-pipeline-owner-is-trusted",
    "iam-pipeline-path-tells-class",
    "iam-pipeline-trust-is-exact",
    "iam-federated-group-trust-is-exact",
    "iam-federated-group-provider-is-trusted",
    "iam-policy-is-well-formed",
    "sso-permission-set-assumes-only",
    "iam-resource-is-allowed",
    "iam-role-has-boundary",
    "iam-role-trust-guards-services",
    "iam-role-trust-is-well-formed",
    "iam-role-trust-keeps-environment-boundary",
    "iam-role-trust-names-principals",
    "iam-user-holds-nothing",
    "secretsmanager-secret-value-is-not-in-state",
];

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
        "Remove one of the statements listed with the hops; `npx iam-profiles access` lists every path. If an owner accepts a hop until a given day, waive exactly that hop (`waivers` in Pulumi.yaml).",
    governs: (type) => type.startsWith("aws:"),
    judgesInputs: true,
    prepare: async (context) => {
        const { proofOf } = await loadProof();
        // Of the other stacks, which are rendered by that; it is compiled when it is asked for the whole.
        await proofOf([], context, new Date());
    },
    checkStack: async (resources, context, reported) => {
        const { proofOf, violationsOf } = await loadProof();
        let proof: Awaited<ReturnType<typeof proofOf>>;
        try {
            proof = await proofOf(resources, context, new Date());
        } catch (error) {
            if (isExplained(error, resources, reported)) return [];
            return [{ message: `${cannotDetermine}. ${(error as Error).message}` }];
        }
        const known = reportedArns(resources, context, reported, explaining);
        const crossings = violationsOf(proof.report, known, proof.standsFor);
        // Without a violation they do no harm; the command `access` names them, too.
        const waivers = crossings.length === 0 ? [] : proof.unmatchedWaivers.map(unmatchedText);
        return [...crossings, ...waivers].map((message) => ({ message }));
    },
};

/** The program and the proof are loaded on demand, so that the pack starts fast. */
const loadProof = async () => ({
    ...(await import("../proof")),
    ...(await import("../crossings")),
});

/** Whether all that stops the proof was reported, resource by resource. */
function isExplained(
    error: unknown,
    resources: readonly ResourceFacts[],
    reported: Reported,
): boolean {
    const { faults } = error as { readonly faults?: readonly string[] };
    const known = resources
        .filter(({ urn }) => reported.has(urn, explaining))
        .map(({ type, urn }) => `${type} "${urn.split("::").at(-1) ?? ""}": `);
    return (
        faults !== undefined &&
        faults.every((fault) => known.some((resource) => fault.startsWith(resource)))
    );
}

const unmatchedText = (waiver: Waiver): string =>
    `${waiverText(waiver)} matches no hop: correct it as the violation prints the hop, or remove it.`;

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
            .map((waiver): StackViolation => ({
                message: `${waiverText(waiver)} expired on ${waiver.expires}.`,
            }));
    },
};
