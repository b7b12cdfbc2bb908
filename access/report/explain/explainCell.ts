import { identitiesInOrder, identityEntry, roleEntry, rolesInOrder } from "../entries";
import { limitsOf } from "../limits";
import { accessGraphOf } from "../../paths/accessGraph";
import { Changes } from "../../paths/changes";
import { controlledNode } from "../../paths/controlledNode";
import { hopsOf } from "../../paths/derivation";
import type { PrincipalNode } from "../../paths/nodes";
import { PathFinder } from "../../paths/pathFinder";
import { SearchLimit } from "../../paths/searchLimit";
import { atOnce } from "../../paths/turns";
import type { Turns } from "../../paths/turns";
import type { Organization, TrustClass } from "../../organization/organization";
import { isOpenToNonprod } from "../../organization/environments";
import { diagnose } from "./diagnose";
import { directRequest } from "./directRequest";
import { conclude } from "./explanation";
import type { ExplainedPrincipal, Explanation } from "./explanation";
import { findPrincipal } from "./findPrincipal";
import { coversOf, trustsOf } from "./lists";

/** Re-evaluations after IAM changes that the search for one path may take, whatever the identity's trust class. */
const pathSearchLimit = 5_000;

/**
 * Why a principal reaches a role, or why not, and what to do next. The path is searched for this principal alone, so that
 * the answer may be known where the report's, which shares a limit among identities, isn't.
 *
 * @param identity a user or role: name, `NAME@ACCOUNT`, ARN, or the ARN of a role's session
 * @param role a role, named in the same ways
 * @param searchLimit re-evaluations after IAM changes
 * @throws Error if either isn't found, with the nearest names
 */
export const explainCell = (
    organization: Organization,
    identity: string,
    role: string,
    searchLimit?: number,
): Explanation =>
    atOnce(
        explainInTurns(
            organization,
            identity,
            role,
            searchLimit === undefined ? {} : { searchLimit },
        ),
    );

export interface ExplainLimits {
    /** Re-evaluations after IAM changes. */
    readonly searchLimit?: number;
    /** Whether the search is to stop. @default never */
    readonly isTimeUp?: () => boolean;
}

/** As `explainCell`, yielding often. */
export function* explainInTurns(
    organization: Organization,
    identity: string,
    role: string,
    { searchLimit = pathSearchLimit, isTimeUp }: ExplainLimits,
): Turns<Explanation> {
    const graph = accessGraphOf(organization);
    const identities = identitiesInOrder(graph);
    const roles = rolesInOrder(graph).map(namedNode);
    const entries = identities.filter(({ principal }) => principal.kind === "role");
    const asks = findPrincipal("IDENTITY", identity, [...identities.map(namedNode), ...roles]);
    const wanted = findPrincipal("ROLE", role, [...roles, ...entries.map(namedNode)]).entry.node;
    const from = asks.entry.node;
    const search = yield* new PathFinder(graph).searchInTurns(
        from,
        new Set([wanted]),
        new SearchLimit(searchLimit, isTimeUp),
    );
    const { reached } = search;
    const by = reached[wanted.index];
    const request = directRequest(controlledNode(from, new Changes()), wanted);
    const facts = {
        direct: { answer: request.answer, locks: request.locks.map(({ state }) => state) },
        ...(by === undefined
            ? {}
            : { path: { identity: from.arn, role: wanted.arn, hops: hopsOf(by) } }),
    };
    const principal = explained(from);
    const conclusion = conclude(facts, search, organization.unread);
    return {
        ...conclusion,
        identity: principal,
        role: roleEntry(wanted),
        findings: diagnose({
            ...conclusion,
            graph,
            from,
            to: wanted,
            trustClass: principal.trustClass,
            isSession: asks.isSession,
            request,
            ...(facts.path === undefined ? {} : { path: facts.path }),
        }),
        ...facts,
        trusts: trustsOf(wanted),
        covers: coversOf(request.principal.policies),
        limits: limitsOf(
            organization,
            graph,
            graph.nodes.filter((node) => reached[node.index] !== undefined),
        ),
    };
}

const namedNode = (node: PrincipalNode) => ({
    arn: node.arn,
    name: node.principal.name,
    account: node.accountNode.account,
    node,
});

function explained(node: PrincipalNode): ExplainedPrincipal {
    const { arn, name, account } = identityEntry(node);
    return { kind: node.principal.kind, arn, name, account, trustClass: classOf(node) };
}

/** A role's path may end in its trust class, as that of an identity; otherwise its account's environment decides. */
function classOf(node: PrincipalNode): TrustClass {
    if (node.principal.trustClass !== undefined) return node.principal.trustClass;
    const inPath = /\/(nonprod|prod)\/[^/]+$/.exec(node.arn)?.[1];
    if (inPath === "nonprod" || inPath === "prod") return inPath;
    return isOpenToNonprod(node.accountNode.account.environment) ? "nonprod" : "prod";
}
