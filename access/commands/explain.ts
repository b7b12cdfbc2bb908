import type { Organization } from "../organization/organization";
import { renderExplanation } from "../render/explanation";
import { explanationJson } from "../render/json";
import { graphFormats } from "../render/pathGraph";
import { plain } from "../render/screen";
import type { Screen } from "../render/screen";
import { explainCell } from "../report/explain/explainCell";
import { exitCode } from "./exitCode";
import { printPieces } from "./output";

/** How an explanation can be shown: `mermaid` and `dot` draw its path. */
export const explainFormats = ["text", "json", ...graphFormats] as const;
export type ExplainFormat = (typeof explainFormats)[number];

export interface ExplainOptions {
    /** @default `text` */
    readonly format?: ExplainFormat;
    /** @default no terminal */
    readonly screen?: Screen;
    /** Whether what was not evaluated is left out of the text. @default false */
    readonly quiet?: boolean;
}

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
    { format = "text", screen = plain, quiet = false }: ExplainOptions = {},
): Promise<number> {
    const explanation = explainCell(organization, identity, role);
    const { accounts } = organization;
    switch (format) {
        case "text":
            await printPieces([renderExplanation(explanation, accounts, screen, quiet), "\n"]);
            break;
        case "json":
            await printPieces(explanationJson(explanation));
            break;
        case "mermaid":
        case "dot": {
            const { renderPathGraph } = await import("../render/pathGraph");
            await printPieces([renderPathGraph(explanation, accounts, format), "\n"]);
        }
    }
    return answerCode[explanation.answer];
}

const answerCode = {
    allowed: exitCode.fine,
    denied: exitCode.attention,
    unknown: exitCode.cannotTell,
} as const;
