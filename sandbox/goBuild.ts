import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { removeFolder } from "./cacheFolder";
import { run } from "../platform/childProcess";
import { startTicker } from "./ticker";

/** A Go program whose exact sources a go.mod and go.sum pin. */
export interface GoProgram {
    /** Folder of go.mod, go.sum and the tools file that imports the program. */
    readonly moduleFolder: string;
    /** The program's import path. */
    readonly importPath: string;
    /** Linker flags, e.g. `-s -w`. */
    readonly ldflags: string;
    /** What it is called in progress lines and errors. */
    readonly title: string;
}

const installGo = "install a newer Go from https://go.dev/dl";

/**
 * Builds a Go program. Go's own caches live below `temporaryFolder` while it builds, and are removed.
 *
 * @param output the executable to write
 * @param temporaryFolder an empty folder
 * @param progress receives a line every two seconds
 * @throws Error when there is no Go, when it is too old, or with the last lines of a failed build
 */
export async function goBuild(
    program: GoProgram,
    output: string,
    temporaryFolder: string,
    progress: (line: string) => void,
    signal?: AbortSignal,
): Promise<void> {
    const caches = path.join(temporaryFolder, "go");
    await fs.mkdir(path.join(caches, "tmp"), { recursive: true });
    const inModule = { cwd: program.moduleFolder, env: goEnvironment(caches), signal };

    let status = "starting Go";
    const stopTicker = startTicker(progress, () => `${program.title}: ${status}`);
    try {
        await requireGo(program, inModule);

        let downloaded = 0;
        const listed = await run("go", ["list", "-mod=readonly", "-deps", program.importPath], {
            ...inModule,
            onLine: (line) => {
                if (line.startsWith("go: downloading ")) {
                    downloaded += 1;
                    status = `downloaded ${String(downloaded)} modules`;
                }
            },
        });
        const total = listed.split("\n").length;

        let compiled = 0;
        status = `compiling ${String(total)} packages`;
        const flags = ["-v", "-mod=readonly", "-trimpath", `-ldflags=${program.ldflags}`];
        await run("go", ["build", ...flags, "-o", output, program.importPath], {
            ...inModule,
            onLine: (line) => {
                compiled = Math.min(compiled + 1, total);
                // The program itself comes last; what follows is the linker's work.
                status =
                    line === program.importPath
                        ? "linking"
                        : `compiling ${String(compiled)} of ${String(total)} packages`;
            },
        });
    } catch (error) {
        signal?.throwIfAborted();
        throw new Error(
            `${program.title} could not be built from ${program.moduleFolder}: ${(error as Error).message}`,
            { cause: error },
        );
    } finally {
        status = "removing Go's caches";
        await removeFolder(caches);
        stopTicker();
    }
}

/** Refuses early, in our words, a Go that is missing or older than the go.mod asks for. */
async function requireGo(
    program: GoProgram,
    options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<void> {
    const goMod = await fs.readFile(path.join(program.moduleFolder, "go.mod"), "utf8");
    const needed = /^go (\d+\.\d+)/m.exec(goMod)?.[1] ?? "";
    let found: string;
    try {
        // Go 1.21 and later fetch the toolchain that go.mod names, unless GOTOOLCHAIN forbids it.
        found = await run("go", ["env", "GOVERSION"], options);
    } catch (error) {
        const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
        throw missing
            ? new Error(`there is no "go" on PATH, it needs Go ${needed} or newer; ${installGo}`)
            : error;
    }
    if (isOlder(found.replace(/^go/, ""), needed)) {
        throw new Error(`"go" on PATH is ${found}, must be ${needed} or newer; ${installGo}`);
    }
}

/** Whether version `a` is older than `b`, by major and minor only. */
export function isOlder(a: string, b: string): boolean {
    const [aMajor = 0, aMinor = 0] = a.split(".").map((part) => Number.parseInt(part, 10) || 0);
    const [bMajor = 0, bMinor = 0] = b.split(".").map((part) => Number.parseInt(part, 10) || 0);
    return aMajor < bMajor || (aMajor === bMajor && aMinor < bMinor);
}

/**
 * The environment of a Go command: the caller's own settings (GOPROXY, GOFLAGS, ...) but all it writes below
 * `caches`, and nothing that would build for another machine or another workspace.
 */
export function goEnvironment(
    caches: string,
    env: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
    return {
        ...env,
        ...(process.platform === "linux" ? configurationOf(caches, env) : {}),
        GOPATH: path.join(caches, "path"),
        GOMODCACHE: path.join(caches, "modules"),
        GOCACHE: path.join(caches, "build"),
        GOTMPDIR: path.join(caches, "tmp"),
        // Module cache files are read-only otherwise, and a killed build could not be cleaned up.
        GOFLAGS: `${env["GOFLAGS"] ?? ""} -modcacherw`.trim(),
        GO111MODULE: "on",
        GOWORK: "off",
        // Built for the machine it will run on.
        GOOS: undefined,
        GOARCH: undefined,
        // No C compiler needed.
        CGO_ENABLED: "0",
    };
}

/** Go counts its own use in the user's configuration folder; let it do that below `caches`, but read its settings. */
function configurationOf(caches: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    const userFolder = env["XDG_CONFIG_HOME"] || path.join(env["HOME"] ?? os.homedir(), ".config");
    return {
        GOENV: env["GOENV"] ?? path.join(userFolder, "go", "env"),
        XDG_CONFIG_HOME: path.join(caches, "configuration"),
    };
}
