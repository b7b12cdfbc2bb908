import { spawnSync } from "node:child_process";
import { copyFile, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import * as path from "node:path";

import { checkout } from "../platform/checkout";

/** One preview with the ordinary command line. */
export interface Preview {
    /** Folder of Pulumi.yaml. */
    readonly folder: string;
    readonly stack: string;
    /** Folder of the policy pack; absent: none. */
    readonly pack?: string;
    /** Beside those of the engine. */
    readonly env?: Readonly<Record<string, string>>;
}

/** Seconds that a run took. */
export interface Cost {
    readonly wall: number;
    /** Of all its processes; on a busy machine it says more. */
    readonly cpu: number;
}

/** Previews as users run them: the engine, the language host that it starts, and the pack. */
export interface Previews {
    readonly run: (preview: Preview) => Cost;
    /** @throws Error with what the engine says */
    readonly createStack: (folder: string, project: string, stack: string) => void;
}

/**
 * @param binary the engine's
 * @param languageHost folder of a language host of Node.js
 * @param env environment of the engine
 * @param folder gets the launchers
 */
export async function plainPreviews(
    binary: string,
    languageHost: string,
    env: Readonly<Record<string, string>>,
    folder: string,
): Promise<Previews> {
    const launchers = path.join(folder, "launchers");
    await mkdir(launchers, { recursive: true });
    // Newer language hosts than this one read the option from Pulumi.yaml.
    await writeFile(
        path.join(launchers, "pulumi-language-nodejs"),
        `#!/bin/sh\nexec '${path.join(languageHost, "pulumi-language-nodejs")}' "-typescript=\${BENCH_TYPESCRIPT:-true}" "$@"\n`,
        { mode: 0o755 },
    );
    await writeFile(
        path.join(launchers, "pulumi-analyzer-policy-bench"),
        `#!/bin/sh\nexec '${process.execPath}' '${path.join(__dirname, "policyHost.cjs")}' "$@"\n`,
        { mode: 0o755 },
    );
    const PATH = [launchers, env["PATH"]].join(path.delimiter);
    const pulumi = (cwd: string, args: readonly string[], more: object = {}): string => {
        // The shell's `times` has the processor's time of all that ran.
        const script = '"$0" "$@" >&2; code=$?; times; exit $code';
        const { status, stdout, stderr } = spawnSync(
            "sh",
            ["-c", script, binary, ...args, "--non-interactive", "--color", "never"],
            { cwd, encoding: "utf8", env: { ...process.env, ...env, PATH, ...more } },
        );
        if (status !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${stderr}`);
        return stdout;
    };
    return {
        run: ({ folder: cwd, stack, pack, env: more }) => {
            const start = process.hrtime.bigint();
            const packArgs = pack === undefined ? [] : ["--policy-pack", pack];
            const times = pulumi(cwd, ["preview", "--stack", stack, ...packArgs], more);
            return {
                wall: Number(process.hrtime.bigint() - start) / 1e9,
                cpu: secondsIn(times),
            };
        },
        createStack: (cwd, project, stack) => {
            pulumi(cwd, ["stack", "init", `organization/${project}/${stack}`]);
        },
    };
}

/** E.g. `0m1.50s 0m0.25s` in the second line, of what the shell ran. */
const secondsIn = (times: string): number =>
    [...(times.split("\n")[1] ?? "").matchAll(/(\d+)m([\d.]+)s/g)].reduce(
        (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
        0,
    );

/**
 * A project with an empty index.ts, compiled without type checks as this project's files are, and an empty policy pack.
 *
 * @param hasPackages whether the packages of this project are installed there; the language host looks through all of them
 */
export async function emptyProject(folder: string, hasPackages: boolean): Promise<void> {
    const pack = path.join(folder, "policy-pack");
    await mkdir(pack, { recursive: true });
    const write = (file: string, text: string): Promise<void> =>
        writeFile(path.join(folder, file), text);
    await write("Pulumi.yaml", `name: ${path.basename(folder)}\nruntime: nodejs\n`);
    await write("package.json", JSON.stringify({ name: "empty", main: "index.ts" }));
    await write("index.ts", "export {};\n");
    await copyFile(path.join(checkout, "tsconfig.json"), path.join(folder, "tsconfig.json"));
    await write("policy-pack/PulumiPolicy.yaml", "description: Empty.\nruntime: nodejs\n");
    await write(
        "policy-pack/package.json",
        JSON.stringify({ name: "empty", version: "1.0.0", main: "index.js" }),
    );
    await write(
        "policy-pack/index.js",
        'new (require("@pulumi/policy").PolicyPack)("empty", { policies: [] });\n',
    );
    await withBenchRuntime(pack);
    if (!hasPackages) return;
    await symlink(path.join(checkout, "node_modules"), path.join(folder, "node_modules"));
}

/** Lets a project run the program of this checkout, or another of its folders. */
export async function withMain(folder: string, main: string = checkout): Promise<void> {
    const file = path.join(folder, "Pulumi.yaml");
    await writeFile(file, `main: ${JSON.stringify(main)}\n${await readFile(file, "utf8")}`);
}

/** Lets the engine start a built pack through the bench's policy host. */
export async function withBenchRuntime(pack: string): Promise<string> {
    const file = path.join(pack, "PulumiPolicy.yaml");
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace("runtime: nodejs", "runtime: bench"));
    return pack;
}
