import { readFileSync } from "node:fs";
import * as path from "node:path";

import { expect } from "chai";

import { checkout } from "../../platform/checkout";
import { accessAuditRole } from "../../roles/accessAuditRole";

/** Files that call AWS for `access --source live`, `drift` and `status`, and change nothing. */
const readers = [
    "access/sources/authorizationDetails.ts",
    "access/sources/identityCenter.ts",
    "access/sources/liveSecrets.ts",
    "access/sources/organizationTree.ts",
    "operations/liveAccount.ts",
    "operations/userCredentials.ts",
    "operations/quotas/readGranted.ts",
];

const actions = accessAuditRole
    .permissions({ partition: "aws", prefix: "PSK", accountId: "222222222222" })
    .flatMap(({ Action }) => Action ?? []);

/** E.g. `ListRoles`, as an action of its service. */
const called = (file: string): readonly string[] =>
    [...readFileSync(path.join(checkout, file), "utf8").matchAll(/new (\w+)Command\(/g)].map(
        ([, name = ""]) => `${serviceOf(name, file)}:${name}`,
    );

const serviceOf = (call: string, file: string): string => {
    if (file.endsWith("organizationTree.ts")) return "organizations";
    if (file.endsWith("identityCenter.ts")) {
        return /^List(Users|Groups|GroupMemberships)$/.test(call) ? "identitystore" : "sso";
    }
    if (/ServiceQuota/.test(call)) return "servicequotas";
    return /Secret|ResourcePolicy/.test(call) ? "secretsmanager" : "iam";
};

describe("PSKAccessAuditRole", () => {
    for (const file of readers) {
        it(`allows what ${file} calls`, () => {
            const asked = called(file);
            expect(asked).to.have.length.above(0);
            expect(actions).to.include.members([...asked]);
        });
    }

    it("reads only, each action by its whole name, and no secret's value", () => {
        for (const action of actions) {
            expect(action).to.match(
                /^(iam|secretsmanager|servicequotas|events|sns|cloudtrail|s3|organizations|sso|identitystore):(Get|List|Describe)[A-Za-z]+$/,
            );
        }
        expect(actions).not.to.include.members(["secretsmanager:GetSecretValue"]);
    });

    it("is prod identities' alone", () => {
        expect(accessAuditRole.assumableBy).to.equal("prodIdentities");
    });
});
