import { expect } from "chai";

import { parseSettings } from "../../platform/config";
import { proofOf } from "../../policy-pack/proof";
import type { Context } from "../../policy-pack/rule";
import { accounts } from "../support/mocks";

const project = "iam-profiles";
const issuer = "token.actions.githubusercontent.com";

/** A prod stack whose shared settings have these trusted owners. */
function contextWith(trustedOwners: unknown): Context {
    const config = {
        [`${project}:accounts`]: JSON.stringify(accounts),
        [`${project}:trustedOwners`]: JSON.stringify(trustedOwners),
        "aws:region": "us-east-1",
    };
    return {
        ...parseSettings(project, "prod", config),
        project,
        config,
        folder: undefined,
        isRunning: true,
        overrides: [],
    };
}

const role = {
    type: "aws:iam/role:Role",
    urn: "urn:pulumi:prod::iam-profiles::aws:iam/role:Role::Deploy",
    props: {
        name: "Deploy",
        path: "/",
        assumeRolePolicy: {
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Principal: {
                        Federated: `arn:aws:iam::333333333333:oidc-provider/${issuer}`,
                    },
                    Action: "sts:AssumeRoleWithWebIdentity",
                    Condition: {
                        StringEquals: {
                            [`${issuer}:aud`]: "sts.amazonaws.com",
                            [`${issuer}:sub`]: "repo:acme/app:ref:refs/heads/main",
                        },
                    },
                },
            ],
        },
    },
};

describe("the proof in the pack", () => {
    for (const [name, owners, verdict] of [
        ["holds with an owner of class prod", { acme: "prod" }, "holds"],
        ["is crossed with an owner of class nonprod", { acme: "nonprod" }, "crossed"],
        ["doesn't know with another owner alone", { "acme-evil": "prod" }, "unknown"],
    ] as const) {
        it(`knows from the configuration whose an issuer's tokens are: ${name}`, async () => {
            const context = contextWith({ [issuer]: owners });
            const { report } = await proofOf([role], context, new Date());
            expect(report.verdict.boundary).to.equal(verdict);
        });
    }
});
