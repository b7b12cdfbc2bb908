import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { localAwsStatus, stopLocalAws } from "../../sandbox/localAws";
import {
    judge,
    processStart,
    readInstance,
    writeInstance,
    type Instance,
    type InstanceState,
} from "../../sandbox/localAws/instance";
import { findPython } from "../../sandbox/localAws/python";
import { serverEnvironment } from "../../sandbox/localAws/serverEnvironment";

const instance: Instance = { pid: 4711, port: 40000, token: "ours", processStart: "100" };

describe("judge", () => {
    const cases: [string, string | undefined, string | null | undefined, InstanceState][] = [
        ["the server answers with our token", "ours", "100", "running"],
        ["another server has the port, our process lives", "theirs", "100", "hung"],
        ["nobody answers, our process lives", undefined, "100", "hung"],
        ["nobody answers, the id belongs to a later process", undefined, "999", "dead"],
        ["nobody answers, no such process", undefined, undefined, "dead"],
        ["nobody answers, the system does not tell the start", undefined, null, "dead"],
    ];
    for (const [name, token, start, expected] of cases) {
        it(`${name}: ${expected}`, async () => {
            const state = await judge(instance, {
                tokenAt: () => Promise.resolve(token),
                processStart: () => Promise.resolve(start),
            });
            expect(state).to.equal(expected);
        });
    }
});

describe("processStart", () => {
    it("is the same for the same process, and undefined for none", async () => {
        expect(await processStart(process.pid)).to.equal(await processStart(process.pid));
        expect(await processStart(process.pid)).not.to.equal(undefined);
        expect(await processStart(2147483646)).to.equal(undefined);
    });
});

describe("the local AWS of a state folder", () => {
    let stateDir: string;
    beforeEach(async () => {
        stateDir = await fs.mkdtemp(path.join(os.tmpdir(), "localAws-"));
    });
    afterEach(async () => {
        await fs.rm(stateDir, { recursive: true });
    });

    it("is absent without an instance file, and stopping it is harmless", async () => {
        expect(await localAwsStatus(stateDir)).to.deep.equal({ state: "absent" });
        expect(await stopLocalAws(stateDir)).to.equal(false);
    });

    it("is dead, and its process id left alone, when a later process has the id", async () => {
        // This very process plays the later one: a wrong SIGTERM would end the test run.
        const reused = { ...instance, pid: process.pid, port: 1 };
        await writeInstance(stateDir, reused);
        expect(await localAwsStatus(stateDir)).to.deep.equal({
            state: "dead",
            endpoint: "http://127.0.0.1:1",
            pid: process.pid,
        });
        expect(await stopLocalAws(stateDir)).to.equal(false);
        expect(await readInstance(stateDir)).to.equal(undefined);
    });

    it("is written once: a second run at the same time fails", async () => {
        await writeInstance(stateDir, instance);
        const code = await writeInstance(stateDir, { ...instance, pid: 1 }).catch(
            (error: unknown) => (error as NodeJS.ErrnoException).code,
        );
        expect(code).to.equal("EEXIST");
        expect(await readInstance(stateDir)).to.deep.equal(instance);
    });

    for (const text of ["", "{", "{}", '{"pid":"1","port":2,"token":"t"}']) {
        it(`is absent when its file holds ${JSON.stringify(text)}`, async () => {
            await fs.writeFile(path.join(stateDir, "instance.json"), text);
            expect(await localAwsStatus(stateDir)).to.deep.equal({ state: "absent" });
        });
    }
});

describe("serverEnvironment", () => {
    it("passes no credential and no setting of the caller's, and binds to loopback", () => {
        const env = serverEnvironment(40000, "token", "/state/tmp", {
            PATH: "/bin",
            AWS_SECRET_ACCESS_KEY: "x",
            BIND_HOST: "0.0.0.0",
            AUTH: "false",
            LOG_LEVEL: "DEBUG",
            USE_SSL: "1",
        });
        expect(env).to.include({
            PATH: "/bin",
            BIND_HOST: "127.0.0.1",
            AUTH: "true",
            LOG_LEVEL: "WARNING",
            GATEWAY_PORT: "40000",
        });
        expect(env).not.to.have.any.keys("AWS_SECRET_ACCESS_KEY", "USE_SSL");
    });
});

describe("findPython", () => {
    const machine = (installed: Record<string, [number[], string]>) => (command: string) =>
        command in installed
            ? Promise.resolve(JSON.stringify(installed[command]))
            : Promise.reject(new Error("ENOENT"));

    it("passes over an old python3 for a newer one by number", async () => {
        const python = await findPython(
            machine({
                python3: [[3, 9, 6], "/usr/bin/python3"],
                "python3.12": [[3, 12, 1], "/opt/python3.12"],
            }),
        );
        expect(python).to.deep.equal({
            command: "python3.12",
            args: [],
            version: [3, 12, 1],
            executable: "/opt/python3.12",
        });
    });

    it("names what is too old", async () => {
        const message = await findPython(
            machine({ python3: [[3, 9, 6], "/usr/bin/python3"] }),
        ).catch((error: unknown) => (error as Error).message);
        expect(message).to.equal(
            'the local AWS needs Python 3.11 or newer on PATH, "python3" is 3.9.6; install it from https://www.python.org/downloads',
        );
    });
});

describe("requirements.txt", () => {
    it("pins every package by version and hash", async () => {
        const file = path.join(__dirname, "../../sandbox/localAws/requirements.txt");
        const text = (await fs.readFile(file, "utf8")).replace(/^#.*\n/gm, "");
        const entries = text
            .replace(/ \\\n\s+/g, " ")
            .trimEnd()
            .split("\n");
        expect(entries).to.have.length(17);
        for (const entry of entries) {
            expect(entry).to.match(/^[a-z0-9-]+==[0-9a-z.]+( --hash=sha256:[0-9a-f]{64})+$/);
        }
    });
});
