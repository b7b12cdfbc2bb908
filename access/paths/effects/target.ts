import type { Policy } from "../../organization/organization";
import type { ControlledNode } from "../controlledNode";
import type { Request } from "../permission";
import { changedTags } from "../changedTags";
import type { Changes } from "../changes";
import { subjectOf } from "../nodes";
import type { AccountNode, CreatedNode, PrincipalNode } from "../nodes";

/** A user or role that a request to IAM acts on. */
export type Target = PrincipalNode | CreatedNode;

export const boundaryOf = (target: Target): Policy | undefined =>
    target.kind === "created" ? target.boundary : target.principal.boundary;

/** A request to IAM on a user or role, with the context keys that the target determines. */
export function requestOn(target: Target, action: string, { changes }: ControlledNode): Request {
    const resourceTags =
        target.kind === "created"
            ? undefined
            : changedTags(target.arn, target.principal.tags, changes);
    const anyBoundary = changes.touch("unbounds", "bounds", subjectOf(target));
    return {
        action,
        ...at(target.arn, changes, subjectOf(target)),
        ...inside(target.accountNode),
        ...(target.kind === "created" ? { resourceIsNot: target.isNot } : {}),
        ...(resourceTags === undefined ? {} : { resourceTags }),
        ...(anyBoundary ? {} : { permissionsBoundary: boundaryOf(target)?.arn ?? null }),
    };
}

/** A request on any resource. */
export const requestAnywhere = (action: string, accountNode: AccountNode): Request => ({
    action,
    resource: "*",
    isPattern: true,
    ...inside(accountNode),
});

/** A request to IAM on a group, policy or provider. @param changes that may have moved it */
export const requestOnArn = (
    arn: string,
    action: string,
    accountNode: AccountNode,
    changes?: Changes,
): Request => ({ action, ...at(arn, changes), ...inside(accountNode) });

/** The resource's ARN, and the patterns that it may be moved to. */
function at(
    arn: string,
    changes: Changes | undefined,
    subject = arn,
): Pick<Request, "resource" | "isPattern" | "elsewhere"> {
    const elsewhere = changes === undefined || changes.size === 0 ? [] : changes.placesOf(subject);
    return {
        resource: arn,
        ...(/[*?]/.test(arn) ? { isPattern: true } : {}),
        ...(elsewhere.length === 0 ? {} : { elsewhere }),
    };
}

/** The part of a request that the resource's account determines. */
export const inside = (
    accountNode: AccountNode,
): Pick<Request, "resourceAccountId" | "resourceControlPolicies"> => ({
    resourceAccountId: accountNode.account.id,
    resourceControlPolicies: accountNode.account.resourceControlPolicies,
});
