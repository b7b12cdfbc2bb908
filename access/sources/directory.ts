import { readdir } from "node:fs/promises";
import * as path from "node:path";

import { isIamCollect, readIamCollect } from "./iamCollect";
import { pool } from "./pool";
import type { Organization } from "../organization/organization";
import { OrganizationError } from "../organization/organizationError";
import { readFor } from "../organization/alike/readForReport";
import type { ReadFor } from "../organization/alike/readForReport";
import { registryFile } from "../organization/registry";
import { readJsonFile } from "./readJsonFile";

/** Files read concurrently. */
const atOnce = 8;
// Any number of digits, so that a misspelled account id is reported, not ignored.
const detailsPattern = /^(\d+)\.json$/;

const reasons: Readonly<Record<string, string>> = {
    ENOENT: "does not exist",
    ENOTDIR: "is not a folder",
    EACCES: "cannot be read: permission denied",
};

/**
 * Reads the organization in a folder: `accounts.json` (see `readRegistry`), and for each account
 * `<id>.json`, the unchanged output of `aws iam get-account-authorization-details`. Other files are
 * ignored. Or the organization in a folder of iam-collect, see `readIamCollect`.
 *
 * @param isForReport see `readForReport`
 * @throws OrganizationError listing every fault of all files
 */
export async function readDirectory(
    folder: string,
    { isForReport = false }: ReadFor = {},
): Promise<Organization> {
    const names = await readdir(folder).catch((error: unknown) => {
        const { code = "" } = error as NodeJS.ErrnoException;
        const why = reasons[code] ?? `cannot be read as a folder: ${code}`;
        throw new OrganizationError(folder, [
            `${folder} ${why}; give a folder with ${registryFile} and an <account id>.json for each account, or one of iam-collect`,
        ]);
    });
    if (await isIamCollect(folder)) {
        if (!names.includes(registryFile)) return readIamCollect(folder, { isForReport });
        throw new OrganizationError(folder, [
            `${folder} has ${registryFile} and the aws folder of iam-collect; keep one of them`,
        ]);
    }
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
    // Sorted by id, whichever file was read first.
    const unread = new Map([...failures].sort(([a], [b]) => (a < b ? -1 : 1)));
    const accounts = await readJsonFile(path.join(folder, registryFile)).catch((error: unknown) => {
        // Without the registry, only unreadable files can be reported besides.
        const others = [...unread].map(([id, why]) => `${id}.json ${why}`);
        throw new OrganizationError(folder, [
            `${registryFile} ${(error as Error).message}`,
            ...others,
        ]);
    });
    return readFor({ isForReport })(accounts, details, { from: folder, unread });
}
