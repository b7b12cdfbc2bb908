import { expect } from "chai";

import type { Contract } from "../../identities/contract";
import { identityCatalogue } from "../../identities/catalogue";
import type { IdentityCatalogue } from "../../identities/identity";
import { targetsOf } from "../../credentials/targets";
import { ConfigError, parseSettings } from "../../platform/config";
import { roleCatalogue } from "../../roles/catalogue";
import { checkedCatalogues, ownCatalogues } from "../../roles/checkCatalogues";
import type { Catalogues } from "../../roles/checkCatalogues";

const settings = parseSettings("iam-profiles", "state", {
    "aws:region": "us-east-1",
    "iam-profiles:accounts": JSON.stringify({
        state: { id: "111111111111", environment: "state" },
        nonprod: { id: "222222222222", environment: "nonprod" },
    }),
});

/** `role` for `roles` gives an identity every role of its class. */
const misspelt = {
    ...identityCatalogue,
    serviceAccounts: [{ name: "CI", trustClass: "nonprod", role: ["PlatformVPCRole"] }],
} as unknown as IdentityCatalogue;

const faulty: readonly {
    readonly name: string;
    readonly given: Catalogues;
    readonly file: RegExp;
}[] = [
    {
        name: "a misspelt property of an identity",
        given: { identities: misspelt, roles: roleCatalogue },
        file: /identities\/catalogue\.ts is not usable:[^]*role[^]*Did you mean roles\?/i,
    },
    {
        name: "a role that is none",
        given: { identities: identityCatalogue, roles: [...roleCatalogue, {} as never] },
        file: /roles\/catalogue\.ts is not usable:/,
    },
];

describe("catalogues that are used without the program", () => {
    it("are the project's own, checked", () => {
        const { identities, roles } = checkedCatalogues(settings);
        expect(identities).to.deep.equal(ownCatalogues.identities);
        expect(roles.map(({ name }) => name)).to.deep.equal(roleCatalogue.map(({ name }) => name));
    });

    for (const { name, given, file } of faulty) {
        it(`aren't used with ${name}`, () => {
            expect(() => checkedCatalogues(settings, given)).to.throw(ConfigError, file);
            const contract = { version: 1, identities: {}, secrets: {} } as unknown as Contract;
            const store = { store: "secrets-manager", vaultMount: "", vaultPath: "" } as const;
            expect(() => targetsOf({ settings, contract }, {}, store, given)).to.throw(
                ConfigError,
                file,
            );
        });
    }
});
