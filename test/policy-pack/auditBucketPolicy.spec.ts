import { expect } from "chai";

import { auditBucketPolicy } from "../../audit/bucketPolicy";
import { bucketPolicyFaults } from "../../policy-pack/auditBucketPolicy";
import { contextOf } from "./cases";

const organization = "o-a1b2c3d4e5";

/** Faults of the policy that the program writes for a number of accounts, or for another number than the pack knows. */
function faults(count: number, inOrganization: boolean, written = count): readonly string[] {
    const registry = (of: number): [string, { id: string; environment: string }][] => [
        ["state", { id: "111111111111", environment: "state" }],
        ...Array.from({ length: of - 1 }, (_, i): [string, { id: string; environment: string }] => [
            `team${i}`,
            { id: String(400_000_000_000 + i), environment: i % 2 === 0 ? "nonprod" : "prod" },
        ]),
    ];
    const config = {
        accounts: Object.fromEntries(registry(count)),
        secretReaders: {},
        auditTrail: {
            retentionDays: 1,
            alarm: ["a@example.com"],
            ...(inOrganization ? { organization } : {}),
        },
    };
    const context = contextOf({ name: "", stack: "state", config, resources: [], violations: [] });
    const policy = auditBucketPolicy({
        ...{ partition: "aws", prefix: "PSK", region: "us-east-1" },
        ...{ bucket: "psk-111111111111-audit-trail", owner: "111111111111" },
        accounts: registry(written).map(([, { id }]) => id),
        organization: inOrganization ? organization : undefined,
    });
    return bucketPolicyFaults(policy, context);
}

describe("the pack on the policy of the audit trail's bucket", () => {
    for (const count of [2, 200, 280]) {
        it(`takes what the program writes for ${count} accounts`, () => {
            expect(faults(count, false)).to.deep.equal([]);
            expect(faults(count, true)).to.deep.equal([]);
        });
    }

    it("takes the names of trails for hundreds of accounts, in an organization", () => {
        expect(faults(1_000, true)).to.deep.equal([]);
    });

    it("refuses a list that lacks an account, or has one too many, and names for a few accounts", () => {
        for (const [known, written] of [
            [10, 9],
            [9, 10],
            [200, 1_000],
        ] as const) {
            expect(faults(known, true, written), `${written}`).to.have.length(2);
        }
    });
});
