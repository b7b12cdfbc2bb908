import type { Contract } from "../../identities/contract";
import { accountFacts, documentFact } from "./accountFacts";
import type { DeclaredAccount } from "./declaredAccount";
import type { Fact } from "./fact";

/**
 * What an account should have.
 *
 * @param contract says which secret AWS made for an identity; one that it lacks is not deployed yet
 */
export function declaredFacts(declared: DeclaredAccount, contract: Contract): Fact[] {
    const all = (): boolean => true;
    return [
        ...accountFacts(declared, all, new Map()),
        ...declared.providers.map((subject): Fact => ({
            kind: "provider",
            subject,
            name: "",
            value: "",
        })),
        ...Object.entries(declared.secretPolicies).flatMap(([identity, policy]): Fact[] => {
            const subject = contract.secrets[identity];
            // Without one, the identity's user is missing, too.
            if (subject === undefined) return [];
            return [
                { kind: "secret", subject, name: "", value: "" },
                documentFact("secretPolicy", subject, "", policy, new Map()),
            ];
        }),
    ];
}
