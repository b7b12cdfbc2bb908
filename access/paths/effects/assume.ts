import type { SessionFacts } from "../../evaluation/contextKeys";
import type { ContextValue } from "../../evaluation/question";
import { readDocument } from "../../policy/readDocument";
import type { ControlledNode } from "../controlledNode";
import { mightDo } from "../controlledNode";
import { mayAllow } from "../mayAllow";
import { permissionFor, permissionForAll } from "../permission";
import type { Permission, Request } from "../permission";
import { changedTags } from "../changedTags";
import type { Changes } from "../changes";
import type { Step, Scope } from "../step";
import type { AccessGraph } from "../accessGraph";
import type { Node, PrincipalNode } from "../nodes";
import { permissionWithTags } from "./sessionTags";
import { inside } from "./target";
import { watchKey } from "./watchKey";

/** Kind of the hops. */
export const assumes = "AssumeRole";

const action = `sts:${assumes}`;

/** Roles that a node can assume: the identity policy and the trust policy allow it. */
export function* assume(
    controlled: ControlledNode,
    { graph, isStillNeeded }: Scope,
): Iterable<Step> {
    for (const role of candidates(graph, controlled.node)) {
        if (role === controlled.node || !isStillNeeded({ controls: role })) continue;
        const { onRead, isRead } = watchKey(sessionNameKey);
        const steps = [...assumeAs(role, controlled, role, { onRead })];
        if (role.sessions === undefined || !isRead()) {
            yield* steps;
            continue;
        }
        for (const session of role.sessions) {
            if (isStillNeeded({ controls: session }))
                yield* assumeAs(role, controlled, session, { overrides: namedAs(session) });
        }
    }
    yield* leaveTheRegistry(controlled, graph, isStillNeeded);
}

/** Context key, in lower case. */
const sessionNameKey = "sts:rolesessionname";

/** The name of a session in the request for it. */
const namedAs = ({ session }: PrincipalNode): ReadonlyMap<string, ContextValue> =>
    new Map([[sessionNameKey, { attackerControlled: true, mayBeAbsent: false, ...session?.name }]]);

/** @param session what is gained: the role, or its sessions of one kind of name */
function* assumeAs(
    role: PrincipalNode,
    controlled: ControlledNode,
    session: PrincipalNode,
    facts: Pick<Request, "onRead" | "overrides">,
): Iterable<Step> {
    for (const request of assumeRequests(role, controlled.changes)) {
        const permission = permissionWithTags({ ...request, ...facts }, (one) =>
            permissionToAssume(controlled, one),
        );
        if (permission === undefined) continue;
        const actions = [request.action, ...(request.furtherActions ?? [])];
        yield {
            yields: { controls: session },
            hop: {
                kind: assumes,
                from: controlled.node.arn,
                to: role.arn,
                action: actions.join("+"),
                ...permission,
            },
        };
        if (permission.unknown === undefined) break;
    }
}

/**
 * Each of several principals stands for one change of the node's policies alone, while an action may need one of them and
 * another action another: then each action is evaluated by itself, which may find too much allowed, never too little.
 */
function permissionToAssume(controlled: ControlledNode, request: Request): Permission | undefined {
    const { furtherActions = [], ...first } = request;
    if (controlled.principals.length === 1 || furtherActions.length === 0)
        return permissionFor(controlled, request);
    const requests = [first, ...furtherActions.map((further) => ({ ...first, action: further }))];
    return permissionForAll(controlled, requests, requests.length);
}

/**
 * The ways to assume a role: for a session as it is, and for one with tags or a source identity, each of which takes an
 * action that the trust policy must allow as well, in the same request.
 *
 * @param changes that may include changes of the role's tags
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
 */
export function assumeRequests(
    { arn, principal, accountNode }: PrincipalNode,
    changes?: Changes,
): readonly Request[] {
    const { tags } = principal;
    const resourceTags = changes === undefined ? tags : changedTags(arn, tags, changes);
    const trust = principal.kind === "role" ? principal.trust : undefined;
    const request = {
        resource: arn,
        ...inside(accountNode),
        ...(trust === undefined ? {} : { resourcePolicy: trust }),
        ...(resourceTags === undefined ? {} : { resourceTags }),
    };
    return sessions
        .filter(
            ({ needs }) => trust === undefined || needs.every((needed) => mayAllow(trust, needed)),
        )
        .map(({ session, needs }) => ({
            ...request,
            action,
            session,
            ...(needs.length === 0 ? {} : { furtherActions: needs }),
        }));
}

const sessions: readonly { readonly session: SessionFacts; readonly needs: readonly string[] }[] = [
    { session: { tags: false, sourceIdentity: false }, needs: [] },
    { session: { tags: true, sourceIdentity: false }, needs: ["sts:TagSession"] },
    { session: { tags: false, sourceIdentity: true }, needs: ["sts:SetSourceIdentity"] },
    {
        session: { tags: true, sourceIdentity: true },
        needs: ["sts:TagSession", "sts:SetSourceIdentity"],
    },
];

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
