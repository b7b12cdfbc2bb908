import { readdir } from "node:fs/promises";
import * as path from "node:path";

import { pool } from "./pool";
import type { Organization } from "../organization/organization";
import { OrganizationError } from "../organization/organizationError";
import { readOrganization } from "../organization/readOrganization";
import { registryFile } from "../organization/registry";
import { readJsonFile } from "./readJsonFile";

/** Files that are read at the same time. */
const atOnce = 8;
// Also with too few digits, so that it is told and not left out.
const detailsPattern = /^(\d+)\.json$/;

/**
 * The organization in a folder: `accounts.json` (see `readRegistry`), and for each of its accounts `<id>.json`, the
 * unchanged output of `aws iam get-account-authorization-details`. Other files are left aside.
 *
 * @throws OrganizationError with every fault of all files
 */
export async function readDirectory(folder: string): Promise<Organization> {
    const names = await readdir(folder).catch((error: unknown) => {
        const { code } = error as NodeJS.ErrnoException;
        const why = code === "ENOENT" ? "isn't there" : `can't be read as a folder: ${code ?? ""}`;
        throw new OrganizationError(folder, [
            `${folder} ${why}; give a folder with ${registryFile} and an <account id>.json for each account`,
        ]);
    });
    const details = new Map<string, unknown>();
    const failures = new Map<string, string>();
    const ids = names.flatMap((name) => detailsPattern.exec(name)?.[1] ?? []).sort();
    await pool(ids, atOnce, async (id) => {
        try {
            details.set(id, await readJsonFile(path.join(folder, `${id}.json`)));
        } catch (error) {
            failures.set(id, (error as Error).message);
        }
    });
    // In the order of the ids, whichever file was read first.
    const unread = new Map([...failures].sort(([a], [b]) => (a < b ? -1 : 1)));
    const accounts = await readJsonFile(path.join(folder, registryFile)).catch((error: unknown) => {
        // Without the registry nothing can be said of the others, but that they can't be read.
        const others = [...unread].map(([id, why]) => `${id}.json ${why}`);
        throw new OrganizationError(folder, [
            `${registryFile} ${(error as Error).message}`,
            ...others,
        ]);
    });
    return readOrganization(accounts, details, { from: folder, unread });
}
