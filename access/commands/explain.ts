import type { Organization } from "../organization/organization";
import { renderExplanation } from "../render/explanation";
import { explanationJson } from "../render/json";
import { plain } from "../render/screen";
import type { Screen } from "../render/screen";
import { explainInTurns } from "../report/explain/explainCell";
import type { ExplainFormat } from "./answerFormats";
import { doInTurns } from "./doInTurns";
import { exitCode } from "./exitCode";
import { printPieces } from "./output";
import { noProgress } from "./progress";
import type { ProgressLine } from "./progress";
import type { RunningTimeLimit } from "./timeLimit";

export interface ExplainOptions {
    /** @default `text` */
    readonly format?: ExplainFormat;
    /** @default no terminal */
    readonly screen?: Screen;
    /** Whether what was not evaluated is left out of the text. @default false */
    readonly quiet?: boolean;
    /** When the search stops. @default never */
    readonly time?: RunningTimeLimit;
    /** Shows how long the search takes. @default not shown */
    readonly showProgress?: ProgressLine;
}

/**
 * Shows why an identity reaches a role, or why not.
 *
 * @param identity user or role: name, `NAME@ACCOUNT`, ARN, or the ARN of a role's session
 * @param role named in the same ways
 * @returns the exit code: 0 it reaches the role, 1 it doesn't, 2 that cannot be determined
 * @param read reads the organization
 * @throws what `read` throws, or Error if the identity or the role is not found
 */
export async function showExplanation(
    read: () => Promise<Organization>,
    identity: string,
    role: string,
    {
        format = "text",
        screen = plain,
        quiet = false,
        time,
        showProgress = noProgress,
    }: ExplainOptions = {},
): Promise<number> {
    const organization = await (time === undefined ? read() : time.whileReading(read));
    const search = explainInTurns(
        organization,
        identity,
        role,
        time === undefined ? {} : { isTimeUp: time.isUp },
    );
    const explanation = await doInTurns(search, showProgress, () => "searching for a path");
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
