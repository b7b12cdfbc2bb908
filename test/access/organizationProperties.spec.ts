import { expect } from "chai";
import fc from "fast-check";

import { readOrganization } from "../../access/organization/readOrganization";
import { buildReport } from "../../access/report/buildReport";
import type { Hop } from "../../access/paths/hop";
import type { Report } from "../../access/report/report";
import { runs } from "../support/seed";
import { closureKinds, referenceReach } from "./reference/closure";
import type { RawOrganization } from "./reference/closure";
import type { Raw } from "./reference/closureWorld";
import {
    any,
    documentsIn,
    exact,
    rawOrganization,
    statement,
    trustStatement,
    users,
} from "./reference/closureArbitrary";
import type { Alphabet } from "./reference/closureArbitrary";

/** As often as it takes. */
const unlimited = { nonprod: Infinity, prod: Infinity };

const reportOf = (
    { accounts, details }: RawOrganization,
    isLeftOut?: (hop: Hop) => boolean,
    looks = unlimited,
): Report =>
    buildReport(readOrganization(accounts, new Map(Object.entries(details))), isLeftOut, looks);

/** Whom each identity reaches, by hops of some kinds. */
function reachOf(
    organization: RawOrganization,
    kinds: readonly string[],
): ReadonlyMap<string, readonly Hop[]> {
    const { reach, takeovers } = reportOf(organization, ({ kind }) => !kinds.includes(kind));
    return new Map([
        ...reach.map(({ identity, role, hops }) => [`${identity} > ${role}`, hops] as const),
        ...takeovers.map(
            ({ identity, becomes, hops }) => [`${identity} > ${becomes}`, hops] as const,
        ),
    ]);
}

const [nonprodUser = "", prodUser = ""] = users;

/** The same, by the reference; `undefined` if that would take too long. */
function referenceReachOf(
    organization: RawOrganization,
    kinds: readonly string[],
): readonly string[] | undefined {
    const byIdentity = users.map((identity) => ({
        identity,
        reached: referenceReach(organization, identity, kinds),
    }));
    if (byIdentity.some(({ reached }) => reached === undefined)) return undefined;
    const roles = new Set(
        Object.values(organization.details).flatMap(({ RoleDetailList }) =>
            RoleDetailList.map(({ Arn }) => Arn),
        ),
    );
    return byIdentity.flatMap(({ identity, reached = new Set() }) =>
        [...reached]
            .filter((arn) => roles.has(arn) || (identity === nonprodUser && arn === prodUser))
            .map((arn) => `${identity} > ${arn}`),
    );
}

const isCertain = (hops: readonly Hop[]): boolean =>
    hops.every(({ unknown }) => unknown === undefined);

/** Hands over what the reference and the proof find, by hops of some of the kinds. */
function forOrganizationsAndKinds(
    alphabet: Alphabet,
    kinds: readonly string[],
    numRuns: number,
    check: (expected: readonly string[], found: ReadonlyMap<string, readonly Hop[]>) => void,
    seed?: number,
): void {
    const some = fc.oneof(
        { weight: 2, arbitrary: fc.constant([...kinds]) },
        // Writing a trust policy is one hop with assuming the role then.
        { weight: 1, arbitrary: fc.subarray([...kinds]).map((used) => [...used, "AssumeRole"]) },
    );
    fc.assert(
        fc.property(rawOrganization(alphabet), some, (organization, used) => {
            const expected = referenceReachOf(organization, used);
            fc.pre(expected !== undefined);
            check(expected, reachOf(organization, used));
        }),
        { numRuns: runs(numRuns), ...(seed === undefined ? {} : { seed }) },
    );
}

const forOrganizations = (
    numRuns: number,
    check: (organization: RawOrganization) => void,
): void => {
    fc.assert(fc.property(rawOrganization(any), check), { numRuns: runs(numRuns) });
};

/** What a report says, whatever the paths. */
interface Said {
    readonly boundary: number;
    /** `<identity> > <whom it reaches>`. */
    readonly reach: readonly string[];
}

const fromGoodToBad: readonly Report["boundary"][] = ["holds", "unknown", "crossed"];

function saidBy({ boundary, reach, takeovers }: Report): Said {
    return {
        boundary: fromGoodToBad.indexOf(boundary),
        reach: [
            ...reach.map(({ identity, role }) => `${identity} > ${role}`),
            ...takeovers.map(({ identity, becomes }) => `${identity} > ${becomes}`),
        ].sort(),
    };
}

