import { expect } from "chai";

import { identityCatalogue } from "../../../identities/catalogue";
import { declaredAccount } from "../../../operations/drift/declaredAccount";
import { roleCatalogue } from "../../../roles/catalogue";
import { registryOf, renderLayout } from "../../examples/layout";
import { federatedGroups, samlProviders, trustedPeople } from "../../identities/federation/people";
import { pipelines, trusted } from "../../identities/federation/platform";

describe("a declared account", () => {
    it("has the identity providers of its pipelines and of its federated groups", async () => {
        const [state] = await renderLayout(
            registryOf("three-accounts"),
            {
                issuers: { ...trusted.issuers, ...trustedPeople.issuers },
                trustedOwners: trusted.trustedOwners,
            },
            {
                identities: { ...identityCatalogue, pipelines, federatedGroups, samlProviders },
                roles: roleCatalogue,
            },
        );
        if (state === undefined) throw new Error("no state stack");
        const names = declaredAccount(state).providers.map((arn) =>
            arn.replace("arn:aws:iam::111111111111:", ""),
        );
        expect(names.sort()).to.deep.equal([
            "oidc-provider/agent.buildkite.com",
            "oidc-provider/api.pulumi.com/oidc",
            "oidc-provider/app.terraform.io",
            "oidc-provider/gitlab.com",
            "oidc-provider/oidc.circleci.com/org/3f1c2a64-8d5e-4b7a-9c10-2e4f6a8b0c1d",
            "oidc-provider/token.actions.githubusercontent.com",
            "saml-provider/PSKAcmeIdP",
            "saml-provider/PSKLabsIdP",
        ]);
    });
});
