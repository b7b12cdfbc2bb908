import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

/** This project's own folder. */
export const project = path.join(__dirname, "..", "..");

const stackFiles = ["Pulumi.yaml", "Pulumi.state.yaml", "Pulumi.nonprod.yaml", "Pulumi.prod.yaml"];

/**
 * Gives a copy of the project's stack files to a test, with files of its own instead of or beside them.
 *
 * @param files text by file name
 */
export async function withProject<T>(
    files: Readonly<Record<string, string>>,
    test: (folder: string) => Promise<T>,
): Promise<T> {
    const folder = await mkdtemp(path.join(os.tmpdir(), "iam-profiles-plan-"));
    try {
        for (const name of stackFiles) await cp(path.join(project, name), path.join(folder, name));
        for (const [name, text] of Object.entries(files)) {
            await writeFile(path.join(folder, name), text);
        }
        return await test(folder);
    } finally {
        await rm(folder, { recursive: true });
    }
}

/** What a promise fails with. */
export async function failure(promise: Promise<unknown>): Promise<Error> {
    return promise.then(
        () => {
            throw new Error("it didn't fail");
        },
        (error: unknown) => error as Error,
    );
}
