import type { Primitive } from "../primitive";
import { enters, passes, singleCalls } from "./rows";
import { api, pathfinding } from "./sources";

const deviceOrCertificate = "It needs a device or certificate that the service accepts.";

/** Techniques by services that issue credentials of a role. */
export const credentialServicePrimitives: readonly Primitive[] = [
    // These roles trust it as an identity provider; an unauthenticated identity needs no login.
    ...passes("cognito-identity.amazonaws.com", [
        ["Cognito", ["cognito-identity:SetIdentityPoolRoles"], pathfinding("cognitoidentity-001")],
    ]),
    ...passes("rolesanywhere.amazonaws.com", [
        [
            "RolesAnywhere-CreateProfile",
            ["rolesanywhere:CreateProfile"],
            api("rolesanywhere/latest/APIReference", "CreateProfile"),
            deviceOrCertificate,
        ],
        [
            "RolesAnywhere-UpdateProfile",
            ["rolesanywhere:UpdateProfile"],
            api("rolesanywhere/latest/APIReference", "UpdateProfile"),
            deviceOrCertificate,
        ],
    ]),
    ...passes("credentials.iot.amazonaws.com", [
        [
            "IoT-CreateRoleAlias",
            ["iot:CreateRoleAlias"],
            api("iot/latest/apireference", "CreateRoleAlias"),
            deviceOrCertificate,
        ],
        [
            "IoT-UpdateRoleAlias",
            ["iot:UpdateRoleAlias"],
            api("iot/latest/apireference", "UpdateRoleAlias"),
            deviceOrCertificate,
        ],
    ]),
    ...passes("iot.amazonaws.com", [
        [
            "IoT-TopicRule",
            ["iot:CreateTopicRule"],
            api("iot/latest/apireference", "CreateTopicRule"),
            singleCalls,
        ],
    ]),
    ...passes("greengrass.amazonaws.com", [
        [
            "Greengrass",
            ["greengrass:AssociateRoleToGroup", "greengrass:CreateDeployment"],
            "https://docs.aws.amazon.com/greengrass/v1/apireference/associateroletogroup-put.html",
            deviceOrCertificate,
        ],
    ]),
    ...enters("cognito-identity.amazonaws.com", [
        [
            "Cognito-UpdatePool",
            ["cognito-identity:UpdateIdentityPool"],
            api("cognitoidentity/latest/APIReference", "UpdateIdentityPool"),
        ],
        [
            "Cognito-DeveloperIdentity",
            ["cognito-identity:GetOpenIdTokenForDeveloperIdentity"],
            api("cognitoidentity/latest/APIReference", "GetOpenIdTokenForDeveloperIdentity"),
        ],
    ]),
    // A certificate signed by an anchor's authority gets any role that a profile names.
    ...enters("rolesanywhere.amazonaws.com", [
        [
            "RolesAnywhere-CreateAnchor",
            ["rolesanywhere:CreateTrustAnchor"],
            api("rolesanywhere/latest/APIReference", "CreateTrustAnchor"),
        ],
        [
            "RolesAnywhere-UpdateAnchor",
            ["rolesanywhere:UpdateTrustAnchor"],
            api("rolesanywhere/latest/APIReference", "UpdateTrustAnchor"),
        ],
    ]),
    ...enters("credentials.iot.amazonaws.com", [
        [
            "IoT-Certificate",
            ["iot:CreateKeysAndCertificate", "iot:CreatePolicy", "iot:AttachPolicy"],
            "https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html",
        ],
        [
            "Greengrass-Component",
            ["greengrass:CreateComponentVersion", "greengrass:CreateDeployment"],
            api("greengrass/v2/APIReference", "CreateComponentVersion"),
        ],
    ]),
    ...enters("credentials.deadline.amazonaws.com", [
        [
            "Deadline-QueueRole",
            ["deadline:AssumeQueueRoleForUser"],
            api("deadline-cloud/latest/APIReference", "AssumeQueueRoleForUser"),
        ],
        [
            "Deadline-WorkerQueueRole",
            ["deadline:AssumeQueueRoleForWorker"],
            api("deadline-cloud/latest/APIReference", "AssumeQueueRoleForWorker"),
        ],
        [
            "Deadline-FleetRole",
            ["deadline:AssumeFleetRoleForWorker"],
            api("deadline-cloud/latest/APIReference", "AssumeFleetRoleForWorker"),
        ],
    ]),
];