const saidOf = (organization: RawOrganization): Said => saidBy(reportOf(organization));

/** The organization with one statement more, in the document of an index. */
function withStatement(organization: RawOrganization, index: number, more: Raw): RawOrganization {
    const changed = structuredClone(organization);
    documentsIn(changed)[index]?.document.Statement.push(more);
    return changed;
}

/** Adds a random statement somewhere, and hands over what is said before and after. */
function forAddedStatements(
    effect: "Allow" | "Deny",
    check: (before: Said, after: Said) => void,
): void {
    fc.assert(
        fc.property(
            rawOrganization(any),
            fc.nat(),
            statement(any, [effect]),
            trustStatement([effect]),
            (organization, chosen, identity, trust) => {
                const documents = documentsIn(organization);
                const index = chosen % documents.length;
                const more = documents[index]?.isTrust === true ? trust : identity;
                check(saidOf(organization), saidOf(withStatement(organization, index, more)));
            },
        ),
        { numRuns: 10 },
    );
}

const reversed = <T>(list: readonly T[]): T[] => [...list].reverse();

const emptyAccount = "444444444444";

/** Organizations that say the same as another. */
const likenesses: Readonly<Record<string, (organization: RawOrganization) => RawOrganization>> = {
    "the order of accounts": ({ accounts, details }) => ({
        // Keys that look like numbers are always in their order, but a registry is read as it comes.
        accounts: Object.fromEntries(reversed(Object.entries(accounts))),
        details: Object.fromEntries(reversed(Object.entries(details))),
    }),
    "the order of users, groups, roles and policies": ({ accounts, details }) => ({
        accounts,
        details: Object.fromEntries(
            Object.entries(details).map(([id, lists]) => [
                id,
                {
                    UserDetailList: reversed(lists.UserDetailList),
                    GroupDetailList: reversed(lists.GroupDetailList),
                    RoleDetailList: reversed(lists.RoleDetailList),
                    Policies: reversed(lists.Policies),
                },
            ]),
        ),
    }),
    "the order of statements": (organization) => {
        const changed = structuredClone(organization);
        for (const { document } of documentsIn(changed)) document.Statement.reverse();
        return changed;
    },
    "the names of accounts": ({ accounts, details }) => ({
        details,
        accounts: Object.fromEntries(
            Object.entries(accounts).map(([id, account]) => [
                id,
                { ...(account as object), name: `renamed ${id}` },
            ]),
        ),
    }),
    "an account that holds nothing": ({ accounts, details }) => ({
        accounts: {
            ...accounts,
            [emptyAccount]: { name: "empty", environment: "prod", secrets: [] },
        },
        details: {
            ...details,
            [emptyAccount]: {
                UserDetailList: [],
                GroupDetailList: [],
                RoleDetailList: [],
                Policies: [],
            },
        },
    }),
    "the ids of accounts": (organization) =>
        JSON.parse(
            JSON.stringify(organization)
                .replaceAll("222222222222", "555555555555")
                .replaceAll("333333333333", "222222222222")
                .replaceAll("555555555555", "333333333333"),
        ) as RawOrganization,
};

/** What is said, with ids of accounts exchanged as `likenesses` does. */
const exchanged = ({ boundary, reach }: Said): Said => ({
    boundary,
    reach: reach
        .map((entry) =>
            entry.replaceAll(/222222222222|333333333333/g, (id) =>
                id === "222222222222" ? "333333333333" : "222222222222",
            ),
        )
        .sort(),
});

