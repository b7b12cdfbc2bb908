import { expect } from "chai";

import { readOrganization } from "../../../access/organization/readOrganization";
import { buildReport } from "../../../access/report/buildReport";
import type { Hop } from "../../../access/paths/hop";
import type { Report } from "../../../access/report/report";

const here = "arn:aws:iam::111111111111";
const users = ["a", "b"].map((name) => `${here}:user/x/nonprod/${name}`);
const role = "arn:aws:iam::333333333333:role/Admin";

/** Two users of one group, which may assume a production role. */
function reportOf(
    { trusts = users, ownPolicy = {} }: { trusts?: readonly string[]; ownPolicy?: object },
    isLeftOut?: (hop: Hop) => boolean,
): Report {
    const statement = { Effect: "Allow", Action: "sts:AssumeRole", Resource: role };
    const details = new Map<string, unknown>([
        [
            "111111111111",
            {
                UserDetailList: users.map((Arn, index) => ({
                    UserName: Arn.slice(-1),
                    Arn,
                    GroupList: ["Devs"],
                    ...(index === 0 ? {} : ownPolicy),
                })),
                GroupDetailList: [
                    {
                        GroupName: "Devs",
                        Arn: `${here}:group/Devs`,
                        GroupPolicyList: [
                            {
                                PolicyName: "assume",
                                PolicyDocument: { Version: "2012-10-17", Statement: [statement] },
                            },
                        ],
                    },
                ],
                RoleDetailList: [],
            },
        ],
        [
            "333333333333",
            {
                UserDetailList: [],
                RoleDetailList: [
                    {
                        RoleName: "Admin",
                        Arn: role,
                        AssumeRolePolicyDocument: {
                            Version: "2012-10-17",
                            Statement: [
                                {
                                    Effect: "Allow",
                                    Principal: { AWS: trusts },
                                    Action: "sts:AssumeRole",
                                },
                            ],
                        },
                    },
                ],
            },
        ],
    ]);
    const accounts = {
        "111111111111": { name: "state", environment: "state" },
        "333333333333": { name: "prod", environment: "prod" },
    };
    return buildReport(readOrganization(accounts, details), isLeftOut);
}

const whoCrosses = ({ crossings }: Report): readonly string[] =>
    crossings.map(({ identity, hops }) => `${identity} by ${hops.map(({ from }) => from).join()}`);

describe("interchangeable users", () => {
    it("each cross by a hop from their own ARN", () => {
        expect(whoCrosses(reportOf({}))).to.deep.equal(users.map((arn) => `${arn} by ${arn}`));
    });

    it("cross only if they are trusted themselves", () => {
        const [first = "", second = ""] = users;
        expect(whoCrosses(reportOf({ trusts: [first] }))).to.deep.equal([`${first} by ${first}`]);
        expect(whoCrosses(reportOf({ trusts: [second] }))).to.deep.equal([
            `${second} by ${second}`,
        ]);
    });

    it("cross only if nothing of their own stops them", () => {
        const [first = ""] = users;
        const Statement = [{ Effect: "Deny", Action: "sts:*", Resource: "*" }];
        const ownPolicy = {
            UserPolicyList: [
                { PolicyName: "no", PolicyDocument: { Version: "2012-10-17", Statement } },
            ],
        };
        expect(whoCrosses(reportOf({ ownPolicy }))).to.deep.equal([`${first} by ${first}`]);
    });

    it("are evaluated separately if a hop of one is left out", () => {
        for (const waived of users) {
            const others = users.filter((arn) => arn !== waived);
            const report = reportOf({}, ({ from }) => from === waived);
            expect(whoCrosses(report)).to.deep.equal(others.map((arn) => `${arn} by ${arn}`));
        }
    });
});
