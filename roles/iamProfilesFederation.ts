import { entryRootPaths, iamArn, pipelineBoundaryArn, samlProviderArn } from "../platform/naming";
import { roleWrites } from "./iamActions";
import type { Permissions } from "./role";

/** What PSKIamProfilesRole does for identities that come by federation: entry roles and identity providers. */
export const iamProfilesFederation: Permissions = (scope) => {
    const entryRoles = entryRootPaths(scope.prefix).map((path) => iamArn(scope, `role${path}*`));
    return [
        {
            // What a pipeline may assume is its entry role's inline policy, as what users may is their group's.
            Sid: "WriteEntryRolesWithBoundary",
            Effect: "Allow",
            Action: [...roleWrites, "iam:PutRolePolicy"],
            Resource: entryRoles,
            Condition: {
                StringEquals: { "iam:PermissionsBoundary": pipelineBoundaryArn(scope) },
            },
        },
        {
            // Of pipelines. Self-managed GitLab and GitHub servers have any address, so no narrower pattern covers them.
            Sid: "WriteIdentityProviders",
            Effect: "Allow",
            Action: [
                "iam:AddClientIDToOpenIDConnectProvider",
                "iam:CreateOpenIDConnectProvider",
                "iam:DeleteOpenIDConnectProvider",
                "iam:RemoveClientIDFromOpenIDConnectProvider",
                "iam:TagOpenIDConnectProvider",
                "iam:UntagOpenIDConnectProvider",
            ],
            Resource: [iamArn(scope, "oidc-provider/*")],
        },
        {
            // Of federated groups. Identity Center's own begin with AWSSSO_.
            Sid: "WriteSamlProviders",
            Effect: "Allow",
            Action: [
                "iam:CreateSAMLProvider",
                "iam:DeleteSAMLProvider",
                "iam:TagSAMLProvider",
                "iam:UntagSAMLProvider",
                "iam:UpdateSAMLProvider",
            ],
            Resource: [samlProviderArn(scope, "*")],
        },
    ];
};
