// What the pipelines ask of, and write to, a pull request. The variables: `gitHubOf`.
import { readFile } from "node:fs/promises";
import * as path from "node:path";

import { checkout } from "../../platform/checkout";
import { errorText } from "../../platform/systemError";
import { accessOwners, approvalOf } from "./approval";
import { comment, gitHubOf, readPullRequest, uploadSarif } from "./github";

/**
 * `pullRequest.ts approval` prints the approval as JSON; `pullRequest.ts comment FILE` writes our comment; `pullRequest.ts sarif
 * FILE COMMIT` uploads to code scanning.
 */
async function main([what, file = "", commit = ""]: string[]): Promise<void> {
    const github = gitHubOf(process.env);
    if (what === "comment") {
        await comment(github, await readFile(file, "utf8"));
    } else if (what === "sarif") {
        await uploadSarif(github, await readFile(file, "utf8"), commit);
    } else if (what === "approval") {
        const codeowners = path.join(checkout, ".github", "CODEOWNERS");
        const owners = accessOwners(await readFile(codeowners, "utf8"));
        console.log(JSON.stringify(approvalOf(await readPullRequest(github), owners)));
    } else {
        throw new Error(`"${what ?? ""}" is not approval, comment or sarif`);
    }
}

main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(errorText(error));
    process.exitCode = 2;
});
