import { expect } from "chai";

import { buildReport } from "../../../access/report/buildReport";
import { causesOf } from "../../../access/report/causes";
import { organizationOf, shorten } from "../paths/smallOrganization";
import type { SmallOrganization } from "../paths/smallOrganization";
import { ours } from "../render/reports";

interface Found {
    readonly kind: string;
    readonly environment: string;
    readonly statements: readonly string[];
    readonly reach: readonly string[];
    readonly become: readonly string[];
}

const users = (n: number) =>
    Object.fromEntries(Array.from({ length: n }, (_, i) => [`nonprod/U${i}`, { groups: ["All"] }]));
const all = { All: { may: ["sts:AssumeRole *"] } };

/** Organizations that cross, and the causes that are found. */
const cases: readonly {
    readonly name: string;
    readonly organization: SmallOrganization;
    readonly causes: readonly Found[];
}[] = [
    {
        name: "one trust statement behind ten crossings",
        organization: {
            state: { users: users(10), groups: all },
            prod: { roles: { Tool: { trust: ["state/root"] } } },
        },
        causes: [
            {
                kind: "AssumeRole",
                environment: "prod",
                statements: ["prod/role/Tool trust policy 0"],
                reach: Array(10).fill("prod/role/Tool") as string[],
                become: [],
            },
        ],
    },
    {
        name: "two statements, the one into production first",
        organization: {
            state: {
                users: users(3),
                groups: all,
                roles: { Admin: { trust: ["state/root"] } },
            },
            prod: { roles: { Tool: { trust: ["state/user/nonprod/U1"] } } },
        },
        causes: [
            {
                kind: "AssumeRole",
                environment: "prod",
                statements: ["prod/role/Tool trust policy 0"],
                reach: ["prod/role/Tool"],
                become: [],
            },
            {
                kind: "AssumeRole",
                environment: "state",
                statements: ["state/role/Admin trust policy 0"],
                reach: Array(3).fill("state/role/Admin") as string[],
                become: [],
            },
        ],
    },
    {
        name: "one statement of a template in several accounts",
        organization: {
            state: { users: users(1), groups: all },
            prod: { roles: { Tool: { trust: ["state/root"] } } },
            nonprod2: { environment: "prod", roles: { Tool: { trust: ["state/root"] } } },
        },
        causes: [
            {
                kind: "AssumeRole",
                environment: "prod",
                statements: ["prod/role/Tool trust policy 0", "nonprod2/role/Tool trust policy 0"],
                reach: ["prod/role/Tool", "nonprod2/role/Tool"],
                become: [],
            },
        ],
    },
    {
        name: "a role of the state account behind everything after it",
        organization: {
            state: {
                users: { ...users(1), "prod/Deploy": { may: ["sts:AssumeRole *"] } },
                groups: all,
                roles: {
                    Admin: {
                        trust: ["state/root"],
                        may: ["iam:CreateAccessKey state/user/prod/*"],
                    },
                },
            },
            prod: { roles: { Tool: { trust: ["state/user/prod/Deploy"] } } },
        },
        causes: [
            {
                kind: "AssumeRole",
                environment: "prod",
                statements: ["state/role/Admin trust policy 0"],
                reach: ["prod/role/Tool", "state/role/Admin"],
                become: ["state/user/prod/Deploy"],
            },
        ],
    },
    {
        name: "a right to write IAM, beside the trust policies that it makes use of",
        organization: {
            state: {
                users: { "nonprod/U0": { may: ["iam:PutUserPolicy state/user/nonprod/U0"] } },
            },
            prod: { roles: { Tool: { trust: ["state/root"] }, Other: { trust: ["state/root"] } } },
        },
        causes: [
            {
                kind: "AssumeRole",
                environment: "prod",
                statements: ["prod/role/Other trust policy 0"],
                reach: ["prod/role/Other"],
                become: [],
            },
            {
                kind: "AssumeRole",
                environment: "prod",
                statements: ["prod/role/Tool trust policy 0"],
                reach: ["prod/role/Tool"],
                become: [],
            },
            {
                kind: "PutUserPolicy",
                environment: "state",
                statements: ["state/user/nonprod/U0 inline policy inline 0"],
                reach: ["state/role/*"],
                become: [],
            },
        ],
    },
];

describe("crossings by cause", () => {
    for (const { name, organization, causes } of cases) {
        it(name, () => {
            const report = buildReport(organizationOf(organization));
            const found = causesOf(report).map((cause): Found => ({
                kind: cause.kind,
                environment: cause.environment,
                statements: cause.statements.map(
                    ({ document, statement }) => `${shorten(document)} ${statement}`,
                ),
                reach: cause.crossings.map(({ role }) => shorten(role)),
                become: cause.takeovers.map(({ becomes }) => shorten(becomes)),
            }));
            expect(found).to.deep.equal(causes);
            const paths = causesOf(report).flatMap((one) => [...one.crossings, ...one.takeovers]);
            expect(paths).to.have.members([...report.crossings, ...report.takeovers]);
        });
    }

    it("are none where the boundary holds", () => {
        expect(causesOf(ours)).to.deep.equal([]);
    });
});
