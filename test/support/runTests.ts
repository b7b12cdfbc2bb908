import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";

import { longestFirst, mochaCommand, needsSandbox, runsProcesses, specFiles } from "./specFiles";

/** A command that is run beside the tests. */
interface Check {
    readonly name: string;
    readonly passed: boolean;
    readonly output: string;
    readonly seconds: number;
}

const checks = ["check:format", "check:imports", "check:lint"];

/** Which spec files are run. Without a sandbox, there are no checks, either. */
interface Choice {
    /** Without those that start an engine or a local AWS. */
    readonly withoutSandbox: boolean;
    /** Without `test/processes/`, too. */
    readonly fast: boolean;
}

/**
 * Runs the spec files in several processes and, beside them, the checks of `npm run check`, one after the other.
 *
 * @returns the exit code: 0 if all passed
 */
async function runTests({ withoutSandbox, fast }: Choice): Promise<number> {
    const isPart = fast || withoutSandbox;
    const isChosen = (file: string): boolean =>
        !(isPart && needsSandbox(file)) && !(fast && runsProcesses(file));
    const files = longestFirst(specFiles().filter(isChosen));
    const running = isPart ? Promise.resolve([]) : runChecks();
    const tested = await runMocha(files);
    const checked = await running;
    for (const { name, passed, output, seconds } of checked) {
        console.log(`  ${passed ? "✔" : "✖"} npm run ${name} (${seconds.toFixed(0)} s)`);
        if (!passed) console.log(output);
    }
    return tested === 0 && checked.every(({ passed }) => passed) ? 0 : 1;
}

async function runChecks(): Promise<readonly Check[]> {
    const done: Check[] = [];
    for (const name of checks) done.push(await runCheck(name));
    return done;
}

function runCheck(name: string): Promise<Check> {
    const began = performance.now();
    const child = spawn("npm", ["run", "--silent", name], {
        // The linter is a program in Go: with Go's own 100 it spends a fifth of its time on collecting garbage.
        env: { GOGC: "400", ...process.env },
        shell: process.platform === "win32",
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    }
    return ended(child).then((code) => ({
        name,
        passed: code === 0,
        output,
        seconds: (performance.now() - began) / 1000,
    }));
}

/** As many workers as cores: each loads all anew, and while one waits, the engine or the server that it waits for works. */
function runMocha(files: readonly string[]): Promise<number> {
    const jobs = String(availableParallelism());
    const reporter = require.resolve("./slowestReporter");
    const [command, args] = mochaCommand(["--parallel", "--jobs", jobs, "--reporter", reporter]);
    return ended(spawn(command, [...args, ...files], { stdio: "inherit" }));
}

const ended = (child: ReturnType<typeof spawn>): Promise<number> =>
    new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (code) => {
            resolve(code ?? 1);
        });
    });

const { values } = parseArgs({
    options: {
        fast: { type: "boolean", default: false },
        "without-sandbox": { type: "boolean", default: false },
    },
});
const choice = { fast: values.fast, withoutSandbox: values["without-sandbox"] };
void runTests(choice).then((code) => {
    process.exitCode = code;
});
