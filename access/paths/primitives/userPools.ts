import type { Primitive } from "../primitive";
import { enters, passes } from "./rows";
import { api } from "./sources";

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
        ...[
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
        ].map(
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
];

function userPools(action: string): string {
    return api("cognito-user-identity-pools/latest/APIReference", action);
}
