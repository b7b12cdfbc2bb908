import type { Primitive } from "../primitive";
import { enters } from "./rows";
import type { Row } from "./rows";
import { api, pathfinding } from "./sources";

const ssm = (action: string): string => api("systems-manager/latest/APIReference", action);

const startsCode: readonly Row[] = [
    ["StartSession", ["ssm:StartSession"], pathfinding("ssm-001")],
    ["SendCommand", ["ssm:SendCommand"], pathfinding("ssm-002")],
    ["CreateAssociation", ["ssm:CreateAssociation"], ssm("CreateAssociation")],
    ["CreateAssociationBatch", ["ssm:CreateAssociationBatch"], ssm("CreateAssociationBatch")],
    ["UpdateAssociation", ["ssm:UpdateAssociation"], ssm("UpdateAssociation")],
    [
        "RegisterMaintenanceTask",
        ["ssm:RegisterTaskWithMaintenanceWindow"],
        ssm("RegisterTaskWithMaintenanceWindow"),
    ],
    [
        "UpdateMaintenanceTask",
        ["ssm:UpdateMaintenanceWindowTask"],
        ssm("UpdateMaintenanceWindowTask"),
    ],
    [
        "UpdateDocument",
        ["ssm:UpdateDocument"],
        ssm("UpdateDocument"),
        "It needs a principal that runs the document's latest version.",
    ],
    [
        "ResumeSession",
        ["ssm:ResumeSession"],
        ssm("ResumeSession"),
        "It needs a session that was disconnected.",
    ],
    [
        "JustInTimeAccess",
        ["ssm:StartAccessRequest", "ssm:GetAccessToken"],
        ssm("StartAccessRequest"),
        "It needs a policy that approves the request, or a person who does.",
    ],
];

const hybrid = "It needs a node outside EC2 whose role it is, or a runbook that assumes it.";

/** Techniques that run code on nodes that Systems Manager manages, with the node's role: instances, and machines elsewhere. */
export const managedNodePrimitives: readonly Primitive[] = [
    ...enters(
        "ec2.amazonaws.com",
        startsCode.map(([name, ...row]) => [`SSM-${name}`, ...row]),
    ),
    ...enters(
        "ssm.amazonaws.com",
        startsCode.map(([name, actions, source]) => [
            `SSM-${name}-Hybrid`,
            actions,
            source,
            hybrid,
        ]),
    ),
];
