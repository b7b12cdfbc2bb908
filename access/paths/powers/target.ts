import type { Policy } from "../../organization/organization";
import type { Actor } from "../actor";
import type { Request } from "../ask";
import type { CreatedNode, Home, PrincipalNode } from "../world";

/** A user or role that an actor acts on. */
export type Target = PrincipalNode | CreatedNode;

export const boundaryOf = (target: Target): Policy | undefined =>
    target.kind === "created" ? target.boundary : target.principal.boundary;

/** A request to IAM about a user or role, with what the target tells of itself. */
export function requestOn(target: Target, action: string, { changes }: Actor): Request {
    const anyTags = target.kind === "created" || changes.has({ what: "tags", subject: target.arn });
    const anyBoundary =
        changes.has({ what: "unbounds", subject: target.arn }) ||
        changes.has({ what: "rebounds", subject: target.arn });
    return {
        action,
        resource: target.arn,
        ...(target.kind === "created" ? { isPattern: true } : {}),
        ...inside(target.home),
        ...(anyTags ? {} : { resourceTags: target.principal.tags }),
        ...(anyBoundary ? {} : { permissionsBoundary: boundaryOf(target)?.arn ?? null }),
    };
}

/** A request about any resource at all. */
export const requestAnywhere = (action: string, home: Home): Request => ({
    action,
    resource: "*",
    isPattern: true,
    ...inside(home),
});

/** A request to IAM about something that is neither a user nor a role. */
export const requestOnArn = (arn: string, action: string, home: Home): Request => ({
    action,
    resource: arn,
    ...(/[*?]/.test(arn) ? { isPattern: true } : {}),
    ...inside(home),
});

/** The part of a request that its resource's account decides. */
export const inside = (
    home: Home,
): Pick<Request, "resourceAccountId" | "resourceControlPolicies"> => ({
    resourceAccountId: home.account.id,
    resourceControlPolicies: home.account.resourceControlPolicies,
});
