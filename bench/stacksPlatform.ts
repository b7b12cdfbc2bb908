import type { Catalogues } from "../program";
import { roleCatalogue } from "../roles/catalogue";

/**
 * A platform with 20 accounts or so. Its prod identities are limited to a few roles each, since the inline policies of a group
 * fit 5,120 characters.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const manyAccounts: Catalogues = {
    identities: {
        serviceAccounts: [
            { name: "NonprodServiceAccount", trustClass: "nonprod" },
            {
                name: "DeployServiceAccount",
                trustClass: "prod",
                roles: ["IamProfilesRole", "AccessAuditRole"],
            },
            {
                name: "NetworkServiceAccount",
                trustClass: "prod",
                roles: ["PlatformVPCRole", "PlatformHostedZonesRole"],
            },
            {
                name: "ClusterServiceAccount",
                trustClass: "prod",
                roles: ["ControlPlaneBaseRole", "PlatformObservabilityBaseRole"],
            },
        ],
        people: [],
    },
    roles: roleCatalogue,
};
