// Writes the teams' lines of CODEOWNERS from Pulumi.yaml; with --check, says whether they are current.
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";

import { codeowners, codeownersFile } from "../cli/scaffold/codeowners";
import { checkout } from "../platform/checkout";

const file = path.join(checkout, codeownersFile);
const before = readFileSync(file, "utf8");
const after = codeowners(before, readFileSync(path.join(checkout, "Pulumi.yaml"), "utf8"));
if (process.argv.includes("--check")) {
    if (after !== before) {
        process.stderr.write(
            `${codeownersFile} doesn't have the owners of teams in Pulumi.yaml; run: npm run codeowners\n`,
        );
        process.exitCode = 1;
    }
} else writeFileSync(file, after);
