import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { runProgram } from "../support/mocks";
import type { Registered, Run } from "../support/mocks";
import { ofType, trustPolicies } from "./support";

const settings = [
    { partition: "aws", prefix: "Acme9", region: "eu-central-1" },
    { partition: "aws-us-gov", prefix: "PSK", region: "us-gov-west-1" },
    { partition: "aws-cn", prefix: "Acme9", region: "cn-north-1" },
    { partition: "aws-eusc", prefix: "PSK", region: "eusc-de-east-1" },
    { partition: "aws-iso-b", prefix: "PSK", region: "us-isob-east-1" },
];

const role = "aws:iam/role:Role";

for (const { partition, prefix, region } of settings) {
    describe(`partition ${partition}, prefix ${prefix}`, () => {
        const config = { partition, prefix, "aws:region": region };
        const runs = new Map<string, Run>();
        before(async () => {
            const state = await runProgram("state", { config });
            runs.set("state", state);
            for (const stack of ["nonprod", "prod"]) {
                const { contract } = state.outputs;
                runs.set(stack, await runProgram(stack, { config, contract }));
            }
        });
        const runOf = (stack: string): Run => runs.get(stack) ?? { resources: [], outputs: {} };

        for (const stack of ["state", "nonprod", "prod"]) {
            it(`makes of ${stack} what the documents of aws and PSK say, written anew`, () => {
                const run = runOf(stack);
                const path = join(__dirname, "expected", `${stack}.json`);
                const expected = JSON.parse(
                    readFileSync(path, "utf8")
                        .replaceAll("arn:aws:", `arn:${partition}:`)
                        // The mocks' ids are the users' names in capitals.
                        .replaceAll("AIDAPSK", `AIDA${prefix.toUpperCase()}`)
                        .replaceAll("PSK", prefix),
                ) as { outputs: unknown; resources: Registered[] };
                expect(run.outputs).to.deep.equal(expected.outputs);
                expect(trustPolicies(run)).to.deep.equal(
                    Object.fromEntries(
                        expected.resources
                            .filter(({ type }) => type === role)
                            .map(({ name, inputs }) => [name, inputs["assumeRolePolicy"]]),
                    ),
                );
                expect(ofType(run, role)).to.have.length(7);
            });

            it(`leaves no other partition or prefix in ${stack}`, () => {
                const text = JSON.stringify(runOf(stack));
                expect([...new Set(text.match(/arn:aws[a-z-]*:/g))]).to.deep.equal([
                    `arn:${partition}:`,
                ]);
                if (prefix !== "PSK") expect(text).to.not.include("PSK");
            });
        }
    });
}
