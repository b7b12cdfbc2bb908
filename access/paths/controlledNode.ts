import type { Group, Policy, Role, User } from "../organization/organization";
import type { Principal } from "../evaluation/question";
import type { PrincipalFacts } from "../evaluation/contextKeys";
import type { SessionName } from "../evaluation/sessionName";
import { mayAllow } from "./mayAllow";
import { changedPolicies } from "./changes";
import { changedTags } from "./changedTags";
import type { Changes } from "./changes";
import { subjectOf } from "./nodes";
import { demandedSourceIdentity } from "./sourceIdentity";
import type { AccountNode, Node } from "./nodes";

/** A node under the attacker's control, prepared for evaluation. */
export interface ControlledNode {
    readonly node: Node;
    /** The account where it can act on IAM; absent: not in the registry. */
    readonly accountNode?: AccountNode;
    /** One principal for each set of policies it may have; the sets exclude each other. */
    readonly principals: readonly Principal[];
    readonly facts: PrincipalFacts;
    /** The facts after it was moved to another path or name. */
    readonly moved?: readonly PrincipalFacts[];
    /**
     * Other controlled nodes of the account. They may perform part of the actions of a technique.
     */
    readonly helpers?: readonly ControlledNode[];
    readonly changes: Changes;
    /**
     * Called when an evaluation reads the request context, which differs between otherwise equal
     * principals.
     */
    readonly onContext?: () => void;
}

/** @param changes the changes of the path; only those of the node's account have an effect */
export function controlledNode(node: Node, changes: Changes): ControlledNode {
    if (changes.size > 0) return prepared(node, changes);
    // Most are asked for as they are, again and again.
    const known = unchanged.get(node) ?? prepared(node, changes);
    unchanged.set(node, known);
    return known;
}

const unchanged = new WeakMap<Node, ControlledNode>();

function prepared(node: Node, changes: Changes): ControlledNode {
    switch (node.kind) {
        case "principal": {
            const { principal, accountNode, session } = node;
            const { arn, accountId, name, id } = principal;
            const named = session === undefined ? {} : { sessionName: session.name };
            const held = { ...principal, ...named };
            const principals = principalsOf(held, accountNode, changes);
            const tags = changedTags(arn, principal.tags, changes);
            const facts: PrincipalFacts = {
                kind: principal.kind,
                arn,
                accountId,
                ...named,
                ...(id === undefined ? {} : { id }),
                ...(tags === undefined ? {} : { tags }),
                ...sessionFactsOf(principal, changes),
                ...organizationOf(accountNode),
            };
            const moved = movedFrom(facts, changes);
            return { node, accountNode, principals, changes, facts: { ...facts, name }, ...moved };
        }
        case "created": {
            const { accountNode, type, arn, boundary, isNot } = node;
            const principal = {
                arn,
                kind: type,
                isNot,
                policies: [],
                ...(boundary === undefined ? {} : { boundary }),
                ...(type === "user" ? { groups: [] } : {}),
            };
            const facts: PrincipalFacts = {
                kind: type,
                arn,
                isPattern: true,
                accountId: accountNode.account.id,
                sessionTagsPossible: true,
                ...organizationOf(accountNode),
            };
            const subject = subjectOf(node);
            const principals = principalsOf(principal, accountNode, changes, subject);
            return {
                node,
                accountNode,
                principals,
                changes,
                facts,
                ...movedFrom(facts, changes, subject),
            };
        }
        case "root": {
            const { arn, accountNode } = node;
            const evaluated: Principal = {
                kind: "root",
                arn,
                accountId: accountNode.account.id,
                policies: [],
                serviceControlPolicies: accountNode.account.serviceControlPolicies,
            };
            return {
                node,
                accountNode,
                principals: [evaluated],
                changes,
                facts: factsOf(evaluated, accountNode),
            };
        }
        case "outsider": {
            // Not a valid account id, so it matches none.
            const { partition, accountId = "000000000000" } = node;
            const evaluated: Principal = {
                // A principal of an unregistered account may be allowed everything there.
                kind: node.accountId === undefined ? "outside" : "root",
                arn: `arn:${partition}:iam::${accountId}:*`,
                isPattern: true,
                accountId,
                policies: [],
                serviceControlPolicies: [],
            };
            return { node, principals: [evaluated], changes, facts: factsOf(evaluated) };
        }
    }
}

