import { scopeOf } from "../../platform/config";
import type { Settings } from "../../platform/config";
import { identityCatalogue } from "../../identities/catalogue";
import type { Contract } from "../../identities/contract";
import { allIdentities, identityArn, identityName } from "../../identities/identity";

/** The contract that the state stack exports for the platform's own identities. */
export function contractOf(
    settings: Settings,
    secretArn = (name: string): string =>
        `arn:aws:secretsmanager:us-east-1:111111111111:secret:${name}`,
): Contract {
    const scope = scopeOf(settings, settings.stateAccount);
    const users = allIdentities(identityCatalogue).map((identity) => ({
        name: identityName(settings.prefix, identity),
        arn: identityArn(scope, identity),
    }));
    return {
        version: 1,
        accountId: scope.accountId,
        groups: {},
        identities: Object.fromEntries(
            users.map(({ name, arn }) => [name, { arn, uniqueId: `AIDA${name}` }]),
        ),
        secrets: Object.fromEntries(users.map(({ name }) => [name, secretArn(name)])),
    };
}
