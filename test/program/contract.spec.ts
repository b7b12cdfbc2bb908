import { expect } from "chai";

import { ContractError } from "../../identities/contract";
import { runProgram } from "../support/mocks";
import { stateContract, trustPolicies, trustedUsers } from "./support";

/** Runs something and collects what it warned of. */
async function warningsOf<T>(run: () => Promise<T>): Promise<{ value: T; warnings: string[] }> {
    const warnings: string[] = [];
    const warn = console.warn;
    console.warn = (text: string) => void warnings.push(text);
    try {
        return { value: await run(), warnings };
    } finally {
        console.warn = warn;
    }
}

describe("an identity that the state stack doesn't have yet", () => {
    const withoutProd = async (): Promise<Record<string, unknown>> => {
        const { identities, ...rest } = await stateContract();
        const { PSKNonprodServiceAccount } = identities as Record<string, unknown>;
        return { ...rest, identities: { PSKNonprodServiceAccount } };
    };

    it("is a warning in a preview, and trusted by the computed ARN", async () => {
        const contract = await withoutProd();
        const { value, warnings } = await warningsOf(() =>
            runProgram("nonprod", { contract, preview: true }),
        );
        expect(warnings).to.deep.equal([
            "warning: [runtime] Stack organization/iam-profiles/state: identity PSKProdServiceAccount " +
                "is not there yet. Update the state stack first: pulumi up --stack state --policy-pack policy-pack",
        ]);
        expect(trustedUsers(trustPolicies(value)["PSKPlatformVPCRole"])).to.deep.equal([
            "PSKNonprodServiceAccount",
            "PSKProdServiceAccount",
        ]);
    });

    it("is an error when deploying", async () => {
        const contract = await withoutProd();
        const refused = await runProgram("nonprod", { contract }).catch((error: unknown) => error);
        expect(refused).to.be.instanceOf(ContractError);
        expect((refused as Error).message).to.equal(
            "Stack organization/iam-profiles/state disagrees with this program:\n" +
                "  - identity PSKProdServiceAccount is not there yet\n" +
                "Update the state stack first: pulumi up --stack state --policy-pack policy-pack",
        );
    });

    it("doesn't matter where it is not trusted", async () => {
        const { identities, ...rest } = await stateContract();
        const { PSKProdServiceAccount } = identities as Record<string, unknown>;
        const contract = { ...rest, identities: { PSKProdServiceAccount } };
        const { warnings } = await warningsOf(() => runProgram("prod", { contract }));
        expect(warnings).to.deep.equal([]);
    });
});

describe("a state stack without the contract", () => {
    for (const preview of [true, false]) {
        it(`is an error, preview ${preview ? "included" : "aside"}`, async () => {
            const refused = await runProgram("prod", { preview }).catch((error: unknown) => error);
            expect(refused).to.be.instanceOf(ContractError);
            expect((refused as Error).message).to.equal(
                'Stack organization/iam-profiles/state has no output "contract": it was never deployed, ' +
                    "or by another program. Update the state stack first: pulumi up --stack state --policy-pack policy-pack",
            );
        });
    }
});

describe("a user that AWS gave another ARN than the program computes", () => {
    it("fails the state stack", async () => {
        const refused = await runProgram("state", { userArn: "arn:aws:iam::1:user/x" }).catch(
            (error: unknown) => error,
        );
        expect((refused as Error).message).to.equal(
            "Identity PSKNonprodServiceAccount is arn:aws:iam::1:user/x in AWS, " +
                "arn:aws:iam::111111111111:user/PSKServiceAccounts/nonprod/PSKNonprodServiceAccount by this program; " +
                "check partition, prefix and accounts in Pulumi.yaml.",
        );
    });
});
