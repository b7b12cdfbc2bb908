import { existsSync, readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";

/** What a team asks for, as it lies in its folder. */
export interface TeamFile {
    /** From the folder of Pulumi.yaml, with slashes, e.g. `teams/payments/roles/PaymentsDeployRole.yaml`. */
    readonly file: string;
    readonly text: string;
}

/** Folder of what teams add, beside Pulumi.yaml. */
export const teamsFolder = "teams";

/**
 * Every file of the teams' folders, sorted. They are data, since a team that could add code could run it with the credentials of the
 * deployment (docs/decisions/0025-what-teams-add-is-data.md).
 *
 * @param root folder of Pulumi.yaml
 */
export function readTeamFiles(root: string): readonly TeamFile[] {
    const folder = path.join(root, teamsFolder);
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => path.join(entry.parentPath, entry.name))
        .sort()
        .map((file) => ({
            file: path.relative(root, file).split(path.sep).join("/"),
            text: readFileSync(file, "utf8"),
        }));
}

/** The nearest folder, from one upwards, that has Pulumi.yaml; where there is none, nothing lies beside it. */
export function projectRoot(from: string): string | undefined {
    if (existsSync(path.join(from, "Pulumi.yaml"))) return from;
    const above = path.dirname(from);
    return above === from ? undefined : projectRoot(above);
}
