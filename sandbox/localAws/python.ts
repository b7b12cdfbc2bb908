import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import * as path from "node:path";

import { installOnce } from "../cacheFolder";
import { run } from "../../platform/childProcess";
import { startTicker } from "../ticker";

/** A Python interpreter. */
export interface Python {
    readonly command: string;
    readonly args: readonly string[];
    /** Major, minor, patch. */
    readonly version: readonly number[];
    /** Its own absolute path. */
    readonly executable: string;
}

/** Before 3.11 the local AWS needs packages that requirements.txt does not pin. */
const minimumMinor = 11;

/** In the order they are tried; the numbered ones help where `python3` is an old system Python. */
const candidates: readonly (readonly [string, ...string[]])[] = [
    ["python3"],
    ["python"],
    ["py", "-3"],
    ["python3.14"],
    ["python3.13"],
    ["python3.12"],
    ["python3.11"],
];

const describe =
    "import json, sys; print(json.dumps([list(sys.version_info[:3]), sys.executable]))";

/**
 * The first Python on PATH that is new enough.
 *
 * @param ask runs an interpreter with these arguments and returns its stdout; rejects when there is none
 * @throws Error naming what was found instead
 */
export async function findPython(
    ask: (command: string, args: readonly string[]) => Promise<string> = askInterpreter,
): Promise<Python> {
    const tooOld: string[] = [];
    for (const [command, ...args] of candidates) {
        try {
            const answer = JSON.parse(await ask(command, [...args, "-c", describe])) as [
                number[],
                string,
            ];
            const [version, executable] = answer;
            const [major = 0, minor = 0] = version;
            if (major === 3 && minor >= minimumMinor) {
                return { command, args, version, executable };
            }
            tooOld.push(`"${command}" is ${version.join(".")}`);
        } catch {
            // Not on PATH, or it does not run: the next one may.
        }
    }
    const found = tooOld.length > 0 ? tooOld.join(", ") : "there is none";
    throw new Error(
        `the local AWS needs Python 3.${String(minimumMinor)} or newer on PATH, ${found}; install it from https://www.python.org/downloads`,
    );
}

function askInterpreter(command: string, args: readonly string[]): Promise<string> {
    return run(command, args, { timeoutMs: 10_000 });
}

/** Packages that are installed together, in a virtual environment of their own. */
export interface PythonPackages {
    /** What messages call them, e.g. `the local AWS`. */
    readonly what: string;
    /** Of the folder in the cache; what it holds follows. */
    readonly name: string;
    /** requirements.txt with a hash for every file. */
    readonly requirements: string;
}

/** The local AWS. Once: about 20 s, 90 MB. */
export const localAwsPackages: PythonPackages = {
    what: "the local AWS",
    name: "local-aws",
    requirements: path.join(__dirname, "requirements.txt"),
};

/**
 * A virtual environment with exactly the packages of a requirements file, in the cache folder.
 *
 * @param progress receives a line every two seconds while it is installed
 * @returns the absolute path of its Python
 * @throws Error when there is no usable Python, or with the last lines of a failed install
 */
export async function ensurePythonPackages(
    { what, name, requirements }: PythonPackages,
    progress: (line: string) => void,
    signal?: AbortSignal,
): Promise<string> {
    const python = await findPython();
    // Another Python may not run what was installed for this one.
    const key = createHash("sha256")
        .update(await readFile(requirements))
        .update(`${python.executable} ${python.version.join(".")}`)
        .digest("hex")
        .slice(0, 12);

    const installed = await installOnce(`${name}-${key}`, async (temporary) => {
        let status = "making a virtual environment";
        const stopTicker = startTicker(progress, () => `installing ${what}: ${status}`);
        try {
            await makeVenv(python, temporary, signal);
            let fetched = 0;
            await run(pythonIn(temporary), [...pipInstall, "-r", requirements], {
                env: { ...process.env, ...pipEnvironment },
                signal,
                onLine: (line) => {
                    if (line.startsWith("Collecting ")) {
                        fetched += 1;
                        status = `${String(fetched)} packages fetched`;
                    } else if (line.startsWith("Installing collected ")) {
                        status = `writing ${String(fetched)} packages`;
                    }
                },
            });
        } finally {
            stopTicker();
        }
    });
    return pythonIn(installed);
}

async function makeVenv(python: Python, folder: string, signal?: AbortSignal): Promise<void> {
    try {
        await run(python.command, [...python.args, "-m", "venv", folder], { signal });
    } catch (error) {
        signal?.throwIfAborted();
        throw new Error(
            `${python.executable} can't make a virtual environment; on Debian and Ubuntu install "python3-venv": ${(error as Error).message}`,
            { cause: error },
        );
    }
}

/** Nothing is installed that requirements.txt does not name, and nothing whose hash it does not hold. */
const pipInstall = [
    ...["-I", "-m", "pip", "install"],
    ...["--require-hashes", "--no-deps", "--only-binary=:all:"],
    ...["--no-cache-dir", "--no-input", "--disable-pip-version-check"],
];

/** The user's index and proxy settings stay; those that would install elsewhere don't. */
const pipEnvironment = {
    PIP_USER: "0",
    PIP_TARGET: undefined,
    PIP_PREFIX: undefined,
    PIP_ROOT: undefined,
    PIP_CONSTRAINT: undefined,
};

function pythonIn(venv: string): string {
    return process.platform === "win32"
        ? path.join(venv, "Scripts", "python.exe")
        : path.join(venv, "bin", "python");
}
