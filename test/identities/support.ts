import type { Account } from "../../platform/accounts";
import type { Settings } from "../../platform/config";
import { defaultQuotas } from "../../platform/quotas";

const registry: readonly Account[] = [
    { name: "nonprod", id: "222222222222", environment: "nonprod" },
    { name: "prod", id: "333333333333", environment: "prod" },
    { name: "state", id: "111111111111", environment: "state" },
];

/** Settings of the three test accounts, seen from the one with the given name. */
export function settingsOf(
    stack: string,
    accounts: readonly Account[] = registry,
    rest: Partial<Settings> = {},
): Settings {
    const named = (found: Account | undefined): Account => {
        if (found === undefined) throw new Error(`No account for stack ${stack}.`);
        return found;
    };
    return {
        account: named(accounts.find(({ name }) => name === stack)),
        stateAccount: named(accounts.find(({ environment }) => environment === "state")),
        accounts,
        partition: "aws",
        prefix: "PSK",
        region: "us-east-1",
        secretReaders: { nonprod: [], prod: [] },
        waivers: [],
        quotas: defaultQuotas,
        trustedIssuers: { issuers: {}, trustedOwners: {} },
        teams: [],
        tags: {},
        ...rest,
    };
}
