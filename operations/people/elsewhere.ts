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
    const providers = [...new Set(federatedGroups.map(({ provider }) => provider))];
    return providers.map((provider) => {
        const groups = federatedGroups
            .filter((group) => group.provider === provider)
            .map((group) => identityName(prefix, group));
        return `SAML provider ${provider}: disable them, or take them out of ${groups.join(", ")}; a session that was begun lasts an hour at most`;
    });
}
