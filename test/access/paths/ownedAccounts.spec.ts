import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import fc from "fast-check";

import type { Organization } from "../../../access/organization/organization";
import { accessGraphOf } from "../../../access/paths/accessGraph";
import { isCertain } from "../../../access/paths/derivation";
import { OwnedAccounts } from "../../../access/paths/ownedAccount";
import { PathFinder } from "../../../access/paths/pathFinder";
import { SearchLimit } from "../../../access/paths/searchLimit";
import { runs, seed } from "../../support/seed";
import { organizationOf } from "./smallOrganization";
import type { SmallAccount, SmallOrganization } from "./smallOrganization";

/** What each user reaches, and whether for certain. @param isWhole whether an account that is owned is taken whole */
function reachOf(organization: Organization, isWhole: boolean): readonly string[] {
    const graph = accessGraphOf(organization);
    // With hops that may be left out, every account is searched in detail.
    const finder = isWhole ? new PathFinder(graph) : new PathFinder(graph, () => false);
    const goals = new Set([...graph.users, ...graph.roles]);
    return graph.users.flatMap((user) => {
        const { reached } = finder.search(user, goals, new SearchLimit(Infinity));
        return [...goals].flatMap((goal) => {
            const by = reached[goal.index];
            const certainly = by !== undefined && isCertain(by) ? "" : " perhaps";
            return by === undefined ? [] : [`${user.arn} > ${goal.arn}${certainly}`];
        });
    });
}

const cases = readdirSync(__dirname)
    .filter((name) => name.endsWith(".cases.json"))
    .flatMap((name) => {
        const { cases: found } = JSON.parse(readFileSync(join(__dirname, name), "utf8")) as {
            readonly cases: readonly {
                readonly organization: SmallOrganization;
                readonly partition?: string;
                readonly settings?: Readonly<Record<string, unknown>>;
            }[];
        };
        return found;
    });

const rights = [
    "iam:PutRolePolicy *",
    "iam:PutUserPolicy *",
    "iam:AttachRolePolicy *",
    "iam:CreatePolicyVersion *",
    "iam:UpdateAssumeRolePolicy nonprod/role/A",
    "iam:UpdateAssumeRolePolicy *",
    "iam:CreateRole *",
    "iam:TagRole *",
    "sts:AssumeRole *",
    "sts:AssumeRoot *",
    "* *",
];
const denials = ["iam:TagRole", "iam:PutRolePolicy", "sts:AssumeRole", "s3:*"];
const trusts = [
    "nonprod/user/dev",
    "nonprod/root",
    "nonprod/role/A",
    "nonprod/role/B",
    "nonprod/role/New",
    "lambda.amazonaws.com",
];
const conditions = [
    { StringEquals: { "aws:PrincipalTag/team": "ops" } },
    { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/ops/*" } },
    { StringLike: { "aws:userid": "AROAB:*" } },
    { StringEquals: { "sts:RoleSessionName": "ci" } },
];

const trust = fc.oneof(
    fc.constantFrom(...trusts),
    fc.record({
        Effect: fc.constant("Allow"),
        Principal: fc.constantFrom({ AWS: "nonprod/root" }, { AWS: "nonprod/role/B" }),
        Action: fc.constant("sts:AssumeRole"),
        Condition: fc.constantFrom(...conditions),
    }),
);
const may = fc.array(
    fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...rights) },
        {
            weight: 1,
            arbitrary: fc.constantFrom(...denials).map((Action) => ({
                Effect: "Deny",
                Action,
                Resource: "*",
            })),
        },
    ),
    { maxLength: 3 },
);
const role = (id: string) =>
    fc.record({ trust: fc.array(trust, { maxLength: 2 }), may, id: fc.constant(id) });
const account = (roles: readonly string[]): fc.Arbitrary<SmallAccount> =>
    fc.record({
        users: fc.record({ dev: fc.record({ may }), "prod/op": fc.record({ may }) }),
        roles: fc.record(Object.fromEntries(roles.map((name) => [name, role(`AROA${name}`)]))),
        groups: fc.record({ Ops: fc.record({ may }) }),
    });
const organization = fc.record({
    nonprod: account(["A", "B", "C"]),
    prod: fc.record({ roles: fc.record({ Admin: role("AROAX"), Other: role("AROAY") }) }),
});

/** A role whose own Deny stands until it writes itself a policy, and then creates one whose name opens the way. */
const byAnother: SmallOrganization = {
    nonprod: {
        users: { dev: {} },
        roles: {
            A: {},
            C: {
                trust: ["nonprod/user/dev"],
                may: [
                    { Effect: "Deny", Action: "iam:TagRole", Resource: "*" },
                    "iam:PutRolePolicy *",
                ],
            },
        },
    },
    prod: {
        roles: {
            Other: {
                trust: [
                    {
                        Effect: "Allow",
                        Principal: { AWS: "nonprod/root" },
                        Action: "sts:AssumeRole",
                        Condition: {
                            ArnLike: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/ops/*" },
                        },
                    },
                ],
            },
        },
    },
};

describe("An account that is taken whole", () => {
    it("leads where it leads in detail, in cases of the tables", () => {
        const some = cases.filter((_, index) => (index + seed) % 5 === 0);
        for (const { organization: small, partition, settings } of some) {
            const read = organizationOf(small, partition, settings);
            expect(reachOf(read, true)).to.deep.equal(reachOf(read, false));
        }
    });

    it("leads where it leads in detail, in random organizations", () => {
        fc.assert(
            fc.property(organization, (small) => {
                const read = organizationOf(small);
                expect(reachOf(read, true)).to.deep.equal(reachOf(read, false));
            }),
            { numRuns: runs(150), seed },
        );
    });

    describe("if its owner's steps cannot be put together", () => {
        // oxlint-disable-next-line typescript/unbound-method -- it is put back as it was
        const { stepTo } = OwnedAccounts.prototype;
        before(() => {
            OwnedAccounts.prototype.stepTo = () => undefined;
        });
        after(() => {
            OwnedAccounts.prototype.stepTo = stepTo;
        });

        it("is searched in detail after all", () => {
            const read = organizationOf(byAnother);
            expect(reachOf(read, true)).to.deep.equal(reachOf(read, false));
        });

        it("is searched in detail after all, in random organizations", () => {
            fc.assert(
                fc.property(organization, (small) => {
                    const read = organizationOf(small);
                    expect(reachOf(read, true)).to.deep.equal(reachOf(read, false));
                }),
                { numRuns: runs(50), seed },
            );
        });
    });
});
