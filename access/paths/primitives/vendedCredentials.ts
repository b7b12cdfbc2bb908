import type { Primitive } from "../primitive";
import { enters, passes, singleCalls } from "./rows";
import { api } from "./sources";

const ofS3 = "The credentials open single places in S3 alone.";
const ofTables = "The credentials open the data of single tables alone.";
const oneAuthority = "It needs a trust anchor of the certificate's authority.";
const certificate = "It needs a certificate that a trust anchor takes.";
const device = "It needs a device or certificate that the service takes.";

const datazone = (action: string): string => api("datazone/latest/APIReference", action);
const deadline = (action: string): string => api("deadline-cloud/latest/APIReference", action);
const iot = (action: string): string => api("iot/latest/apireference", action);
const anywhere = (action: string): string => api("rolesanywhere/latest/APIReference", action);
const lakeFormation = (action: string): string => api("lake-formation/latest/APIReference", action);
const grants = (action: string): string => api("AmazonS3/latest/API", `control_${action}`);

const certificates = [
    "CreateKeysAndCertificate",
    "CreateCertificateFromCsr",
    "RegisterCertificate",
    "RegisterCertificateWithoutCA",
];

/** APIs that give out credentials of a role, and what decides who gets them. */
export const vendedCredentialPrimitives: readonly Primitive[] = [
    ...passes("iot.amazonaws.com", [
        ["IoT-ReplaceTopicRule", ["iot:ReplaceTopicRule"], iot("ReplaceTopicRule"), singleCalls],
    ]),
    ...enters("datazone.amazonaws.com", [
        [
            "DataZone-Environment",
            ["datazone:GetEnvironmentCredentials"],
            datazone("GetEnvironmentCredentials"),
        ],
        [
            "DataZone-Domain",
            ["datazone:GetDomainExecutionRoleCredentials"],
            "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondatazone.html",
        ],
    ]),
    ...enters("credentials.deadline.amazonaws.com", [
        [
            "Deadline-QueueRoleForRead",
            ["deadline:AssumeQueueRoleForRead"],
            deadline("AssumeQueueRoleForRead"),
        ],
        [
            "Deadline-FleetRoleForRead",
            ["deadline:AssumeFleetRoleForRead"],
            deadline("AssumeFleetRoleForRead"),
        ],
        // A job's steps run with the queue's role.
        ["Deadline-Job", ["deadline:CreateJob"], deadline("CreateJob")],
    ]),
    ...enters("access-grants.s3.amazonaws.com", [
        ["S3-DataAccess", ["s3:GetDataAccess"], grants("GetDataAccess"), ofS3],
    ]),
    ...enters("lakeformation.amazonaws.com", [
        [
            "LakeFormation-Table",
            ["lakeformation:GetTemporaryGlueTableCredentials"],
            lakeFormation("GetTemporaryGlueTableCredentials"),
            ofTables,
        ],
        [
            "LakeFormation-Partition",
            ["lakeformation:GetTemporaryGluePartitionCredentials"],
            lakeFormation("GetTemporaryGluePartitionCredentials"),
            ofTables,
        ],
        [
            "LakeFormation-DataAccess",
            ["lakeformation:GetDataAccess"],
            "https://docs.aws.amazon.com/lake-formation/latest/dg/access-control-underlying-data.html",
            ofTables,
        ],
    ]),
    ...enters("credentials.iot.amazonaws.com", [
        ...certificates.flatMap((name) =>
            ["AttachPolicy", "AttachPrincipalPolicy"]
                // That pair is in credentialServices.ts.
                .filter(
                    (attach) => name !== "CreateKeysAndCertificate" || attach !== "AttachPolicy",
                )
                .map(
                    (attach) =>
                        [
                            `IoT-${name}-${attach}`,
                            [`iot:${name}`, "iot:CreatePolicy", `iot:${attach}`],
                            iot(name),
                        ] as const,
                ),
        ),
        ["IoT-PolicyVersion", ["iot:CreatePolicyVersion"], iot("CreatePolicyVersion"), device],
        [
            "IoT-ProvisioningClaim",
            ["iot:CreateProvisioningClaim"],
            iot("CreateProvisioningClaim"),
            device,
        ],
        ["IoT-UpdateCertificate", ["iot:UpdateCertificate"], iot("UpdateCertificate"), device],
    ]),
    ...enters("rolesanywhere.amazonaws.com", [
        [
            "RolesAnywhere-IssueCertificate",
            ["acm-pca:IssueCertificate"],
            api("privateca/latest/APIReference", "IssueCertificate"),
            oneAuthority,
        ],
        [
            "RolesAnywhere-ExportCertificate",
            ["acm:ExportCertificate"],
            api("acm/latest/APIReference", "ExportCertificate"),
            oneAuthority,
        ],
        ...[
            "DeleteAttributeMapping",
            "DeleteCrl",
            "DisableCrl",
            "EnableProfile",
            "EnableTrustAnchor",
            "PutAttributeMapping",
            "UpdateCrl",
        ].map(
            (name) =>
                [
                    `RolesAnywhere-${name}`,
                    [`rolesanywhere:${name}`],
                    anywhere(name),
                    certificate,
                ] as const,
        ),
    ]),
];
