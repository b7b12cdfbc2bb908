import * as path from "node:path";

import { expect } from "chai";

import { DeployError } from "../../sandbox/deploy";

describe("a stack that was not deployed", () => {
    const log = path.resolve("prod.log");
    const violation = {
        policy: "iam-role-has-boundary",
        resource: "PSKRole",
        message: "It has none.",
    };
    const cases = [
        {
            report: { changes: {}, violations: [violation], errors: ["preview failed"] },
            lines: [
                "  [iam-role-has-boundary] PSKRole: It has none.",
                "  preview failed",
                "The engine's full output is in prod.log.",
                "Next: Change what the policies name, as each of them says; then run the command again: stacks that are done stay as they are.",
            ],
        },
        {
            report: { changes: {}, violations: [], errors: ["AccessDenied"] },
            lines: [
                "  AccessDenied",
                "The engine's full output is in prod.log.",
                "Next: Mend what the errors name; then run the command again: stacks that are done stay as they are.",
            ],
        },
        {
            report: { changes: {}, violations: [], errors: [] },
            lines: [
                "  Error: killed",
                "The engine's full output is in prod.log.",
                "Next: Look for the cause in the engine's output; then run the command again: stacks that are done stay as they are.",
            ],
        },
    ];
    for (const { report, lines } of cases) {
        it(`names its next step: ${lines.at(-1) ?? ""}`, () => {
            const error = new DeployError("prod", report, log, new Error("killed"));
            expect(error.message.split("\n")).to.deep.equal([
                'Stack "prod" was not deployed:',
                ...lines,
            ]);
        });
    }
});
