import { expect } from "chai";

import { buildReport } from "../../../access/report/buildReport";
import { isBreakGlass } from "../../../access/report/breakGlass";
import { organizationOf, shorten } from "../paths/smallOrganization";
import type { SmallOrganization } from "../paths/smallOrganization";

/** Of two users that reach production, the one by name first needs a hop more. */
const organization: SmallOrganization = {
    state: {
        users: {
            "nonprod/a": { may: ["iam:PutUserPolicy state/user/nonprod/a"] },
            "nonprod/b": { may: ["sts:AssumeRole prod/role/Admin"] },
            "prod/ops": { may: ["iam:PutUserPolicy state/user/prod/ops"] },
        },
    },
    prod: {
        roles: { Admin: { trust: ["state/user/nonprod/a", "state/user/nonprod/b"] } },
    },
};

describe("a report", () => {
    it("has the shortest crossing first", () => {
        const { crossings } = buildReport(organizationOf(organization));
        expect(
            crossings.map(({ identity, hops }) => [shorten(identity), hops.length]),
        ).to.deep.equal([
            ["state/user/nonprod/b", 1],
            ["state/user/nonprod/a", 2],
        ]);
    });

    it("names the search limit of each class that reached it", () => {
        const read = organizationOf(organization);
        const limitsWith = (nonprod: number, prod: number): readonly string[] =>
            buildReport(read, undefined, { nonprod, prod }).limits.filter((text) =>
                text.includes("after changing IAM"),
            );
        const text = (identities: string): string =>
            `What ${identities} can do after changing IAM was not searched: a role that is not known to be reached is shown as "?".`;
        expect(limitsWith(9, 9)).to.deep.equal([]);
        expect(limitsWith(0, 9)).to.deep.equal([text("1 nonprod identity")]);
        expect(limitsWith(9, 0)).to.deep.equal([text("1 prod identity")]);
    });

    it("knows a role for emergencies by the last segment of its path", () => {
        const role = "arn:aws:iam::333333333333:role";
        const marks: readonly (readonly [string, boolean])[] = [
            [`${role}/PSKBreakGlass/PSKBreakGlassRole`, true],
            [`${role}/kit/BreakGlass/Open`, true],
            [`${role}/PSKBreakGlass/more/Open`, false],
            [`${role}/PSKRoles/PSKBreakGlass`, false],
            ["arn:aws:iam::333333333333:user/PSKBreakGlass/Open", false],
        ];
        for (const [arn, is] of marks) expect(isBreakGlass(arn), arn).to.equal(is);
    });
});
