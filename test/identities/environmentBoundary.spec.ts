import { expect } from "chai";
import fc from "fast-check";

import type { Account } from "../../platform/accounts";
import type { Settings } from "../../platform/config";
import { assumePolicy } from "../../identities/assumePolicies";
import { groupsOf } from "../../identities/groups";
import type { FederatedGroup, Pipeline } from "../../identities/identity";
import {
    allIdentities,
    allUsers,
    identityArn,
    identityName,
    mayAssume,
} from "../../identities/identity";
import type {
    Identity,
    IdentityCatalogue,
    KnownIdentity,
    KnownUser,
} from "../../identities/identity";
import { checkIdentities } from "../../identities/validate";
import { samlProviderArn } from "../../platform/naming";
import type { PolicyDocument } from "../../platform/policyDocument";
import { trustPolicyOf } from "../../roles/accountRoles";
import { roleCatalogue } from "../../roles/catalogue";
import { assumableRoleNames } from "../../roles/role";
import { metadataOf } from "./federation/people";
import { settingsOf } from "./support";

const state = { partition: "aws", prefix: "PSK", accountId: "111111111111" };
const roles = roleCatalogue.filter(({ assumableBy }) => assumableBy === "identities");
const roleNames = roles.map(({ name }) => name);

// Names that resemble groups, paths, classes and properties of every object, and any others.
const name = fc.oneof(
    fc.constantFrom(
        "NonprodServiceAccount",
        "ProdServiceAccount",
        "NonprodPerson",
        "ProdPerson",
        "prod",
        "nonprod",
        "constructor",
        "__proto__",
    ),
    fc.stringMatching(/^[\w+=,.@-]{1,8}$/),
);
const identity: fc.Arbitrary<Identity> = fc.record(
    {
        name,
        trustClass: fc.constantFrom("nonprod" as const, "prod" as const),
        roles: fc.subarray(roleNames, { minLength: 1 }),
    },
    { requiredKeys: ["name", "trustClass"] },
);
const pipeline: fc.Arbitrary<Pipeline> = identity.map((one) => ({
    ...one,
    issuer: "gitlab",
    project: `acme/${one.name.replace(/\W/g, "_")}-`,
    on: { branch: "main" },
}));
const federatedGroup: fc.Arbitrary<FederatedGroup> = identity.map((one) => ({
    ...one,
    by: "saml",
    provider: "AcmeIdP",
}));
const catalogue: fc.Arbitrary<IdentityCatalogue> = fc
    .record({
        serviceAccounts: fc.array(identity, { maxLength: 6 }),
        people: fc.array(identity, { maxLength: 4 }),
        pipelines: fc.array(pipeline, { maxLength: 4 }),
        federatedGroups: fc.array(federatedGroup, { maxLength: 4 }),
        samlProviders: fc.constant([{ name: "AcmeIdP", metadata: metadataOf("AcmeIdP") }]),
    })
    .filter((identities) => {
        const { faults, pipelineFaults, groupFaults } = checkIdentities(
            identities,
            {
                assumable: assumableRoleNames(
                    roleCatalogue,
                    { trustClass: "prod" },
                    { name: "prod" },
                ),
            },
            state,
            {
                issuers: { [samlProviderArn(state, "AcmeIdP")]: "prod" },
                trustedOwners: { "gitlab.com": { acme: "prod" } },
            },
        );
        return faults.length + pipelineFaults.length + groupFaults.length === 0;
    });
const registry: fc.Arbitrary<readonly Account[]> = fc
    .array(fc.constantFrom("nonprod" as const, "prod" as const), { maxLength: 5 })
    .map((environments) =>
        (["state", ...environments] as const).map((environment, index) => ({
            name: `account-${index}`,
            id: String(111111111111 + index),
            environment,
        })),
    );

const statementsText = (document: PolicyDocument): string => JSON.stringify(document);

const isEntered = ({ kind }: KnownIdentity): boolean =>
    kind === "pipeline" || kind === "federatedGroup";

const arnsOf = (settings: Settings, identities: readonly KnownIdentity[]) => {
    const state = { partition: "aws", prefix: "PSK", accountId: settings.stateAccount.id };
    return new Map(
        identities.map((known) => [identityName("PSK", known), identityArn(state, known)]),
    );
};

/** Trust policy of each role that somebody may assume in the stack's account. */
const trustOf = (settings: Settings, identities: readonly KnownIdentity[]) =>
    roles
        .filter((role) => identities.some((i) => mayAssume(i, settings.account, role.name)))
        .map((role) => trustPolicyOf(settings, role, identities, arnsOf(settings, identities)));

