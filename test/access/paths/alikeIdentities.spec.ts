import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";

import { expect } from "chai";

import { readOrganization } from "../../../access/organization/readOrganization";
import { buildReport } from "../../../access/report/buildReport";
import type { Report } from "../../../access/report/report";

type Json = Readonly<Record<string, unknown>>;

const organizations = path.join(__dirname, "..", "organizations");
const folders = readdirSync(organizations, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

const twinOf = (arn: string): string => `${arn}Twin`;

/** A value with, beside each mention of a user, one of its twin. */
function withTwins(value: unknown, users: ReadonlySet<string>): unknown {
    if (typeof value === "string") return users.has(value) ? [value, twinOf(value)] : value;
    if (Array.isArray(value)) return value.flatMap((item) => withTwins(item, users));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
        Object.entries(value).map(([key, part]) => [key, withTwins(part, users)]),
    );
}

/** The details of an account in which each user is there twice, in the same groups and trusted alike. */
function doubled(details: Json, users: ReadonlySet<string>): Json {
    const list = details["UserDetailList"] as readonly Json[];
    const twins = list.map((user) => ({
        ...user,
        UserName: `${String(user["UserName"])}Twin`,
        UserId: undefined,
        Arn: twinOf(String(user["Arn"])),
    }));
    const { UserDetailList: _, ...others } = details;
    return { ...(withTwins(others, users) as Json), UserDetailList: [...list, ...twins] };
}

function read(folder: string, isDoubled: boolean) {
    const jsonOf = (name: string): Json =>
        JSON.parse(readFileSync(path.join(organizations, folder, name), "utf8")) as Json;
    const accounts = jsonOf("accounts.json");
    const ids = Object.keys(accounts).filter((id) => /^\d{12}$/.test(id));
    const details = new Map(ids.map((id) => [id, jsonOf(`${id}.json`)]));
    const users = new Set(
        [...details.values()].flatMap((one) =>
            (one["UserDetailList"] as readonly Json[]).map(({ Arn }) => String(Arn)),
        ),
    );
    const identities = Object.entries((accounts["identities"] ?? {}) as Json).flatMap(
        ([arn, trustClass]) => [
            [arn, trustClass],
            [twinOf(arn), trustClass],
        ],
    );
    return isDoubled
        ? readOrganization(
              { ...accounts, identities: Object.fromEntries(identities) as Json },
              new Map([...details].map(([id, one]) => [id, doubled(one, users)])),
          )
        : readOrganization(accounts, details);
}

/** Who reaches what, and whether that is certain. */
const answers = ({ reach, takeovers, verdict, unfinishedSearches }: Report) => ({
    boundary: verdict.boundary,
    unfinished: unfinishedSearches,
    reach: reach
        .map(({ identity, role, hops }) => [
            identity,
            role,
            hops.every(({ unknown }) => unknown === undefined),
        ])
        .sort(),
    takeovers: takeovers.map(({ identity, becomes }) => [identity, becomes]).sort(),
});

describe("identities that are alike", () => {
    for (const folder of folders) {
        it(`reach the same, each by its own hops, as if each were searched: ${folder}`, () => {
            const organization = read(folder, true);
            const report = buildReport(organization);
            // Where hops may be left out, each identity is searched.
            expect(answers(report)).to.deep.equal(answers(buildReport(organization, () => false)));
            for (const { identity, hops } of report.reach) {
                const others = report.identities.filter(({ arn }) => arn !== identity);
                const [first] = hops;
                expect(others.map(({ arn }) => arn)).not.to.include(first?.from);
            }
        });
    }

    it("and what is done to one of them alone is not said of the other", () => {
        const user = (name: string) => ({
            UserName: name,
            Arn: `arn:aws:iam::111111111111:user/nonprod/${name}`,
            Path: "/nonprod/",
            UserPolicyList: [],
            GroupList: ["All"],
            AttachedManagedPolicies: [],
        });
        const statement = (Action: unknown, Resource: unknown) => ({
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action, Resource }],
        });
        const role = (
            account: string,
            name: string,
            trusts: readonly string[],
            policies: object[],
        ) => ({
            RoleName: name,
            Arn: `arn:aws:iam::${account}:role/${name}`,
            Path: "/",
            AssumeRolePolicyDocument: {
                Version: "2012-10-17",
                Statement: [
                    { Effect: "Allow", Principal: { AWS: trusts }, Action: "sts:AssumeRole" },
                ],
            },
            RolePolicyList: policies.map((PolicyDocument, at) => ({
                PolicyName: `p${at}`,
                PolicyDocument,
            })),
            AttachedManagedPolicies: [],
            InstanceProfileList: [],
        });
        const helper = "arn:aws:iam::111111111111:role/Helper";
        const users = ["One", "Two"].map(user);
        const arns = users.map(({ Arn }) => Arn);
        const details = new Map<string, unknown>([
            [
                "111111111111",
                {
                    UserDetailList: users,
                    GroupDetailList: [
                        {
                            GroupName: "All",
                            Arn: "arn:aws:iam::111111111111:group/All",
                            GroupPolicyList: [
                                {
                                    PolicyName: "a",
                                    PolicyDocument: statement("sts:AssumeRole", helper),
                                },
                            ],
                            AttachedManagedPolicies: [],
                        },
                    ],
                    // Only the second gets a policy by it, and it takes nobody over.
                    RoleDetailList: [
                        role("111111111111", "Helper", arns, [
                            statement("iam:PutUserPolicy", arns[1]),
                        ]),
                    ],
                    Policies: [],
                },
            ],
            [
                "333333333333",
                {
                    UserDetailList: [],
                    RoleDetailList: [
                        role("333333333333", "Deploy", ["arn:aws:iam::111111111111:root"], []),
                    ],
                },
            ],
        ]);
        const accounts = {
            "111111111111": { name: "state", environment: "state" },
            "333333333333": { name: "prod", environment: "prod" },
        };
        const organization = readOrganization(accounts, details);
        const crossed = buildReport(organization).crossings.filter(({ role: to }) =>
            to.endsWith("/Deploy"),
        );
        expect(crossed.map(({ identity }) => identity)).to.deep.equal([arns[1]]);
        expect(answers(buildReport(organization))).to.deep.equal(
            answers(buildReport(organization, () => false)),
        );
    });
});
