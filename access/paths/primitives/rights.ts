import { awsIssuers } from "../../federation/awsIssuers";
import type { Effect, Primitive } from "../primitive";
import { iamApi } from "./sources";

const issuer = "It needs control of the issuer's signing or of its address.";

/** Techniques that change permissions or trust. */
export const rightsPrimitives: readonly Primitive[] = [
    iam("PutUserPolicy", { does: "grants", target: "user", by: "inline" }),
    iam("AttachUserPolicy", { does: "grants", target: "user", by: "attach" }),
    iam("PutGroupPolicy", { does: "grants", target: "group", by: "inline" }),
    iam("AttachGroupPolicy", { does: "grants", target: "group", by: "attach" }),
    iam("PutRolePolicy", { does: "grants", target: "role", by: "inline" }),
    iam("AttachRolePolicy", { does: "grants", target: "role", by: "attach" }),
    // The request can make the new version the default one; SetDefaultPolicyVersion is not needed.
    iam("CreatePolicyVersion", { does: "rewrites", target: "policy" }),
    iam("SetDefaultPolicyVersion", { does: "restores", target: "policy" }),
    iam("AddUserToGroup", { does: "joins", target: "group" }),
    iam("UpdateAssumeRolePolicy", { does: "becomes", target: "role" }),

    iam("DeleteUserPolicy", { does: "strips", target: "user", what: "inline" }),
    iam("DetachUserPolicy", { does: "strips", target: "user", what: "attached" }),
    iam("DeleteGroupPolicy", { does: "strips", target: "group", what: "inline" }),
    iam("DetachGroupPolicy", { does: "strips", target: "group", what: "attached" }),
    iam("DeleteRolePolicy", { does: "strips", target: "role", what: "inline" }),
    iam("DetachRolePolicy", { does: "strips", target: "role", what: "attached" }),
    iam("RemoveUserFromGroup", { does: "leaves", target: "group" }),

    iam("DeleteUserPermissionsBoundary", { does: "unbounds", target: "user", by: "delete" }),
    iam("PutUserPermissionsBoundary", { does: "unbounds", target: "user", by: "put" }),
    iam("DeleteRolePermissionsBoundary", { does: "unbounds", target: "role", by: "delete" }),
    iam("PutRolePermissionsBoundary", { does: "unbounds", target: "role", by: "put" }),

    iam("TagUser", { does: "tags", target: "user" }),
    iam("UntagUser", { does: "tags", target: "user" }),
    iam("TagRole", { does: "tags", target: "role" }),
    iam("UntagRole", { does: "tags", target: "role" }),
    {
        // A principal that writes a role's trust policy can allow itself to tag the role's sessions.
        id: "UpdateAssumeRolePolicy-TagSession",
        actions: ["iam:UpdateAssumeRolePolicy"],
        effect: { does: "tagsSessions", target: "role" },
        source: iamApi("UpdateAssumeRolePolicy"),
    },

    iam("UpdateSAMLProvider", { does: "federates", target: "saml-provider" }),
    iam(
        "CreateSAMLProvider",
        { does: "federates", target: "saml-provider" },
        "It works only if the provider that the role trusts does not exist.",
    ),
    {
        id: "ReplaceSAMLProvider",
        actions: ["iam:DeleteSAMLProvider", "iam:CreateSAMLProvider"],
        effect: { does: "federates", target: "saml-provider" },
        source: iamApi("CreateSAMLProvider"),
    },
    iam("CreateOpenIDConnectProvider", { does: "federates", target: "oidc-provider" }, issuer),
    iam(
        "UpdateOpenIDConnectProviderThumbprint",
        { does: "federates", target: "oidc-provider" },
        issuer,
    ),
    iam(
        "AddClientIDToOpenIDConnectProvider",
        { does: "federates", target: "oidc-provider" },
        issuer,
    ),

    {
        // The public keys that a token is checked with.
        id: "PutObject-IssuerKeys",
        actions: [],
        anywhere: ["s3:PutObject"],
        effect: { does: "federates", target: "oidc-provider", issuer: awsIssuers.bucket },
        unknown: "It needs the bucket that the issuer's keys are in.",
        source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html",
    },

    {
        id: "CreateUser-AccessKey",
        actions: ["iam:CreateUser", "iam:CreateAccessKey"],
        effect: { does: "creates", target: "user" },
        source: iamApi("CreateUser"),
    },
    {
        id: "CreateUser-LoginProfile",
        actions: ["iam:CreateUser", "iam:CreateLoginProfile"],
        effect: { does: "creates", target: "user" },
        source: iamApi("CreateUser"),
    },
    iam("CreateRole", { does: "creates", target: "role" }),
    iam("CreateGroup", { does: "creates", target: "group" }),

    // With another path or name, policies that name its ARN no longer match.
    iam("UpdateUser", { does: "moves", target: "user" }),
    iam("UpdateGroup", { does: "moves", target: "group" }),
];

function iam(action: string, effect: Effect, unknown?: string): Primitive {
    return {
        id: action,
        actions: [`iam:${action}`],
        effect,
        ...(unknown === undefined ? {} : { unknown }),
        source: iamApi(action),
    };
}
