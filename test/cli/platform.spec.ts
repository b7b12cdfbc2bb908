import * as path from "node:path";

import { expect } from "chai";

import { quoted } from "../../cli/awsConfig";
import { checkedContract } from "../../identities/readContract";
import { requireClass } from "../../cli/credentialsRotate";
import { targetsOf } from "../../credentials/targets";
import { readStateSettings } from "../../platform/projectFiles";
import type { StoreOptions } from "../../credentials/targets";
import { roleOf } from "../../cli/sessionOptions";
import type { Settings } from "../../platform/config";
import { contractOf } from "./contractOf";

const store: StoreOptions = {
    store: "secrets-manager",
    vaultMount: "secret",
    vaultPath: "iam-profiles",
};

describe("what commands work on", () => {
    let settings: Settings;
    before(async () => {
        settings = await readStateSettings(path.join(__dirname, "..", ".."));
    });

    it("the state stack's settings are read without an engine", () => {
        const { prefix, partition, region, stateAccount, accounts } = settings;
        expect({ prefix, partition, region, state: stateAccount.id }).to.deep.equal({
            prefix: "PSK",
            partition: "aws",
            region: "us-east-1",
            state: "111111111111",
        });
        expect(accounts.map(({ name }) => name)).to.deep.equal(["nonprod", "prod", "state"]);
    });

    it("a sound contract", () => {
        const contract = contractOf(settings);
        expect(checkedContract(contract, "it", settings)).to.deep.equal(contract);
    });

    it("a contract with faults: all of them at once", () => {
        const contract = {
            version: 1,
            accountId: "222222222222",
            identities: { PSKA: { arn: "arn:aws:iam::222222222222:user/PSKA" }, PSKB: null },
            secrets: { PSKA: "arn:aws:secretsmanager:us-east-1:222222222222:secret:x" },
        };
        expect(() => checkedContract(contract, "it", settings)).to.throw(
            [
                "The contract of it is not usable:",
                '  - accountId is "222222222222"; 111111111111 in Pulumi.yaml',
                '  - identities.PSKA.arn is "arn:aws:iam::222222222222:user/PSKA"; must be the ARN of that user or entry role in account 111111111111',
                "  - identities.PSKB.arn is missing; must be the ARN of that user or entry role in account 111111111111",
                '  - secrets.PSKA is "arn:aws:secretsmanager:us-east-1:222222222222:secret:x"; must be the ARN of a secret in account 111111111111',
                "Update the state stack: pulumi up --stack state --policy-pack policy-pack",
            ].join("\n"),
        );
        expect(() => checkedContract({ version: 2, accountId: "2" }, "it", settings)).to.throw(
            "  - version is 2; this program reads 1\nUpdate",
        );
        expect(() => checkedContract(null, "it", settings)).to.throw(
            "the contract is null; must be an object",
        );
    });

    it("the targets, in Secrets Manager and in Vault", () => {
        const platform = { settings, contract: contractOf(settings) };
        expect(targetsOf(platform, {}, store)).to.deep.equal([
            {
                identity: "PSKNonprodServiceAccount",
                identityArn:
                    "arn:aws:iam::111111111111:user/PSKServiceAccounts/nonprod/PSKNonprodServiceAccount",
                trustClass: "nonprod",
                kind: "serviceAccount",
                secret: {
                    identity: "PSKNonprodServiceAccount",
                    identityArn:
                        "arn:aws:iam::111111111111:user/PSKServiceAccounts/nonprod/PSKNonprodServiceAccount",
                    id: "arn:aws:secretsmanager:us-east-1:111111111111:secret:PSKNonprodServiceAccount",
                    readers: [],
                },
                probeRoleArn: "arn:aws:iam::222222222222:role/PSKRoles/PSKIamProfilesRole",
            },
            {
                identity: "PSKProdServiceAccount",
                identityArn:
                    "arn:aws:iam::111111111111:user/PSKServiceAccounts/prod/PSKProdServiceAccount",
                trustClass: "prod",
                kind: "serviceAccount",
                secret: {
                    identity: "PSKProdServiceAccount",
                    identityArn:
                        "arn:aws:iam::111111111111:user/PSKServiceAccounts/prod/PSKProdServiceAccount",
                    id: "arn:aws:secretsmanager:us-east-1:111111111111:secret:PSKProdServiceAccount",
                    readers: [],
                },
                probeRoleArn: "arn:aws:iam::222222222222:role/PSKRoles/PSKIamProfilesRole",
            },
        ]);
        const vault = targetsOf(platform, { environment: "prod" }, { ...store, store: "vault" });
        expect(vault.map(({ secret }) => secret.id)).to.deep.equal([
            "iam-profiles/prod/PSKProdServiceAccount",
        ]);
    });

    it("an identity that code and contract don't share is an error", () => {
        const contract = contractOf(settings);
        const platform = { settings, contract: { ...contract, secrets: {} } };
        expect(() => targetsOf(platform, {}, store)).to.throw(
            "PSKNonprodServiceAccount is not in the state stack's contract yet; update it: pulumi up --stack state --policy-pack policy-pack\n" +
                "PSKProdServiceAccount is not",
        );
        const more = { ...contract.secrets, PSKGone: "arn" };
        expect(() =>
            targetsOf({ settings, contract: { ...contract, secrets: more } }, {}, store),
        ).to.throw("PSKGone is deployed, but not in identities/catalogue.ts");
        expect(() => targetsOf({ settings, contract }, { identity: "PSKX" }, store)).to.throw(
            "--identity PSKX is no service account; they are PSKNonprodServiceAccount, PSKProdServiceAccount",
        );
    });

    it("a caller makes no key of a higher class", () => {
        const targets = targetsOf({ settings, contract: contractOf(settings) }, {}, store);
        const nonprod = "arn:aws:sts::222222222222:assumed-role/PSKIamProfilesRole/ci";
        expect(() => {
            requireClass(nonprod, targets, settings);
        }).to.throw(
            `${nonprod} is of class nonprod and must not create keys of PSKProdServiceAccount, of class prod; ` +
                "choose others with --environment nonprod, or call as a prod principal",
        );
        requireClass(nonprod, targets.slice(0, 1), settings);
        requireClass("arn:aws:iam::111111111111:user/admin", targets, settings);
    });

    it("a role by ARN, or by name and account", () => {
        const arn = "arn:aws:iam::333333333333:role/PSKRoles/PSKPlatformVPCRole";
        for (const text of [
            arn,
            "PSKPlatformVPCRole@prod",
            "PlatformVPCRole@prod",
            "PlatformVPCRole@333333333333",
        ]) {
            expect(roleOf(text, settings)).to.equal(arn);
        }
        for (const text of ["PlatformVPCRole", "PlatformVPCRole@nowhere", "@prod", ""]) {
            expect(() => roleOf(text, settings)).to.throw(
                `--role is "${text}"; must be a role's ARN, or NAME@ACCOUNT with one of the accounts nonprod, prod, state`,
            );
        }
    });

    it("a credential_process is quoted as shells and the AWS CLI read it", () => {
        expect(quoted("a b")).to.equal('"a b"');
        expect(quoted("arn:aws:iam::1:role/x")).to.equal("arn:aws:iam::1:role/x");
        expect(() => quoted('a"b')).to.throw("cannot be part of a credential_process");
        expect(() => quoted("a\nb")).to.throw("cannot be part of a credential_process");
    });
});
