import { spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";

import { expect } from "chai";

import { checkout } from "../../platform/checkout";

const runner = path.join(checkout, "sandbox", "policyHost", "pulumi-analyzer-policy-nodejs");
/** In milliseconds, on a loaded machine. It used to write its own error for ever. */
const longest = 60_000;

describe("the policy pack's start", () => {
    it("ends where the engine that reads its output is gone", async () => {
        const pack = spawn(process.execPath, [runner, "127.0.0.1:1", "."], {
            cwd: path.join(checkout, "policy-pack"),
            timeout: longest,
            killSignal: "SIGKILL",
        });
        pack.stdout.destroy();
        pack.stderr.destroy();
        expect(await once(pack, "exit")).to.deep.equal([1, null]);
    });
});
