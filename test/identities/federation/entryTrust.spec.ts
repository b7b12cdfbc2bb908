import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { entryTrustPolicy } from "../../../identities/federation/entryTrust";
import type { Pipeline } from "../../../identities/identity";
import { pipelineOf, pipelines } from "./platform";

interface Case {
    readonly name: string;
    /** A pipeline of pipelines.json. */
    readonly of: string;
    /** What it has otherwise. */
    readonly with?: Partial<Pipeline>;
    readonly partition?: string;
    readonly action?: readonly string[];
    /** Address of the issuer. */
    readonly provider: string;
    readonly condition: unknown;
}

const cases = JSON.parse(
    readFileSync(join(__dirname, "entryTrust.cases.json"), "utf8"),
) as readonly Case[];

describe("entryTrustPolicy", () => {
    for (const {
        name,
        of,
        partition = "aws",
        action = [],
        provider,
        condition,
        ...rest
    } of cases) {
        it(`${of}: ${name}`, () => {
            const state = { partition, prefix: "PSK", accountId: "111111111111" };
            const pipeline = { ...pipelineOf(of), ...rest.with } as Pipeline;
            expect(entryTrustPolicy(state, pipeline)).to.deep.equal({
                Version: "2012-10-17",
                Statement: [
                    {
                        Sid: "TrustPipeline",
                        Effect: "Allow",
                        Principal: {
                            Federated: [
                                `arn:${partition}:iam::111111111111:oidc-provider/${provider}`,
                            ],
                        },
                        Action: ["sts:AssumeRoleWithWebIdentity", ...action],
                        Condition: condition,
                    },
                ],
            });
        });
    }

    it("has a case for each pipeline of the platform", () => {
        const tried = new Set(cases.map(({ of }) => of));
        expect([...tried].sort()).to.deep.equal(pipelines.map(({ name }) => name).sort());
    });
});
