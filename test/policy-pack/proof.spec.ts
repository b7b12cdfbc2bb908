import { expect } from "chai";

import type { Reach } from "../../access";
import { parseSettings } from "../../platform/config";
import { othersOf, proofOf } from "../../policy-pack/proof";
import type { Context } from "../../policy-pack/rule";
import { violationsOf } from "../../policy-pack/crossings";
import { accounts } from "../support/mocks";

const project = "iam-profiles";
const issuer = "token.actions.githubusercontent.com";

/** A prod stack whose shared settings have these trusted owners. */
function contextWith(trustedOwners: unknown, registry: object = accounts): Context {
    const config = {
        [`${project}:accounts`]: JSON.stringify(registry),
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

    it("looks at two accounts of a kind, the one that runs and the one that is named", async () => {
        const teams = Array.from({ length: 10 }, (_, i): [string, object] => [
            `team${i}`,
            { id: `40000000000${i}`, environment: i % 2 === 0 ? "nonprod" : "prod" },
        ]);
        const registry = { ...accounts, ...Object.fromEntries(teams) };
        const context = contextWith({ [issuer]: { acme: "nonprod" } }, registry);
        const named = {
            ...role,
            urn: `${role.urn}2`,
            props: {
                name: "Named",
                path: "/",
                assumeRolePolicy: {
                    Statement: [
                        {
                            Effect: "Allow",
                            Principal: { AWS: "arn:aws:iam::400000000009:role/PSKRoles/A" },
                            Action: "sts:AssumeRole",
                        },
                    ],
                },
            },
        };
        const { report, standsFor } = await proofOf([role, named], context, new Date());
        expect(report.verdict.boundary).to.equal("crossed");
        expect(new Set(report.crossings.map((one) => one.role))).to.deep.equal(
            new Set(["arn:aws:iam::333333333333:role/Deploy"]),
        );
        expect(report.accounts.map(({ name }) => name).sort()).to.deep.equal([
            "nonprod",
            "prod",
            "state",
            "team0",
            "team1",
            "team3",
            "team9",
        ]);
        const names = [...standsFor].map(([id, others]) => [id, others.map(({ name }) => name)]);
        expect(Object.fromEntries(names)).to.deep.equal({
            "222222222222": ["team2", "team4", "team6", "team8"],
            "400000000000": ["team2", "team4", "team6", "team8"],
            "400000000001": ["team5", "team7"],
            "400000000003": ["team5", "team7"],
        });
        // A violation in one of them says of how many it is true.
        const crossing = {
            identity: "arn:aws:iam::111111111111:user/a",
            role: "arn:aws:iam::400000000001:role/b",
            hops: [
                {
                    kind: "AssumeRole",
                    from: "arn:aws:iam::111111111111:user/a",
                    to: "arn:aws:iam::400000000001:role/b",
                    because: [],
                },
            ],
        };
        const of = { ...report, crossings: [crossing as unknown as Reach], takeovers: [] };
        const [violation] = violationsOf(of, new Set(), standsFor);
        expect(violation?.split("\n").at(-1)).to.equal(
            "  The same is true of team5 and 1 more: like account 400000000001 but for name and id.",
        );
    });

    it("renders the other stacks once for the same settings, and anew for others", async () => {
        const [first, same, other] = await Promise.all([
            othersOf(contextWith({ [issuer]: { acme: "prod" } })),
            othersOf(contextWith({ [issuer]: { acme: "prod" } })),
            othersOf(contextWith({ [issuer]: { acme: "nonprod" } })),
        ]);
        expect(same).to.equal(first);
        expect(other).not.to.equal(first);
    });
});
