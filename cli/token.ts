import { readFile } from "node:fs/promises";
import { text as readAll } from "node:stream/consumers";

import { Command } from "commander";

import { identityName } from "../identities/identity";
import { readClaims } from "../operations/tokens/claims";
import { judgeClaims } from "../operations/tokens/judgeClaims";
import { tokenText } from "../operations/tokens/text";
import { checkout } from "../platform/checkout";
import { readStateSettings } from "../platform/projectFiles";
import { fileFault } from "../platform/systemError";
import { checkedCatalogues } from "../roles/checkCatalogues";
import { action, exitCode, print, printText, stopOnInterrupt } from "./action";

interface TokenOptions {
    readonly claims: string;
    readonly pipeline?: string;
    readonly json?: boolean;
}

export const tokenCommand = (): Command =>
    new Command("token")
        .description("as which pipeline a token enters, or which of its claims fail")
        .option(
            "--claims <file>",
            "the token, or its claims as JSON; - for standard input, so that no token is in a file or an argument",
            "-",
        )
        .option("--pipeline <name>", "only this one: IAM name of its entry role")
        .option("--json", "print JSON")
        .addHelpText(
            "after",
            `
Example, in a job of GitHub Actions:
  $ curl -sH "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \\
      "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=sts.amazonaws.com" | jq -r .value | iam-profiles token

Compares the claims with the trust policies of identities/pipelines.ts, without AWS: STS never says which claim fails. The
signature is not checked, and the token is not printed.

Exit code: 0 if it enters; 1 if it enters as none; 2 on wrong usage, or if there is nothing to compare.`,
        )
        .action(action(token));

async function token({ claims: file, pipeline, json }: TokenOptions): Promise<number> {
    stopOnInterrupt("no result");
    const settings = await readStateSettings(checkout);
    const { pipelines = [] } = checkedCatalogues(settings).identities;
    const names = pipelines.map((one) => identityName(settings.prefix, one));
    const chosen = pipelines.filter(
        (_, index) => pipeline === undefined || names[index] === pipeline,
    );
    if (chosen.length === 0) {
        throw new Error(
            pipeline === undefined
                ? "identities/pipelines.ts has no pipeline; see docs/pipeline-identities.md"
                : `--pipeline ${pipeline} is no pipeline; they are ${names.join(", ") || "none"}`,
        );
    }
    const judged = judgeClaims(readClaims(await contentOf(file)), chosen, settings, new Date());
    if (json === true) print(JSON.stringify({ pipelines: judged }, undefined, 4));
    else printText(tokenText(judged));
    return judged.some(({ enters }) => enters) ? exitCode.fine : exitCode.attention;
}

async function contentOf(file: string): Promise<string> {
    if (file !== "-") {
        return readFile(file, "utf8").catch((error: unknown) => {
            throw new Error(`--claims ${file} ${fileFault(error)}`);
        });
    }
    if (process.stdin.isTTY) {
        throw new Error("No token: pipe it, or name a file with --claims");
    }
    return readAll(process.stdin);
}