describe("the proof of random organizations", function () {
    it("is asked about organizations of every kind", () => {
        // Most seeds need 20 to 60 of them; with this one, all kinds are among the first dozen.
        const options = { numRuns: 60, seed: 51 };
        // Easy ways hide others.
        const easy = ["UpdateAssumeRolePolicy", "CreateAccessKey", "CreateRole"];
        const easier = [...easy, "CreatePolicyVersion", "PutUserPolicy", "AttachRolePolicy"];
        // That a boundary is all that is in the way is too seldom.
        const missing = new Set<string>(
            closureKinds.filter((kind) => kind !== "DeleteRolePermissionsBoundary"),
        );
        const unseen = new Set(["holds", "crossed"]);
        for (const one of fc.sample(rawOrganization(any), options)) {
            if (missing.size + unseen.size === 0) break;
            for (const left of [[], easy, easier]) {
                const { boundary, reach } = reportOf(
                    one,
                    ({ kind }) => left.includes(kind) || !closureKinds.includes(kind),
                );
                unseen.delete(boundary);
                for (const { hops } of reach) for (const { kind } of hops) missing.delete(kind);
            }
        }
        expect([...unseen, ...missing]).to.deep.equal([]);
    });

    it("finds exactly what an attacker can do by trying everything", () => {
        // What a service may be asked for is taken to be any resource that a statement names.
        const inexact = ["CreateRole", "PassRole-Lambda"];
        const kinds = closureKinds.filter((kind) => !inexact.includes(kind));
        const check = (expected: readonly string[], found: ReadonlyMap<string, readonly Hop[]>) => {
            const certain = [...found].filter(([, hops]) => isCertain(hops));
            expect(certain.map(([entry]) => entry)).to.have.members(expected);
        };
        // Always the same ones: it may say more of a few, as told below.
        forOrganizationsAndKinds(exact, kinds, 50, check, 1);
    });

    /*
     * It may say more, since changes add up in it: it is never in the way that a user has joined a group that refuses
     * something, that a policy which is attached refuses something, or that a boundary is gone that a condition asks for. What
     * the attacker makes is taken to have any ARN of a pattern, for each request anew, also one that is there.
     */
    it("finds all that an attacker can do by trying everything", () => {
        forOrganizationsAndKinds(any, closureKinds, 20, (expected, found) => {
            expect(expected.filter((entry) => !found.has(entry))).to.deep.equal([]);
        });
    });

    it("never takes a path away for an added Allow", () => {
        forAddedStatements("Allow", (before, after) => {
            expect(after.reach).to.include.members(before.reach);
            expect(after.boundary).to.be.at.least(before.boundary);
        });
    });

    it("never adds a path for an added Deny", () => {
        forAddedStatements("Deny", (before, after) => {
            expect(before.reach).to.include.members(after.reach);
            expect(after.boundary).to.be.at.most(before.boundary);
        });
    });

    it("never adds a path where hops are left out, and never has such a hop", () => {
        fc.assert(
            fc.property(
                rawOrganization(any),
                fc.subarray([...closureKinds], { minLength: 1 }),
                (organization, kinds) => {
                    const report = reportOf(organization, ({ kind }) => kinds.includes(kind));
                    const hops = report.reach.flatMap((entry) => entry.hops);
                    expect(hops.filter(({ kind }) => kinds.includes(kind))).to.deep.equal([]);
                    expect(saidOf(organization).reach).to.include.members(saidBy(report).reach);
                },
            ),
            { numRuns: 8 },
        );
    });

    for (const [what, change] of Object.entries(likenesses)) {
        it(`doesn't depend on ${what}`, () => {
            forOrganizations(6, (organization) => {
                const said = saidOf(organization);
                const isExchange = what === "the ids of accounts";
                const expected = isExchange ? exchanged(said) : said;
                const { boundary, reach } = saidOf(change(organization));
                // Who may assume any account's root makes a role in one that holds nothing, too.
                const made = reach.filter((entry) =>
                    entry.endsWith(`> arn:aws:iam::${emptyAccount}:role/*`),
                );
                expect(reach.filter((entry) => !made.includes(entry))).to.deep.equal(
                    expected.reach,
                );
                if (made.length === 0) expect(boundary).to.equal(expected.boundary);
                else expect(boundary).to.be.at.least(expected.boundary);
            });
        });
    }

    it("never says that the boundary holds because it looked too seldom", () => {
        fc.assert(
            fc.property(rawOrganization(any), fc.nat(10), (organization, nonprod) => {
                const whole = reportOf(organization);
                const cut = reportOf(organization, undefined, { nonprod, prod: 0 });
                if (whole.boundary !== "holds") expect(cut.boundary).to.not.equal("holds");
                expect(saidBy(whole).reach).to.include.members(saidBy(cut).reach);
            }),
            { numRuns: 12 },
        );
    });

    it("has hops that lead from the identity to whom it reaches", () => {
        forOrganizations(12, (organization) => {
            for (const { identity, role, hops } of reportOf(organization).reach) {
                expect(hops.at(-1)?.to).to.equal(role);
                const held = new Set([identity, "*"]);
                for (const { from, to } of hops) {
                    expect(held, `${from} isn't held`).to.include(from);
                    held.add(to);
                }
            }
        });
    });
});