/** What a session of the principal may have, by the trust policy of its role. */
function sessionFactsOf(
    principal: User | Role,
    changes: Changes,
): Pick<PrincipalFacts, "sessionTagsPossible" | "sourceIdentityPossible" | "sourceIdentities"> {
    if (changes.has({ what: "tagsSessions", subject: principal.arn }))
        return { sessionTagsPossible: true, sourceIdentityPossible: true };
    if (principal.kind === "user")
        return { sessionTagsPossible: false, sourceIdentityPossible: false };
    const { trust } = principal;
    const sourceIdentities = demandedSourceIdentity(trust);
    return {
        sessionTagsPossible: mayAllow(trust, "sts:TagSession"),
        sourceIdentityPossible: mayAllow(trust, "sts:SetSourceIdentity"),
        ...(sourceIdentities === undefined ? {} : { sourceIdentities }),
    };
}

/**
 * A moved user keeps its policies and trust, under another ARN and name. @param facts without a
 * name
 */
function movedFrom(
    facts: PrincipalFacts,
    changes: Changes,
    subject = facts.arn,
): Pick<ControlledNode, "moved"> {
    const moved = changes
        .placesOf(subject)
        .map((arn): PrincipalFacts => ({ ...facts, arn, isPattern: true }));
    return moved.length === 0 ? {} : { moved };
}

const factsOf = (
    { kind, arn, isPattern, accountId }: Principal,
    accountNode?: AccountNode,
): PrincipalFacts => ({
    kind,
    arn,
    ...(isPattern === undefined ? {} : { isPattern }),
    accountId,
    sessionTagsPossible: true,
    ...(accountNode === undefined ? {} : organizationOf(accountNode)),
});

const organizationOf = ({
    account: { organizationId },
}: AccountNode): { organizationId?: string } =>
    organizationId === undefined ? {} : { organizationId };

function principalsOf(
    principal: {
        readonly arn: string;
        readonly kind: "user" | "role";
        readonly policies: readonly Policy[];
        readonly boundary?: Policy;
        readonly groups?: readonly Group[];
        readonly isNot?: readonly string[];
        readonly sessionName?: SessionName;
    },
    { account }: AccountNode,
    changes: Changes,
    subject = principal.arn,
): readonly Principal[] {
    const { arn, kind, isNot, sessionName } = principal;
    const { choices, boundaries } = changedPolicies(
        { ...principal, arn: subject },
        account.groups,
        changes,
    );
    const isPattern = /[*?]/.test(arn);
    return boundaries.flatMap((boundary) =>
        choices.map((policies) => ({
            kind,
            arn,
            ...(isPattern ? { isPattern } : {}),
            ...(isNot === undefined ? {} : { isNot }),
            ...(sessionName === undefined ? {} : { sessionName }),
            accountId: account.id,
            policies,
            ...(boundary === undefined ? {} : { boundary }),
            serviceControlPolicies: account.serviceControlPolicies,
        })),
    );
}

/**
 * Whether any statement may allow an action, ignoring resources and conditions. A cheap prefilter.
 */
export function mightDo({ principals }: ControlledNode, action: string): boolean {
    const byAction = mayDo.get(principals) ?? new Map<string, boolean>();
    mayDo.set(principals, byAction);
    let answer = byAction.get(action);
    if (answer === undefined) byAction.set(action, (answer = isMentioned(principals, action)));
    return answer;
}

const mayDo = new WeakMap<readonly Principal[], Map<string, boolean>>();

const isMentioned = (principals: readonly Principal[], action: string): boolean =>
    principals.some(
        ({ kind, policies }) =>
            kind === "root" ||
            kind === "outside" ||
            policies.some((policy) => mayAllow(policy, action)),
    );
