import { identityName } from "../../identities/identity";
import type { IdentityCatalogue } from "../../identities/identity";

/**
 * What ends a person's access by federation: AWS has nothing of them, so it is done at each identity provider, a sentence each.
 *
 * @param prefix of names
 */
export function elsewhere(
    prefix: string,
    { federatedGroups = [] }: Pick<IdentityCatalogue, "federatedGroups">,
): readonly string[] {
    const providers = new Map<string, string[]>();
    for (const group of federatedGroups) {
        const provider =
            group.by === "saml" ? `SAML provider ${group.provider}` : "IAM Identity Center";
        const what =
            group.by === "saml"
                ? identityName(prefix, group)
                : `${group.groupId} (${identityName(prefix, group)})`;
        providers.set(provider, [...(providers.get(provider) ?? []), what]);
    }
    return [...providers].map(
        ([provider, groups]) =>
            `${provider}: disable them, or take them out of ${groups.join(", ")}; a session that was begun lasts an hour at most`,
    );
}
