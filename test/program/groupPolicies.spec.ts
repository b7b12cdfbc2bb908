import { expect } from "chai";

import { mayMoveTo } from "../../identities/parts";
import type { Catalogues } from "../../program";
import { roleCatalogue } from "../../roles/catalogue";
import { runProgram } from "../support/mocks";
import type { Registered } from "../support/mocks";

const accounts = Object.fromEntries([
    ["state", { id: "111111111111", environment: "state" }],
    ...Array.from({ length: 1_100 }, (_, i) => [
        `team${i}`,
        { id: String(400_000_000_000 + i), environment: "prod" },
    ]),
]) as Record<string, { id: string; environment: string }>;

const catalogues: Catalogues = {
    identities: {
        serviceAccounts: [{ name: "Prod", trustClass: "prod" }],
        people: [],
        pipelines: [
            {
                name: "Deploy",
                trustClass: "prod",
                issuer: "gitlab",
                project: "acme/app",
                on: { branch: "main" },
            },
        ],
    },
    roles: roleCatalogue,
};
const group = "PSKProdServiceAccountGroup";
const path = "arn:aws:iam::111111111111:policy/PSKPolicies/assume/prod/";

/** Number of a policy, from its name's end. */
const numberOf = (name: string): number => Number(/Policy(\d*)$/.exec(name)?.[1] ?? 1) - 1;

describe("the policies of many accounts", () => {
    let resources: readonly Registered[];
    const named = (type: string, start: string): readonly Registered[] =>
        resources.filter((one) => one.type === type && one.name.startsWith(start));
    before(async () => {
        ({ resources } = await runProgram("state", {
            catalogues,
            config: { accounts, trustedOwners: { "gitlab.com": { acme: "prod" } } },
        }));
    });

    it("are the group's first inline one, and managed ones of its groups, each by its number", () => {
        const attachments = named("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", group);
        expect(attachments.length).to.be.above(10);
        for (const { name, inputs } of attachments) {
            const number = numberOf(name);
            expect(inputs).to.deep.equal({
                group: number < 10 ? group : `${group}2`,
                policyArn: `${path}${name}`,
            });
        }
        expect(named("aws:iam/policy:Policy", group).map(({ name }) => name)).to.have.members(
            attachments.map(({ name }) => name),
        );
        expect(
            named("aws:iam/groupPolicy:GroupPolicy", group).map(({ name }) => name),
        ).to.deep.equal([group]);
    });

    it("have groups of the same members, protected", () => {
        expect(
            named("aws:iam/group:Group", group).map(({ name, protect }) => [name, protect]),
        ).to.deep.equal([
            [group, true],
            [`${group}2`, true],
        ]);
        for (const { inputs } of named("aws:iam/groupMembership:GroupMembership", group)) {
            expect(inputs["users"]).to.deep.equal(["PSKProd"]);
        }
    });

    for (const [holder, attachment, inline] of [
        [
            group,
            "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
            "aws:iam/groupPolicy:GroupPolicy",
        ],
        [
            "PSKDeploy",
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            "aws:iam/rolePolicy:RolePolicy",
        ],
    ] as const) {
        it(`of ${holder}: what accounts move to is held before they leave`, () => {
            const attached = named(attachment, holder);
            const policies = [...named("aws:iam/policy:Policy", holder), ...named(inline, holder)];
            expect(policies.length).to.equal(attached.length + 1);
            for (const { type, name, dependencies } of policies) {
                const number = type === inline ? 0 : numberOf(name);
                for (const other of attached) {
                    expect(
                        dependencies.includes(`${attachment}::${other.name}`),
                        `${name}, ${other.name}`,
                    ).to.equal(mayMoveTo(number, numberOf(other.name)));
                }
            }
            for (const { name, inputs, dependencies } of attached) {
                expect(dependencies).to.include(`aws:iam/policy:Policy::${name}`);
                if (holder === group) {
                    const membership = "aws:iam/groupMembership:GroupMembership";
                    expect(dependencies).to.include(`${membership}::${String(inputs["group"])}`);
                }
            }
        });
    }
});
