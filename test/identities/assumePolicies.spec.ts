import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import * as fc from "fast-check";

import { assumePolicies, assumePolicy } from "../../identities/assumePolicies";
import type { Grantee } from "../../identities/assumePolicies";
import { mayAssume } from "../../identities/identity";
import type { Account } from "../../platform/accounts";
import { policyLength } from "../../platform/policyDocument";
import type { PolicyDocument } from "../../platform/policyDocument";
import { roleCatalogue } from "../../roles/catalogue";
import { assumableRoleNames } from "../../roles/role";
import { seed } from "../support/seed";
import { settingsOf } from "./support";

const cases = JSON.parse(
    readFileSync(join(__dirname, "assumePolicies.cases.json"), "utf8"),
) as readonly { name: string; group: Grantee; policy: PolicyDocument }[];

const names =
    ({ trustClass }: Grantee) =>
    (account: Account): readonly string[] =>
        assumableRoleNames(roleCatalogue, { trustClass }, account);

describe("assumePolicy", () => {
    for (const { name, group, policy } of cases) {
        it(name, () => {
            const settings = settingsOf("state");
            expect(assumePolicy(settings, names(group), group)).to.deep.equal(policy);
            expect(assumePolicies(settings, names(group), group)).to.deep.equal([
                { number: 0, document: policy },
            ]);
        });
    }

    it("names no role that only a service may assume", () => {
        const policy = assumePolicy(settingsOf("state"), names(prodAccounts), {
            ...prodAccounts,
            roles: ["CrossplaneProviderRole", "PlatformVPCRole"],
        });
        expect(policy.Statement[0]?.Resource).to.deep.equal([
            "arn:aws:iam::111111111111:role/PSKRoles/PSKPlatformVPCRole",
            "arn:aws:iam::222222222222:role/PSKRoles/PSKPlatformVPCRole",
            "arn:aws:iam::333333333333:role/PSKRoles/PSKPlatformVPCRole",
        ]);
    });
});

const prodAccounts = { kind: "serviceAccount", trustClass: "prod" } as const;

/** A registry: the state account, and others in turns. */
const registryOf = (count: number): readonly Account[] => [
    { name: "state", id: "111111111111", environment: "state" },
    ...Array.from({ length: count - 1 }, (_, i) => ({
        name: `team${i}`,
        id: String(400_000_000_000 + 7_919 * i),
        environment: i % 2 === 0 ? ("nonprod" as const) : ("prod" as const),
    })),
];

/** The same, with an account that is nonprod's, too. */
const shared = ([state, ...others]: readonly Account[]): readonly Account[] =>
    state === undefined
        ? []
        : [
              { ...state, sharedWith: "sandbox" },
              { ...state, name: "sandbox", environment: "nonprod", sharedWith: "state" },
              ...others,
          ];

const grantees = fc.record({
    kind: fc.constantFrom("serviceAccount", "person", "pipeline"),
    trustClass: fc.constantFrom("nonprod", "prod"),
    roles: fc.option(
        fc.subarray(
            [...names(prodAccounts)({ name: "prod", id: "333333333333", environment: "prod" })],
            { minLength: 1 },
        ),
        { nil: undefined },
    ),
}) as fc.Arbitrary<Grantee>;

/**
 * The roles that a document allows to assume, as IAM reads it: what an Allow has and no Deny. Written apart from the builder; MFA
 * is taken to be there.
 */
function allowed({ Statement }: PolicyDocument, roles: readonly string[]): readonly string[] {
    const applying = Statement.filter(({ Action }) => Action?.includes("sts:AssumeRole")).map(
        ({ Effect, Resource, NotResource }) => {
            const patterns = (Resource ?? NotResource ?? []).map((pattern) =>
                pattern.replace(/[.+]/g, "\\$&").replaceAll("*", ".*"),
            );
            const any = new RegExp(`^(?:${patterns.join("|")})$`);
            return {
                Effect,
                applies: (role: string) => any.test(role) === (Resource !== undefined),
            };
        },
    );
    return roles.filter((role) => {
        const effects = applying.filter(({ applies }) => applies(role)).map((one) => one.Effect);
        return effects.includes("Allow") && !effects.includes("Deny");
    });
}

