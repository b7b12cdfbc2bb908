import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { groupPolicy, groupsOf } from "../../identities/groups";
import type { IdentityGroup } from "../../identities/groups";
import type { KnownUser } from "../../identities/identity";
import type { PolicyDocument } from "../../platform/policyDocument";
import { roleCatalogue } from "../../roles/catalogue";
import { assumableRoleNames } from "../../roles/role";
import { settingsOf } from "./support";

const cases = JSON.parse(readFileSync(join(__dirname, "groups.cases.json"), "utf8")) as {
    groupsOf: { name: string; identities: KnownUser[]; groups: IdentityGroup[] }[];
    groupPolicy: { name: string; group: IdentityGroup; policy: PolicyDocument }[];
};

describe("groupsOf", () => {
    for (const { name, identities, groups } of cases.groupsOf) {
        it(name, () => {
            expect(groupsOf("PSK", identities)).to.deep.equal(groups);
        });
    }
});

describe("groupPolicy", () => {
    for (const { name, group, policy } of cases.groupPolicy) {
        it(name, () => {
            expect(
                groupPolicy(
                    settingsOf("state"),
                    (account) => assumableRoleNames(roleCatalogue, group.trustClass, account),
                    group,
                ),
            ).to.deep.equal(policy);
        });
    }

    it("names no role that only a service may assume", () => {
        const group = {
            name: "g",
            kind: "serviceAccount",
            trustClass: "prod",
            members: [],
        } as const;
        const policy = groupPolicy(
            settingsOf("state"),
            (account) => assumableRoleNames(roleCatalogue, "prod", account),
            {
                ...group,
                roles: ["CrossplaneProviderRole", "PlatformVPCRole"],
            },
        );
        expect(policy.Statement[0]?.Resource).to.deep.equal([
            "arn:aws:iam::111111111111:role/PSKRoles/PSKPlatformVPCRole",
            "arn:aws:iam::222222222222:role/PSKRoles/PSKPlatformVPCRole",
            "arn:aws:iam::333333333333:role/PSKRoles/PSKPlatformVPCRole",
        ]);
    });
});
