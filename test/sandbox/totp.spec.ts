import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";

import { expect } from "chai";

import { findPython } from "../../sandbox/localAws/python";
import { AuthenticatorApp, codeAt, stepAt } from "../../sandbox/totp";
import cases from "./totp.cases.json";

/** Asks totp.py, as the local AWS uses it, for the answers to all cases. */
const script = `
import base64, json, sys
sys.dont_write_bytecode = True
sys.path.append(sys.argv[1])
import totp
cases = json.loads(sys.argv[2])
seed = base64.b32decode(cases["seed"])
print(json.dumps({
    "codes": [[totp.step_at(one["seconds"]), totp.code_at(seed, one["step"])] for one in cases["codes"]],
    "accepted": [totp.accepted_step(seed, one["code"], one["seconds"], one["last"]) for one in cases["accepted"]],
    "pairs": [totp.accepted_pair(seed, *one["codes"], one["seconds"], one["last"]) for one in cases["pairs"]],
}))
`;

interface Answers {
    readonly codes: readonly (readonly [step: number, code: string])[];
    readonly accepted: readonly (number | null)[];
    readonly pairs: readonly (number | null)[];
}

describe("one-time codes of authenticator apps", () => {
    let answers: Answers;

    before(async () => {
        const python = await findPython();
        const folder = path.join(__dirname, "../../sandbox/localAws");
        const args = [...python.args, "-I", "-c", script, folder, JSON.stringify(cases)];
        const { stdout } = await promisify(execFile)(python.command, args);
        answers = JSON.parse(stdout) as Answers;
    });

    for (const [at, { seconds, step, code }] of cases.codes.entries()) {
        it(`at ${seconds} s: ${code}, by the sandbox's app and the local AWS`, () => {
            expect(stepAt(seconds * 1000)).to.equal(step);
            expect(codeAt(cases.seed, step)).to.equal(code);
            expect(answers.codes[at]).to.deep.equal([step, code]);
        });
    }

    for (const kind of ["accepted", "pairs"] as const) {
        for (const [at, { name, step }] of cases[kind].entries()) {
            const what = kind === "pairs" ? "two codes" : "a code";
            it(`the local AWS ${step === null ? "refuses" : "takes"} ${what}: ${name}`, () => {
                expect(answers[kind][at]).to.equal(step);
            });
        }
    }

    it("an app shows no code twice, and the first two follow each other", () => {
        const app = new AuthenticatorApp(cases.seed);
        const now = stepAt(Date.now());
        const shown = [app.nextCode(), app.nextCode(), app.nextCode()];
        const from = shown[0] === codeAt(cases.seed, now - 1) ? now - 1 : now;
        expect(shown).to.deep.equal([0, 1, 2].map((one) => codeAt(cases.seed, from + one)));
    });

    it("refuses a seed that is not Base32", () => {
        expect(() => codeAt("a1", 0)).to.throw("not Base32");
    });
});
