import { readFileSync } from "node:fs";
import * as path from "node:path";

import { parse } from "yaml";

import { checkout } from "../../../platform/checkout";
import { readTeamFiles } from "../../../roles/teams/teamFiles";
import type { TeamFile } from "../../../roles/teams/teamFiles";

const folder = path.join(checkout, "examples", "teams");

/** The example of two teams: what Pulumi.yaml says of them. */
export const teamSettings = parse(readFileSync(path.join(folder, "settings.yaml"), "utf8")) as {
    readonly teams: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly trustedOwners: Readonly<Record<string, unknown>>;
};

/** What they add. */
export const teamFiles: readonly TeamFile[] = readTeamFiles(folder);
