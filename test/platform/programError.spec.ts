import { spawnSync } from "node:child_process";

import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";

import { ContractError } from "../../identities/contract";
import { checkout } from "../../platform/checkout";
import { ConfigError } from "../../platform/config";
import { ProgramError, ProjectFileError } from "../../platform/programError";

describe("errors of the program", () => {
    for (const error of [
        new ProgramError("it is wrong"),
        new ProjectFileError("Pulumi.yaml", ["it is wrong"]),
        new ConfigError("prod", ["it is wrong"]),
        new ContractError("it is wrong"),
    ]) {
        it(`${error.name} has a name, and no frames`, () => {
            expect(error.constructor.name).to.equal(error.name);
            expect(error.stack).to.equal(`${error.name}: ${error.message}`);
        });

        it(`${error.name} is one that Pulumi prints by its message alone`, () => {
            expect(pulumi.RunError.isInstance(error)).to.equal(true);
        });
    }

    // As they come about where Pulumi runs a program, printed as Pulumi prints them. Node.js 20 hangs on one of Pulumi's own
    // frames.
    const failures = {
        "a fault of the settings": 'throw new ConfigError("prod", ["it is wrong"])',
        "a fault of the code": 'throw new TypeError("it is wrong")',
        "a failed output":
            'await pulumi.output(1).apply(() => { throw new Error("it is wrong") }).promise()',
        "a failed registration":
            'await new pulumi.CustomResource("wrong:index:Type", "x").urn.promise()',
    };
    let printed: readonly string[];
    let signal: NodeJS.Signals | null;
    before(() => {
        const script = `
            require("ts-node/register");
            const pulumi = require("@pulumi/pulumi");
            const { ConfigError } = require("./platform/config");
            const { leaveOutLibraryFrames } = require("./platform/programError");
            const { inspect } = require("node:util");
            const newResource = ({ type }) => {
                if (type === "wrong:index:Type") throw new Error("it is wrong");
                return { id: "x", state: {} };
            };
            const mocks = { newResource, call: () => ({}) };
            // Pulumi's own handlers would print it a second time.
            process.on("unhandledRejection", () => undefined);
            async function print(fail) {
                await pulumi.runtime.setMocks(mocks, "iam-profiles", "prod");
                const error = await pulumi.runtime
                    .runInPulumiStack(async () => {
                        leaveOutLibraryFrames();
                        await fail();
                    })
                    .catch((reason) => reason);
                console.log(JSON.stringify(inspect(error, { colors: true })));
            }
            (async () => {
                ${Object.values(failures)
                    .map((failing) => `await print(async () => { ${failing}; });`)
                    .join("\n")}
                process.exit(0);
            })();`;
        const ended = spawnSync(process.execPath, ["--max-old-space-size=512", "-e", script], {
            cwd: checkout,
            encoding: "utf8",
        });
        ({ signal } = ended);
        printed = ended.stdout.split("\n");
    });

    for (const [at, name] of Object.keys(failures).entries()) {
        it(`${name} is printed in little memory`, () => {
            // Where inspect goes astray, it takes more than 3 GB, and the process ends for want of memory.
            expect(printed[at], `ended by ${signal ?? "itself"}`).to.contain("it is wrong");
        });
    }
});
