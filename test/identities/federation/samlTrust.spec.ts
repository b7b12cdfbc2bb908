import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import {
    isSamlAudience,
    samlAudience,
    samlTrustPolicy,
} from "../../../identities/federation/samlTrust";
import { partitions } from "../../../platform/partitions";
import { signInUrl } from "../../../operations/people/text";
import { settingsOf } from "../support";
import { federatedGroups, groupOf } from "./people";
import { admits } from "./samlVerifier";
import type { Assertion } from "./samlVerifier";

interface Case {
    /** A group of federatedGroups.json. */
    readonly of: string;
    readonly partition?: string;
    readonly provider: string;
    readonly condition: unknown;
}
interface AssertionCase {
    readonly name: string;
    readonly assertion: Assertion;
    /** Groups of federatedGroups.json that let it in. */
    readonly enters: readonly string[];
}

const { documents, assertions } = JSON.parse(
    readFileSync(join(__dirname, "samlTrust.cases.json"), "utf8"),
) as { readonly documents: readonly Case[]; readonly assertions: readonly AssertionCase[] };

const stateIn = (partition: string) => ({ partition, prefix: "PSK", accountId: "111111111111" });

describe("samlTrustPolicy", () => {
    for (const { of, partition = "aws", provider, condition } of documents) {
        it(`${of}, ${partition}`, () => {
            expect(samlTrustPolicy(stateIn(partition), groupOf(of))).to.deep.equal({
                Version: "2012-10-17",
                Statement: [
                    {
                        Sid: "TrustFederatedGroup",
                        Effect: "Allow",
                        Principal: { Federated: [provider] },
                        Action: [
                            "sts:AssumeRoleWithSAML",
                            "sts:SetSourceIdentity",
                            "sts:TagSession",
                        ],
                        Condition: condition,
                    },
                ],
            });
        });
    }

    for (const { name, assertion, enters } of assertions) {
        it(`${name}: ${enters.join(", ") || "nobody enters"}`, () => {
            const entered = federatedGroups.filter((group) =>
                admits(samlTrustPolicy(stateIn("aws"), group), assertion),
            );
            expect(entered.map((group) => group.name)).to.deep.equal(enters);
        });
    }

    it("is none where the partition has no endpoint and the group names none", () => {
        expect(() => samlTrustPolicy(stateIn("aws-iso"), groupOf("Developers"))).to.throw(
            "Partition aws-iso has no sign-in endpoint for all regions; give the group's audience.",
        );
    });
});

describe("the sign-in of each partition", () => {
    const endpoints = {
        aws: "https://signin.aws.amazon.com/saml",
        "aws-us-gov": "https://signin.amazonaws-us-gov.com/saml",
        "aws-cn": "https://signin.amazonaws.cn/saml",
        "aws-eusc": undefined,
        "aws-iso": undefined,
        "aws-iso-b": undefined,
        "aws-iso-e": undefined,
        "aws-iso-f": undefined,
    };
    it("is where assertions are for, and no other's", () => {
        expect(Object.fromEntries(partitions.map((one) => [one, samlAudience(one)]))).to.deep.equal(
            endpoints,
        );
        for (const [partition, endpoint] of Object.entries(endpoints)) {
            if (endpoint === undefined) continue;
            expect(partitions.filter((one) => isSamlAudience(endpoint, one))).to.deep.equal([
                partition,
            ]);
        }
    });

    it("is that of users with a password", () => {
        const settings = settingsOf("state", [
            { name: "state", id: "111111111111", environment: "state" },
        ]);
        const urls = partitions.map((partition) => signInUrl({ ...settings, partition }));
        expect(urls).to.deep.equal(
            Object.values(endpoints).map((endpoint) =>
                endpoint?.replace("https://", "https://111111111111.").replace("/saml", "/console"),
            ),
        );
    });
});
