import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { isAlive } from "../platform/childProcess";

const product = "iam-profiles";

/**
 * The product's cache folder: the only place outside the checkout it writes to. Safe to delete at any time.
 *
 * @returns `$XDG_CACHE_HOME/iam-profiles` or `~/.cache/iam-profiles`, `~/Library/Caches/iam-profiles` on
 * macOS, `%LOCALAPPDATA%\iam-profiles` on Windows
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function cacheFolder(
    platform: NodeJS.Platform = process.platform,
    env: NodeJS.ProcessEnv = process.env,
    home: string = os.homedir(),
): string {
    switch (platform) {
        case "win32": {
            const local = env["LOCALAPPDATA"];
            return path.win32.join(local || path.win32.join(home, "AppData", "Local"), product);
        }
        case "darwin":
            return path.posix.join(home, "Library", "Caches", product);
        default: {
            // The XDG specification: a path that is not absolute must be ignored.
            const xdg = env["XDG_CACHE_HOME"];
            const base = xdg && path.posix.isAbsolute(xdg) ? xdg : path.posix.join(home, ".cache");
            return path.posix.join(base, product);
        }
    }
}

/**
 * Installs something into the cache folder, once: `install` fills a temporary sibling, which is then renamed.
 * A killed install leaves nothing half-done; of two at once, one wins and both get the same folder.
 *
 * @param folderName name below the cache folder; holds whatever the content depends on (version, hash)
 * @param install fills the given empty folder; must not remember its path, since the folder is renamed
 * @param root the cache folder
 * @returns the absolute path of the installed folder
 * @throws whatever `install` throws, after its folder is removed
 */
export async function installOnce(
    folderName: string,
    install: (temporaryFolder: string) => Promise<void>,
    root: string = cacheFolder(),
): Promise<string> {
    const target = path.join(root, folderName);
    if (await exists(target)) {
        return target;
    }
    await fs.mkdir(root, { recursive: true, mode: 0o700 });
    // Process ids mean something on one machine only, and a home folder may be shared by several.
    const prefix = `${folderName}.tmp-${os.hostname()}-`;
    await removeLeftovers(root, prefix);

    const temporary = await fs.mkdtemp(path.join(root, `${prefix}${String(process.pid)}-`));
    try {
        await install(temporary);
        await fs.rename(temporary, target);
    } catch (error) {
        await removeFolder(temporary);
        // A concurrent install may have won; its folder is as good as ours.
        if (isRenameOntoFolder(error) && (await exists(target))) {
            return target;
        }
        throw error;
    }
    return target;
}

/** Removes the temporary folders of installs whose process is gone. */
async function removeLeftovers(root: string, prefix: string): Promise<void> {
    for (const name of await fs.readdir(root)) {
        if (name.startsWith(prefix) && !isAlive(Number.parseInt(name.slice(prefix.length), 10))) {
            await removeFolder(path.join(root, name));
        }
    }
}

/** Removes a folder and all it holds; retries, since a killed compiler may still be writing. */
export async function removeFolder(folder: string): Promise<void> {
    await fs.rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** Whether a path exists. */
export async function exists(file: string): Promise<boolean> {
    return fs.access(file).then(
        () => true,
        () => false,
    );
}

function isRenameOntoFolder(error: unknown): boolean {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    return ["ENOTEMPTY", "EEXIST", "EPERM", "EACCES"].includes(code);
}
