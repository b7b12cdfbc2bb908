import { readDocument } from "../../policy/readDocument";
import type { ControlledNode } from "../controlledNode";
import { mightDo } from "../controlledNode";
import { permissionFor } from "../permission";
import type { Request } from "../permission";
import type { Changes } from "../changes";
import type { Step, Scope } from "../step";
import type { AccessGraph } from "../accessGraph";
import type { Node, PrincipalNode } from "../nodes";
import { inside } from "./target";

/** Kind of the hops. */
export const assumes = "AssumeRole";

const action = `sts:${assumes}`;

/** Roles that a node can assume: the identity policy and the trust policy allow it. */
export function* assume(
    controlled: ControlledNode,
    { graph, isStillNeeded }: Scope,
): Iterable<Step> {
    for (const role of candidates(graph, controlled.node)) {
        const yields = { controls: role };
        if (role === controlled.node || !isStillNeeded(yields)) continue;
        const permission = permissionFor(controlled, assumeRequest(role, controlled.changes));
        if (permission !== undefined) {
            yield {
                yields,
                hop: {
                    kind: assumes,
                    from: controlled.node.arn,
                    to: role.arn,
                    action,
                    ...permission,
                },
            };
        }
    }
    yield* leaveTheRegistry(controlled, graph, isStillNeeded);
}

/** A request to assume a role. @param changes that may include changes of its tags */
export function assumeRequest(
    { arn, principal, accountNode }: PrincipalNode,
    changes?: Changes,
): Request {
    const anyTags = changes?.has({ what: "tags", subject: arn }) === true;
    return {
        action,
        resource: arn,
        ...inside(accountNode),
        ...(principal.kind === "role" ? { resourcePolicy: principal.trust } : {}),
        ...(anyTags ? {} : { resourceTags: principal.tags }),
    };
}

function candidates(graph: AccessGraph, node: Node): readonly PrincipalNode[] {
    switch (node.kind) {
        case "principal":
            return graph.trust.candidatesFor(node.arn, node.accountNode.account.id);
        case "created":
            return graph.trust.rolesThatMayTrust(node.accountNode.account.id);
        case "outsider":
            return node.accountId === undefined
                ? graph.trust.rolesThatMayTrustAnybody
                : graph.trust.rolesThatMayTrust(node.accountId);
        case "root":
            // Root users cannot assume roles.
            return [];
    }
}

const trustsEverybody = readDocument(
    "trust policies of an unregistered account",
    { Version: "2012-10-17", Statement: { Effect: "Allow", Principal: "*", Action: "sts:*" } },
    "trust",
);

/**
 * Assuming a role of an unregistered account that roles of the registry trust. Its trust policies
 * are unknown.
 */
function* leaveTheRegistry(
    controlled: ControlledNode,
    graph: AccessGraph,
    isStillNeeded: Scope["isStillNeeded"],
): Iterable<Step> {
    if (
        controlled.accountNode === undefined ||
        controlled.node.kind === "root" ||
        !mightDo(controlled, action)
    )
        return;
    for (const outsider of graph.outsiders) {
        const { accountId } = outsider;
        const yields = { controls: outsider };
        if (accountId === undefined || !isStillNeeded(yields)) continue;
        const resource = `arn:${controlled.accountNode.account.partition}:iam::${accountId}:role/*`;
        const permission = permissionFor(controlled, {
            action,
            resource,
            isPattern: true,
            resourceAccountId: accountId,
            resourcePolicy: trustsEverybody,
            resourceControlPolicies: [],
        });
        if (permission === undefined) continue;
        const unknown = `account ${accountId} is not in the registry, so the trust policies of its roles are unknown`;
        const because = permission.because.filter(
            ({ document }) => document !== trustsEverybody.name,
        );
        yield {
            yields,
            hop: {
                kind: assumes,
                from: controlled.node.arn,
                to: resource,
                action,
                because,
                unknown,
            },
        };
    }
}
