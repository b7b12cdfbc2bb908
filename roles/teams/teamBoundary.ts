import { iamArn, roleName, rolePath } from "../../platform/naming";
import type { AccountScope } from "../../platform/naming";
import { policyDocument } from "../../platform/policyDocument";
import type { PolicyDocument } from "../../platform/policyDocument";
import type { Team } from "../../platform/teams";
import { permissionsBoundary } from "../boundary";

/**
 * The permissions boundary of a team's roles: every denial of the platform's, and of what that allows the team's actions alone. So it
 * never allows more. Within it, a role may be handed to a service only if it is the team's.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export const teamBoundary = (
    scope: AccountScope,
    { boundary, namePrefix }: Pick<Team, "boundary" | "namePrefix">,
): PolicyDocument =>
    policyDocument([
        { Sid: "TeamCapOnly", Effect: "Allow", Action: [...boundary], Resource: ["*"] },
        {
            Sid: "PassOwnRoles",
            Effect: "Allow",
            Action: ["iam:PassRole"],
            Resource: [ownRoles(scope, namePrefix)],
        },
        ...permissionsBoundary(scope).Statement.filter(({ Effect }) => Effect === "Deny"),
    ]);

/** The roles of a team in an account, as a pattern of their ARNs. */
export const ownRoles = (scope: AccountScope, namePrefix: string): string =>
    iamArn(scope, `role${rolePath(scope.prefix)}${roleName(scope, namePrefix)}*`);
