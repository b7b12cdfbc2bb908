import { accessAuditRole } from "./accessAuditRole";
import { controlPlaneBaseRole } from "./controlPlaneBaseRole";
import { crossplaneProviderRole } from "./crossplaneProviderRole";
import { iamProfilesRole } from "./iamProfilesRole";
import { platformHostedZonesRole } from "./platformHostedZonesRole";
import { platformObservabilityBaseRole } from "./platformObservabilityBaseRole";
import { platformVpcRole } from "./platformVpcRole";
import type { Role } from "./role";

/** The roles that every account holds. Add one as a file beside these and name it here. */
export const roleCatalogue: readonly Role[] = [
    iamProfilesRole,
    platformVpcRole,
    platformHostedZonesRole,
    controlPlaneBaseRole,
    platformObservabilityBaseRole,
    crossplaneProviderRole,
    accessAuditRole,
];
