import type { AccessGraph } from "../paths/accessGraph";
import { isIdentity } from "./entries";

/**
 * Entry roles that anyone with an account at the issuer may come by, a sentence each. Whatever its class, it is not known
 * who acts with it.
 */
export const openIdentities = ({ federated }: AccessGraph): readonly string[] => [
    ...new Set(
        federated
            .filter(({ role, judgement }) => isIdentity(role) && judgement.lets === "strangers")
            .map(
                ({ role, judgement }) =>
                    `${role.arn} is an identity that strangers may become: ${judgement.what}.`,
            ),
    ),
];
