import type { Organization } from "../organization/organization";
import { renderExplanation } from "../render/explanation";
import { explanationJson } from "../render/json";
import { explainCell } from "../report/explain/explainCell";
import { exitCode } from "./exitCode";
import { printPieces } from "./output";

/**
 * Shows why an identity reaches a role, or why not.
 *
 * @param identity user or role: name, `NAME@ACCOUNT`, ARN, or the ARN of a role's session
 * @param role named in the same ways
 * @returns the exit code: 0 it reaches the role, 1 it doesn't, 2 that cannot be determined
 * @throws Error if the identity or the role is not found
 */
export async function showExplanation(
    organization: Organization,
    identity: string,
    role: string,
    { json = false }: { readonly json?: boolean },
): Promise<number> {
    const explanation = explainCell(organization, identity, role);
    await printPieces(
        json
            ? explanationJson(explanation)
            : [renderExplanation(explanation, organization.accounts), "\n"],
    );
    return answerCode[explanation.answer];
}

const answerCode = {
    allowed: exitCode.fine,
    denied: exitCode.attention,
    unknown: exitCode.cannotTell,
} as const;
