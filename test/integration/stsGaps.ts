import type { Decision } from "../../access/evaluation/question";
import type { RandomCell } from "./stsRandom";

/** A cell that the two answer differently. */
export interface Disagreement {
    /** Of its organization. */
    readonly seed: number;
    readonly cell: RandomCell;
    readonly sts: "allowed" | "denied";
    readonly proof: Decision;
    /** What the user's own side, without the role's, says. */
    readonly user: Decision;
}

/** Where the local AWS is known not to answer as AWS does. */
export interface Gap {
    readonly name: string;
    /** What AWS documents. */
    readonly documented: string;
    readonly source: string;
    readonly explains: (disagreement: Disagreement) => boolean;
}

/** As few and as narrow as may be: whatever they don't explain is a fault of ours. */
export const gaps: readonly Gap[] = [
    {
        name: "it asks for an identity policy in the role's own account, too",
        documented:
            "In the same account, a resource-based policy that grants to an IAM user's ARN is enough: an implicit deny of its identity policies or permissions boundary doesn't limit it.",
        source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html#policy-eval-basics-single-account",
        explains: ({ cell, sts, proof, user }) =>
            cell.user.accountId === cell.role.accountId &&
            sts === "denied" &&
            proof.answer === "allowed" &&
            user.answer === "denied" &&
            // An explicit Deny is in the way in either account.
            user.because.length === 0,
    },
];
