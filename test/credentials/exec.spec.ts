import { spawn } from "node:child_process";
import { constants } from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { execCommand } from "../../credentials/exec";
import { checkout } from "../../platform/checkout";

const node = (script: string, env: NodeJS.ProcessEnv = process.env): Promise<number> =>
    execCommand(process.execPath, ["-e", script], env);

const inCheckout = (file: string): string => JSON.stringify(path.join(checkout, file));

/** Has a process load TypeScript as `iam-profiles` does. */
const loadExec = `
    require(${inCheckout("platform/loadTypeScript.cjs")}).loadTypeScript(${inCheckout("node_modules/.cache/iam-profiles")});
    const { execCommand } = require(${inCheckout("credentials/exec.ts")});
`;

/** Every signal that a process can be sent and catch, but those that stop it for its terminal. */
const signals = (Object.keys(constants.signals) as NodeJS.Signals[]).filter(
    (signal) =>
        !/^SIG(KILL|STOP|CHLD|TTIN|TTOU|TSTP|ABRT|BUS|FPE|ILL|IOT|SEGV|STKFLT|SYS|TRAP|POLL|PIPE)$/.test(
            signal,
        ),
);

describe("running a command with a session", () => {
    it("the child's exit code is returned, as shells have it", async () => {
        expect(await node("process.exit(7)")).to.equal(7);
        expect(await node("process.exit(0)")).to.equal(0);
        expect(await execCommand("no-such-command-anywhere", [], process.env)).to.equal(127);
        if (process.platform === "win32") return;
        expect(await node("process.kill(process.pid, 'SIGTERM')")).to.equal(128 + 15);
        expect(await execCommand(__filename, [], process.env)).to.equal(126);
    });

    it("the child gets the environment it is given", async () => {
        const check = "process.exit(process.env.AWS_SESSION_TOKEN === 'token' ? 0 : 1)";
        expect(await node(check, { ...process.env, AWS_SESSION_TOKEN: "token" })).to.equal(0);
    });

    it("listeners don't stay", async () => {
        const before = signals.map((signal) => process.listenerCount(signal));
        await node("0");
        expect(signals.map((signal) => process.listenerCount(signal))).to.deep.equal(before);
    });

    it("a broken pipe doesn't end the process afterwards", async function () {
        if (process.platform === "win32") this.skip();
        const script = `
            ${loadExec}
            execCommand(process.execPath, ["-e", "0"], process.env).then(() => {
                process.kill(process.pid, "SIGPIPE");
                setTimeout(() => process.exit(3), 100);
            });
        `;
        expect(await node(script)).to.equal(3);
    });

    /** `exec` in a process of its own, whose child prints the name of each signal that it gets. */
    function start() {
        const launcher = `
            ${loadExec}
            const child = \`
                const names = ${JSON.stringify(signals)};
                for (const name of names) process.on(name, () => console.log(name));
                setTimeout(() => process.exit(1), 25000);
                process.on("SIGTERM", () => process.exit(9));
                console.log("ready");
            \`;
            execCommand(process.execPath, ["-e", child], process.env).then((code) => process.exit(code));
        `;
        const parent = spawn(process.execPath, ["-e", launcher], {
            cwd: path.join(__dirname, "../.."),
            stdio: ["ignore", "pipe", "pipe"],
        });
        let output = "";
        parent.stdout.on("data", (chunk) => (output += String(chunk)));
        parent.stderr.on("data", (chunk) => (output += String(chunk)));
        const shows = async (text: string): Promise<void> => {
            for (let i = 0; i < 300 && !output.includes(text); i++) {
                await new Promise((resolve) => setTimeout(resolve, 20));
            }
            expect(output).to.contain(text);
        };
        const ended = new Promise<number | null>((resolve) => parent.once("close", resolve));
        return { parent, shows, ended, output: () => output };
    }

    it("every signal is passed on, once, and the inspector stays closed", async function () {
        if (process.platform === "win32") this.skip();
        const { parent, shows, ended, output } = start();
        await shows("ready");
        for (const signal of signals.filter((each) => each !== "SIGTERM")) {
            parent.kill(signal);
            await shows(`${signal}\n`);
        }
        parent.kill("SIGTERM");
        expect(await ended).to.equal(9);
        expect(output()).not.to.match(/Debugger|inspector/i);
        for (const signal of signals) {
            expect(output().split(`${signal}\n`).length - 1, signal).to.be.at.most(1);
        }
    });

    it("a stop from the terminal stops both, and goes on with both", async function () {
        if (process.platform !== "linux") this.skip();
        const { parent, shows, ended } = start();
        await shows("ready");
        const state = async (): Promise<string> => {
            const { readFile } = await import("node:fs/promises");
            const text = await readFile(`/proc/${String(parent.pid)}/stat`, "utf8");
            return text.slice(text.lastIndexOf(")") + 2)[0] ?? "";
        };
        parent.kill("SIGTSTP");
        for (let i = 0; i < 100 && (await state()) !== "T"; i++) {
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
        expect(await state()).to.equal("T");
        parent.kill("SIGCONT");
        await shows("SIGCONT\n");
        parent.kill("SIGTERM");
        expect(await ended).to.equal(9);
    });
});