describe("the environment boundary, for any catalogue and registry", () => {
    it("no trust policy of a prod or state account names a nonprod identity", () => {
        fc.assert(
            fc.property(catalogue, registry, (identities, accounts) => {
                for (const account of accounts.filter((a) => a.environment !== "nonprod")) {
                    const settings = settingsOf(account.name, accounts);
                    for (const trust of trustOf(settings, allIdentities(identities))) {
                        expect(statementsText(trust)).to.not.include("/nonprod/");
                    }
                }
            }),
        );
    });

    it("no nonprod identity is in a group whose policy names a role of a prod or state account", () => {
        fc.assert(
            fc.property(catalogue, registry, (identities, accounts) => {
                const settings = settingsOf("account-0", accounts);
                const all = allUsers(identities);
                const nonprod = all
                    .filter(({ trustClass }) => trustClass === "nonprod")
                    .map((known) => identityName("PSK", known));
                const closed = accounts.filter(({ environment }) => environment !== "nonprod");
                for (const group of groupsOf("PSK", all)) {
                    if (!group.members.some((member) => nonprod.includes(member))) continue;
                    const text = statementsText(
                        assumePolicy(
                            settings,
                            (account) => assumableRoleNames(roleCatalogue, group, account),
                            group,
                        ),
                    );
                    for (const { id } of closed) {
                        expect(text, group.name).to.not.include(`:iam::${id}:role/`);
                    }
                }
            }),
        );
    });

    it("every identity is in exactly one group, of its own kind, trust class and limit", () => {
        fc.assert(
            fc.property(catalogue, (identities) => {
                const all = allUsers(identities);
                const groups = groupsOf("PSK", all);
                for (const known of all) {
                    const of = groups.filter(({ members }) =>
                        members.includes(identityName("PSK", known)),
                    );
                    expect(
                        of.map(({ kind, trustClass, roles }) => [kind, trustClass, roles]),
                    ).to.deep.equal([[known.kind, known.trustClass, known.roles]]);
                }
                const names = groups.map((group) => group.name.toLowerCase());
                expect(new Set(names).size).to.equal(names.length);
            }),
        );
    });

    it("both locks agree: the policy of an entry role names a role iff the role's trust names the entry role", () => {
        fc.assert(
            fc.property(catalogue, registry, (identities, accounts) => {
                const all = allIdentities(identities);
                const arns = arnsOf(settingsOf("account-0", accounts), all);
                for (const one of all.filter(isEntered)) {
                    const { Statement } = assumePolicy(
                        settingsOf("account-0", accounts),
                        (account) => assumableRoleNames(roleCatalogue, one, account),
                        one,
                    );
                    for (const account of accounts) {
                        const settings = settingsOf(account.name, accounts);
                        for (const role of roles) {
                            if (!all.some((i) => mayAssume(i, account, role.name))) continue;
                            const trust = statementsText(trustPolicyOf(settings, role, all, arns));
                            const arn = `arn:aws:iam::${account.id}:role/PSKRoles/PSK${role.name}`;
                            expect(
                                trust.includes(`"${arns.get(identityName("PSK", one)) ?? ""}"`),
                                `${one.name} ${arn}`,
                            ).to.equal(Statement[0]?.Resource?.includes(arn));
                        }
                    }
                }
            }),
            { numRuns: 50 },
        );
    });

    it("both locks agree: a group's policy names a role iff the role's trust names its members", () => {
        fc.assert(
            fc.property(catalogue, registry, (identities, accounts) => {
                const all = allUsers(identities);
                const arns = arnsOf(settingsOf("account-0", accounts), all);
                for (const group of groupsOf("PSK", all)) {
                    const first = assumePolicy(
                        settingsOf("account-0", accounts),
                        (account) => assumableRoleNames(roleCatalogue, group, account),
                        group,
                    ).Statement[0];
                    for (const account of accounts) {
                        const settings = settingsOf(account.name, accounts);
                        for (const role of roles) {
                            if (!all.some((i) => mayAssume(i, account, role.name))) continue;
                            const trust = statementsText(trustPolicyOf(settings, role, all, arns));
                            const arn = `arn:aws:iam::${account.id}:role/PSKRoles/PSK${role.name}`;
                            for (const member of group.members) {
                                expect(
                                    trust.includes(`"${arns.get(member) ?? ""}"`),
                                    `${member} ${arn}`,
                                ).to.equal(first?.Resource?.includes(arn));
                            }
                        }
                    }
                }
            }),
            { numRuns: 50 },
        );
    });

    it("no document depends on the order of the catalogue or the registry", () => {
        const permuted = fc.tuple(catalogue, registry).chain(([identities, accounts]) =>
            fc.tuple(
                fc.constant(allUsers(identities)),
                fc.shuffledSubarray(allUsers(identities) as KnownUser[], {
                    minLength: allUsers(identities).length,
                }),
                fc.constant(accounts),
                fc.shuffledSubarray(accounts as Account[], { minLength: accounts.length }),
            ),
        );
        const documents = (identities: readonly KnownUser[], accounts: readonly Account[]) => {
            const settings = settingsOf("account-0", accounts);
            return {
                groups: new Map(
                    groupsOf("PSK", identities).map((group) => [
                        group.name,
                        [
                            group,
                            assumePolicy(
                                settings,
                                (account) => assumableRoleNames(roleCatalogue, group, account),
                                group,
                            ),
                        ],
                    ]),
                ),
                trust: trustOf(settings, identities),
            };
        };
        fc.assert(
            fc.property(permuted, ([identities, shuffled, accounts, shuffledAccounts]) => {
                expect(documents(shuffled, shuffledAccounts)).to.deep.equal(
                    documents(identities, accounts),
                );
            }),
        );
    });
});