describe("assumePolicies", () => {
    it("allow each role that the grantee may assume in one policy, and no other role in any", () => {
        const others = ["CrossplaneProviderRole", "Other", "PlatformVPCRole2"];
        fc.assert(
            fc.property(
                fc.integer({ min: 1, max: 250 }),
                fc.boolean(),
                grantees,
                (count, isShared, grantee) => {
                    const accounts = isShared ? shared(registryOf(count)) : registryOf(count);
                    const policies = assumePolicies(
                        settingsOf("state", accounts),
                        names(grantee),
                        grantee,
                    );
                    const arnOf = (account: Account, role: string): string =>
                        `arn:aws:iam::${account.id}:role/PSKRoles/PSK${role}`;
                    const all = new Set(
                        accounts.flatMap((account) =>
                            [...names(prodAccounts)(account), ...others].flatMap((role) => [
                                arnOf(account, role),
                                // A role of that name on another path is another role.
                                `arn:aws:iam::${account.id}:role/PSK${role}`,
                            ]),
                        ),
                    );
                    const expected = accounts.flatMap((account) =>
                        names(grantee)(account)
                            .filter((role) => mayAssume(grantee, account, role))
                            .map((role) => arnOf(account, role)),
                    );
                    const found = policies.flatMap(({ document }) => allowed(document, [...all]));
                    expect([...found].sort()).to.deep.equal([...new Set(expected)].sort());
                },
            ),
            { seed, numRuns: 40 },
        );
    });

    it("fit where each of them is, and end in MFA and self-service for people", () => {
        fc.assert(
            fc.property(fc.integer({ min: 1, max: 1_000 }), grantees, (count, grantee) => {
                const settings = settingsOf("state", registryOf(count));
                const policies = assumePolicies(settings, names(grantee), grantee);
                const isPerson = grantee.kind === "person";
                for (const { number, document } of policies) {
                    expect(policyLength(document)).to.be.at.most(5_120);
                    const sids = document.Statement.map(({ Sid }) => Sid);
                    expect(sids.includes("ManageOwnPasswordAndMfa")).to.equal(
                        isPerson && number === 0,
                    );
                    expect(document.Statement[0]?.Condition !== undefined).to.equal(isPerson);
                }
            }),
            { seed, numRuns: 40 },
        );
    });

    it("are touched one by one as accounts are added and removed, wherever in the registry", () => {
        const registry = registryOf(400);
        const documentsOf = (accounts: readonly Account[]): ReadonlyMap<number, string> =>
            new Map(
                assumePolicies(
                    settingsOf("state", accounts),
                    names(prodAccounts),
                    prodAccounts,
                ).map(({ number, document }) => [number, JSON.stringify(document)]),
            );
        const others = registry.filter(({ environment }) => environment !== "state");
        const state = registry.filter(({ environment }) => environment === "state");
        fc.assert(
            fc.property(
                fc.shuffledSubarray(others, { minLength: 1 }),
                fc.nat(),
                fc.boolean(),
                (some, at, isLast) => {
                    const gone = isLast ? some.length - 1 : at % some.length;
                    const less = some.filter((_, index) => index !== gone);
                    const before = documentsOf([...state, ...less]);
                    const after = documentsOf([...state, ...some]);
                    const made = [...after.keys()].filter((number) => !before.has(number));
                    const ended = [...before.keys()].filter((number) => !after.has(number));
                    const changed = [...after].filter(
                        ([number, text]) => before.has(number) && before.get(number) !== text,
                    );
                    expect(ended).to.deep.equal([]);
                    expect(made.length).to.be.at.most(1);
                    expect(changed.length).to.be.at.most(1);
                    expect(made.length + changed.length).to.be.at.least(1);
                },
            ),
            { seed, numRuns: 60 },
        );
    });

    const table = [
        { count: 3, policies: 1, form: "named" },
        { count: 12, policies: 1, form: "named" },
        { count: 20, policies: 1, form: "guarded" },
        { count: 90, policies: 1, form: "guarded" },
    ];
    for (const { count, policies, form } of table) {
        it(`of ${count} accounts are ${policies}, with roles ${form}`, () => {
            const settings = settingsOf("state", registryOf(count));
            const found = assumePolicies(settings, names(prodAccounts), prodAccounts);
            expect(found).to.have.length(policies);
            const sids = found[0]?.document.Statement.map(({ Sid }) => Sid);
            expect(sids).to.deep.equal(
                form === "named" ? ["AssumeRoles"] : ["AssumeRoles", "NoOtherRoles"],
            );
        });
    }

    it("grow with the accounts, not with accounts times roles", () => {
        const sizes = [100, 300, 1_000].map((count) => {
            const settings = settingsOf("state", registryOf(count));
            return assumePolicies(settings, names(prodAccounts), prodAccounts)
                .map(({ document }) => policyLength(document))
                .reduce((sum, length) => sum + length, 0);
        });
        const [hundred = 0, threeHundred = 0, thousand = 0] = sizes;
        expect(threeHundred / hundred).to.be.within(2.5, 3.5);
        expect(thousand / hundred).to.be.within(8, 12);
        // 44 characters for each account, and what each document has.
        expect(thousand).to.be.below(1_000 * 60);
    });
});
