import { join } from "node:path";

import { expect } from "chai";
import fc from "fast-check";

import { checkIdentities } from "../../../identities/validate";
import type { CheckedIdentities, RoleNames } from "../../../identities/validate";
import type { IdentityCenter } from "../../../platform/identityCenter";
import type { TrustedIssuers } from "../../../platform/trustedIssuers";
import { readCases } from "../../support/readCases";
import { withUnknownKey } from "../../support/unknownKey";
import { federatedGroups, groupOf, metadataOf, samlProviders, trustedPeople } from "./people";
import { pipelineOf, trusted } from "./platform";

interface Case {
    readonly name: string;
    /** A group of federatedGroups.json, and what it has otherwise. */
    readonly of?: string;
    readonly with?: Readonly<Record<string, unknown>>;
    /** Instead of one group. */
    readonly groups?: unknown;
    /** Instead of the providers of federatedGroups.json; metadata is usable where it is left out. */
    readonly providers?: readonly { readonly name: string }[];
    readonly partition?: string;
    readonly issuers?: TrustedIssuers["issuers"];
    readonly identityCenter?: IdentityCenter | null;
    readonly faults: readonly string[];
    /** Those of the catalogue's shape. */
    readonly catalogueFaults?: readonly string[];
}

const cases = readCases(join(__dirname, "checkFederatedGroups.cases.json")) as readonly Case[];

const roles: RoleNames = {
    assumable: [
        "AccessAuditRole",
        "PlatformHostedZonesRole",
        "PlatformObservabilityBaseRole",
    ].concat("PlatformVPCRole"),
    prodOnly: ["AccessAuditRole"],
    readOnly: ["AccessAuditRole"],
};
const others = {
    serviceAccounts: [{ name: "ProdServiceAccount", trustClass: "prod" }],
    people: [],
    pipelines: [{ ...pipelineOf("GitHubBranch"), name: "Deploy" }],
};

const checked = (
    given: unknown,
    providers: unknown = samlProviders,
    partition = "aws",
    issuers = trustedPeople.issuers,
    identityCenter?: IdentityCenter,
): CheckedIdentities =>
    checkIdentities(
        { ...others, federatedGroups: given, samlProviders: providers },
        roles,
        { partition, prefix: "PSK", accountId: "111111111111" },
        { ...trusted, issuers: { ...trusted.issuers, ...issuers } },
        identityCenter,
    );

describe("checkFederatedGroups", () => {
    it("takes groups, and returns them as they are", () => {
        const { catalogue, faults, pipelineFaults, groupFaults } = checked(federatedGroups);
        expect([catalogue.federatedGroups, catalogue.samlProviders]).to.deep.equal([
            federatedGroups,
            samlProviders,
        ]);
        expect([faults, pipelineFaults, groupFaults]).to.deep.equal([[], [], []]);
    });

    for (const { name, of, with: more, groups, providers, partition, ...expected } of cases) {
        it(name, () => {
            const given = of === undefined ? groups : [{ ...groupOf(of), ...more }];
            const its = providers?.map((one) => ({ metadata: metadataOf(one.name), ...one }));
            const { faults, groupFaults } = checked(
                given,
                its,
                partition,
                expected.issuers,
                expected.identityCenter ?? undefined,
            );
            expect(groupFaults).to.deep.equal(expected.faults);
            expect(faults).to.deep.equal(expected.catalogueFaults ?? []);
        });
    }

    it("refuses an unknown property anywhere", () => {
        fc.assert(
            fc.property(withUnknownKey(federatedGroups), ({ value, key }) => {
                const { groupFaults } = checked(value);
                expect(groupFaults.some((fault) => fault.includes(key))).to.equal(true);
            }),
        );
        fc.assert(
            fc.property(withUnknownKey(samlProviders), ({ value, key }) => {
                const { groupFaults } = checked([], value);
                expect(groupFaults.some((fault) => fault.includes(key))).to.equal(true);
            }),
            { numRuns: 20 },
        );
    });
});
