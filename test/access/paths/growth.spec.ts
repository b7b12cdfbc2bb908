import { expect } from "chai";

import type { Organization } from "../../../access/organization/organization";
import { accessGraphOf } from "../../../access/paths/accessGraph";
import { PathFinder } from "../../../access/paths/pathFinder";
import { SearchLimit } from "../../../access/paths/searchLimit";
import type { Document } from "../../../access/policy/document";
import { organizationOf } from "./smallOrganization";

/** The organization, with a call for each time that the policy of a role is read: once or twice in each decision. */
function watched(organization: Organization, onRead: () => void): Organization {
    const watch = ({ name, statements }: Document): Document => ({
        name,
        get statements() {
            onRead();
            return statements;
        },
    });
    return {
        ...organization,
        accounts: organization.accounts.map((account) => ({
            ...account,
            roles: account.roles.map((role) => ({
                ...role,
                policies: role.policies.map(({ document }) => ({ document: watch(document) })),
            })),
        })),
    };
}

/**
 * How often the policies of an account's roles are read in the search of one user, who may assume the first ten.
 *
 * @param service that a role trusts
 */
function readsOf(
    size: number,
    may: (index: number, size: number) => string,
    service: (index: number, size: number) => string = () => "lambda.amazonaws.com",
): number {
    const numbers = Array.from({ length: size }, (_, index) => index);
    const organization = organizationOf({
        state: { users: { "nonprod/user": { may: ["sts:AssumeRole *"] } } },
        nonprod: {
            roles: Object.fromEntries(
                numbers.map((index) => [
                    `role${index}`,
                    {
                        may: [may(index, size)],
                        trust: index < 10 ? ["state/user/nonprod/user"] : [service(index, size)],
                    },
                ]),
            ),
        },
        prod: { roles: { guarded: { trust: ["state/user/prod/other"] } } },
    });
    let reads = 0;
    const graph = accessGraphOf(watched(organization, () => (reads += 1)));
    const limit = new SearchLimit(Number.MAX_SAFE_INTEGER);
    for (const user of graph.users) new PathFinder(graph).search(user, new Set(graph.roles), limit);
    return reads;
}

describe("The number of decisions of a search", () => {
    const kinds: Readonly<Record<string, (index: number) => string>> = {
        "whose roles may extend their own rights": (index) =>
            `iam:PutRolePolicy nonprod/role/role${index}`,
        "whose roles may tag all others": () => "iam:TagRole *",
        "whose roles may create others": () => "iam:CreateRole,iam:PutRolePolicy *",
        "whose roles may all rewrite each other": () =>
            "iam:PutRolePolicy,iam:UpdateAssumeRolePolicy *",
    };
    for (const [name, may] of Object.entries(kinds)) {
        it(`about doubles with an account ${name}`, () => {
            expect(readsOf(60, may) / readsOf(30, may)).to.be.at.most(2.3);
        });
    }

    it("is no higher where roles that are reached anyway could be reached by two together", () => {
        const service = (index: number, size: number): string =>
            index < size / 2 ? "states.amazonaws.com" : "lambda.amazonaws.com";
        const may = (index: number, size: number): string => {
            if (index < 10) return "states:UpdateStateMachine,synthetics:CreateCanary *";
            const own = index < size / 2 ? "lambda:UpdateFunctionCode" : "s3:GetObject";
            return `${own},${index % 2 === 0 ? "iam:PassRole,synthetics:CreateCanary" : "synthetics:StartCanary"} *`;
        };
        expect(readsOf(160, may, service) / 160).to.be.below(12);
    });
});
