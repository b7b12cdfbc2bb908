import { expect } from "chai";
import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { parseDocument } from "yaml";

import { driftOf } from "../../../operations/drift/drift";
import type { LiveAccount } from "../../../operations/liveAccount";
import { project, withProject } from "../../plan/support";
import { testPlatform } from "./platform";
import type { TestPlatform } from "./platform";

const group = "PSKProdServiceAccountGroup";
const policy = `${group}Policy2`;
const policyArn = `arn:aws:iam::111111111111:policy/PSKPolicies/assume/prod/${policy}`;

/** Account entries and stack files of a platform whose prod group needs two policies. */
async function manyAccounts(): Promise<Record<string, string>> {
    const document = parseDocument(await readFile(path.join(project, "Pulumi.yaml"), "utf8"));
    const teams = Array.from({ length: 110 }, (_, i) => `team${i}`);
    for (const [i, name] of teams.entries()) {
        const account = { id: String(400_000_000_000 + i), environment: "prod" };
        document.setIn(["config", "accounts", "default", name], account);
    }
    return {
        "Pulumi.yaml": String(document),
        ...Object.fromEntries(teams.map((name) => [`Pulumi.${name}.yaml`, "config: {}\n"])),
    };
}

describe("drift of a group with several policies", () => {
    let platform: TestPlatform;
    before(async () => {
        platform = await withProject(await manyAccounts(), testPlatform);
    });

    /** Findings of the state account, which has the group, once it is otherwise. */
    const found = (change: (details: LiveAccount["details"]) => Partial<LiveAccount["details"]>) =>
        driftOf({
            prefix: "PSK",
            ...platform,
            live: platform.live
                .filter(({ account }) => account.environment === "state")
                .map((account) => ({
                    ...account,
                    details: { ...account.details, ...change(account.details) },
                })),
        }).findings.map(({ change: what, id }) => `${what} ${id}`);

    it("is none while all are there", () => {
        expect(found(() => ({}))).to.deep.equal([]);
    });

    it("is a policy that is detached, one that is attached by hand, and one that says something else", () => {
        const admin = "arn:aws:iam::aws:policy/AdministratorAccess";
        const findings = found(({ GroupDetailList, Policies }) => ({
            GroupDetailList: GroupDetailList.map((one) =>
                one.GroupName === group
                    ? {
                          ...one,
                          AttachedManagedPolicies: [
                              { PolicyName: "AdministratorAccess", PolicyArn: admin },
                          ],
                      }
                    : one,
            ),
            Policies: Policies.map((one) =>
                one.Arn === policyArn
                    ? {
                          ...one,
                          PolicyVersionList: (one.PolicyVersionList ?? []).map((version) => ({
                              ...version,
                              Document: { Version: "2012-10-17", Statement: [] },
                          })),
                      }
                    : one,
            ),
        }));
        const groupArn = `arn:aws:iam::111111111111:group/PSKGroups/${group}`;
        expect(findings.sort()).to.deep.equal([
            `changed ${policyArn}#document`,
            `extra ${groupArn}#attached/${admin}`,
            `missing ${groupArn}#attached/${policyArn}`,
        ]);
    });
});
