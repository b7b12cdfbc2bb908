import { awsIssuers } from "../../federation/awsIssuers";
import type { Primitive } from "../primitive";
import { enters, passes } from "./rows";
import { api } from "./sources";

/** Administering a user pool, or logging in to it, in ways that change who has a token of it, or what the token says. */
const administers: readonly string[] = [
    "AddUserPoolClientSecret",
    "AdminAddUserToGroup",
    "AdminConfirmSignUp",
    "AdminCreateUser",
    "AdminEnableUser",
    "AdminInitiateAuth",
    "AdminLinkProviderForUser",
    "AdminResetUserPassword",
    "AdminRespondToAuthChallenge",
    "AdminSetUserMFAPreference",
    "AdminSetUserPassword",
    "AdminSetUserSettings",
    "AdminUpdateDeviceStatus",
    "AdminUpdateUserAttributes",
    "CreateIdentityProvider",
    "CreateResourceServer",
    "CreateUserImportJob",
    "CreateUserPoolClient",
    "ListUserPoolClientSecrets",
    "SetUserPoolMfaConfig",
    "StartUserImportJob",
    "UpdateIdentityProvider",
    "UpdateResourceServer",
    "UpdateUserPool",
    "UpdateUserPoolClient",
];

const userPool = "It needs an identity pool that takes the user pool's users.";

/** Logging in to a user pool, or changing whom it lets in: an identity pool gives its users roles. */
export const userPoolPrimitives: readonly Primitive[] = [
    ...passes("cognito-identity.amazonaws.com", [
        ["Cognito-GroupRole", ["cognito-idp:CreateGroup"], userPools("CreateGroup"), userPool],
        [
            "Cognito-UpdateGroupRole",
            ["cognito-idp:UpdateGroup"],
            userPools("UpdateGroup"),
            userPool,
        ],
    ]),
    // An identity pool gives its roles to users who sign in to the user pool.
    ...enters("cognito-identity.amazonaws.com", [
        ...administers.map(
            (name) =>
                [`Cognito-${name}`, [`cognito-idp:${name}`], userPools(name), userPool] as const,
        ),
        [
            "Cognito-PrincipalTags",
            ["cognito-identity:SetPrincipalTagAttributeMap"],
            api("cognitoidentity/latest/APIReference", "SetPrincipalTagAttributeMap"),
            "It needs an identity of the pool, and a condition on its tags.",
        ],
        [
            "Cognito-MergeIdentities",
            ["cognito-identity:MergeDeveloperIdentities"],
            api("cognitoidentity/latest/APIReference", "MergeDeveloperIdentities"),
            "It needs an identity of the pool that developers authenticate.",
        ],
    ]),
    // A role may trust the user pool itself.
    ...administers.map((name) => ({
        id: `Cognito-${name}-Token`,
        actions: [],
        anywhere: [`cognito-idp:${name}`],
        effect: {
            does: "federates",
            target: "oidc-provider",
            issuer: awsIssuers.userPool,
        } as const,
        unknown: "It needs the user pool that the provider is.",
        source: userPools(name),
    })),
];

function userPools(action: string): string {
    return api("cognito-user-identity-pools/latest/APIReference", action);
}
