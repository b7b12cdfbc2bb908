import { expect } from "chai";

import { buildReport, readOrganization } from "../../access";
import { allUsers, mayAssume } from "../../identities/identity";
import type { IdentityCatalogue } from "../../identities/identity";
import { representatives } from "../../plan/alike/representatives";
import type { AuthorizationDetails } from "../../plan/detailsShape";
import { planDocuments } from "../../plan/planSource";
import { renderAll, renderKinds } from "../../plan/renderStacks";
import type { StackSettings } from "../../plan/stackSettings";
import { parseSettings } from "../../platform/config";
import { roleCatalogue } from "../../roles/catalogue";
import { isAssumableBy } from "../../roles/role";

const project = "iam-profiles";
const identities: IdentityCatalogue = {
    serviceAccounts: [
        { name: "Nonprod", trustClass: "nonprod" },
        { name: "Prod", trustClass: "prod" },
        { name: "Dns", trustClass: "prod", roles: ["PlatformHostedZonesRole"] },
    ],
    people: [{ name: "ada", trustClass: "prod" }],
};
const catalogues = { identities, roles: roleCatalogue };

/** The stacks of a registry, the state stack first. @param only how many of them; the registry has them all */
function stacksOf(count: number, only = count): readonly StackSettings[] {
    const accounts = [
        { name: "state", id: "111111111111", environment: "state" },
        ...Array.from({ length: count - 1 }, (_, i) => ({
            name: `team${i}`,
            id: String(400_000_000_000 + 7_919 * i),
            environment: i % 2 === 0 ? "nonprod" : "prod",
        })),
    ];
    const config = {
        [`${project}:accounts`]: JSON.stringify(
            Object.fromEntries(accounts.map(({ name, ...account }) => [name, account])),
        ),
        "aws:region": "us-east-1",
    };
    return accounts.slice(0, only).map(({ name }) => ({
        settings: parseSettings(project, name, config),
        config,
    }));
}

/** IAM counts without white space. */
const lengthOf = (document: unknown): number => JSON.stringify(document).length;

/** What the state account has for the groups of prod service accounts. */
async function prodGroups(count: number) {
    const { detailsOf } = planDocuments(await renderAll(project, stacksOf(count, 1), catalogues));
    const details = [...detailsOf.values()][0] as AuthorizationDetails;
    const groups = details.GroupDetailList.filter(({ GroupName }) =>
        GroupName.startsWith("PSKProdServiceAccountGroup"),
    );
    const attached = groups.map(({ AttachedManagedPolicies }) =>
        AttachedManagedPolicies.map(({ PolicyArn }) => PolicyArn),
    );
    const inline = groups.flatMap(({ GroupPolicyList }) => GroupPolicyList);
    const managed = details.Policies.filter(({ Arn }) => attached.flat().includes(Arn));
    const lengths = [
        ...inline.map(({ PolicyDocument }) => lengthOf(PolicyDocument)),
        ...managed.map(({ PolicyVersionList }) => lengthOf(PolicyVersionList[0]?.Document)),
    ];
    const member = details.UserDetailList.find(({ UserName }) => UserName === "PSKProd");
    return {
        groups: groups.map(({ GroupName }) => GroupName).sort(),
        memberOf: [...(member?.GroupList ?? [])],
        managed: managed.length,
        mostAttached: Math.max(...attached.map((arns) => arns.length)),
        longest: Math.max(...lengths),
        total: lengths.reduce((sum, length) => sum + length, 0),
    };
}

describe("many accounts", () => {
    const sizes = [
        { count: 10, groups: 1, managed: 0 },
        { count: 100, groups: 1, managed: 0 },
        { count: 300, groups: 1, managed: 3 },
        { count: 1_000, groups: 2, managed: 15 },
    ];
    for (const { count, groups, managed } of sizes) {
        it(`${count}: ${groups} groups and ${managed} managed policies, linear in length`, async () => {
            const found = await prodGroups(count);
            expect(found.groups).to.have.length(groups);
            expect(found.memberOf).to.deep.equal(found.groups);
            expect(found.managed).to.equal(managed);
            expect(found.mostAttached).to.be.at.most(10);
            expect(found.longest).to.be.at.most(5_120);
            // Named one by one, 10 accounts; with all others denied, 44 characters for each, and 650 in each policy.
            expect(found.total).to.be.below(
                count === 10 ? 5_120 : 44 * count + 650 * (managed + 1),
            );
        });
    }

    it("6,000 are refused, with the number of policies and the bound", async () => {
        let message = "";
        const [prod] = identities.serviceAccounts.filter(({ name }) => name === "Prod");
        await renderAll(project, stacksOf(6_000, 1), {
            ...catalogues,
            identities: { serviceAccounts: prod === undefined ? [] : [prod], people: [] },
        }).catch((error: unknown) => {
            message = (error as Error).message;
        });
        expect(message).to.match(
            /Group PSKProdServiceAccountGroup: 6000 accounts of Pulumi\.yaml need \d+ policies, the last with number 1[0-2]\d; a user has at most 100 /,
        );
    });

    it("the proof finds what each identity may assume, and nothing else", async () => {
        const count = 110;
        const stacks = stacksOf(count);
        const documents = planDocuments(await renderAll(project, stacks, catalogues));
        const { verdict, reach } = buildReport(
            readOrganization(documents.accounts, documents.detailsOf),
        );
        const expected = allUsers(identities).flatMap((identity) =>
            stacks.flatMap(({ settings: { account } }) =>
                roleCatalogue
                    .filter((role) => isAssumableBy(role, identity, account))
                    .filter((role) => mayAssume(identity, account, role.name))
                    .map((role) => `${identity.name}: ${account.id} ${role.name}`),
            ),
        );
        const direct = reach
            .filter(({ hops }) => hops.length === 1)
            .map(({ identity, role }) => {
                const name = (arn: string): string => arn.replace(/^.*\/PSK/, "");
                return `${name(identity)}: ${role.split(":")[4] ?? ""} ${name(role)}`;
            });
        expect(verdict.boundary).to.equal("holds");
        expect(direct.sort()).to.deep.equal(expected.sort());
    });

    it("two accounts of each policy stand for the others", async () => {
        const { documents, standsFor } = representatives(
            await renderKinds(project, stacksOf(300), catalogues),
            [],
        );
        const stay = Object.keys(documents.accounts).length;
        expect(stay).to.be.below(30);
        expect(new Set([...standsFor.values()].flat()).size).to.equal(300 - stay);
    });
});
