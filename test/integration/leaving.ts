import { identityCatalogue } from "../../identities/catalogue";
import type { Pipeline } from "../../identities/identity";
import { program } from "../../program";
import type { Catalogues } from "../../program";
import { guardRegistrations } from "../../platform/guardRegistrations";
import { roleCatalogue } from "../../roles/catalogue";
import { platformHostedZonesRole } from "../../roles/platformHostedZonesRole";
import { sourceFolder } from "./sourceFolder";

/** An identity, a pipeline and a role that are deployed, and removed later. */
export const leaver = {
    name: "LeaverServiceAccount",
    trustClass: "nonprod" as const,
    roles: ["PlatformVPCRole"],
};
export const leavingPipeline: Pipeline = {
    name: "LeavingPipeline",
    trustClass: "nonprod",
    issuer: "gitlab",
    project: "acme/app",
    on: { branch: "main" },
};
const leavingRole = { ...platformHostedZonesRole, name: "OldRole" };
const stayingPipeline: Pipeline = {
    name: "StayingPipeline",
    trustClass: "prod",
    roles: ["PlatformVPCRole"],
    issuer: "terraform-cloud",
    organization: "acme",
    project: "Platform",
    workspace: "network",
    phase: "apply",
};

/** What stays. */
export const staying: Catalogues = {
    identities: { ...identityCatalogue, pipelines: [stayingPipeline] },
    roles: roleCatalogue,
};
/** What is deployed at first. */
export const withLeaving: Catalogues = {
    identities: {
        ...identityCatalogue,
        serviceAccounts: [...identityCatalogue.serviceAccounts, leaver],
        pipelines: [stayingPipeline, leavingPipeline],
    },
    roles: [...roleCatalogue, leavingRole],
};

export const programWithLeaving = (): ReturnType<typeof program> => {
    guardRegistrations();
    return program(withLeaving);
};

/** Folder of the settings that these catalogues need. @param root folder of a sandbox */
export const leavingSource = (root: string): Promise<string> =>
    sourceFolder(root, ({ trustedOwners }) => {
        trustedOwners.default = { "gitlab.com": ["acme"], "app.terraform.io": ["acme"] };
    });
