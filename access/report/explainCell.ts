import { controlledNode } from "../paths/controlledNode";
import type { ControlledNode } from "../paths/controlledNode";
import { decisionOf } from "../paths/permission";
import type { Request } from "../paths/permission";
import { SearchLimit } from "../paths/searchLimit";
import { attackersPolicy, Changes, withoutDenies } from "../paths/changes";
import { hopsOf } from "../paths/derivation";
import { assumeRequests } from "../paths/effects/assume";
import { PathFinder } from "../paths/pathFinder";
import { accessGraphOf } from "../paths/accessGraph";
import type { PrincipalNode } from "../paths/nodes";
import type { Organization } from "../organization/organization";
import type { Principal, PolicyType, Decision } from "../evaluation/question";
import type { Document, StatementReference } from "../policy/document";
import { readDocument } from "../policy/readDocument";
import { identityEntry, roleEntry, rolesInOrder, usersInOrder } from "./entries";
import { conclude } from "./explanation";
import type { Explanation, LockState } from "./explanation";
import { findArn, findNamed } from "./find";
import { limitsOf } from "./limits";

/** Re-evaluations after IAM changes that the search for one path may take, whatever the identity's trust class. */
const pathSearchLimit = 5_000;

/**
 * Why an identity reaches a role, or why not. The path is searched for this identity alone, so that the answer may be known
 * where the report's, which shares a limit among identities, isn't.
 *
 * @param identity name or ARN of a user
 * @param roleArn ARN of a role
 * @param searchLimit re-evaluations after IAM changes
 * @throws Error if either isn't found, with the nearest names
 */
export function explainCell(
    organization: Organization,
    identity: string,
    roleArn: string,
    searchLimit = pathSearchLimit,
): Explanation {
    const graph = accessGraphOf(organization);
    const user = findNamed("IDENTITY", identity, usersInOrder(graph).map(namedNode)).node;
    const role = findArn("ROLE_ARN", roleArn, rolesInOrder(graph).map(namedNode)).node;
    const { reached, isFinished } = new PathFinder(graph).search(
        user,
        new Set([role]),
        new SearchLimit(searchLimit),
    );
    const by = reached[role.index];
    const facts = {
        direct: direct(controlledNode(user, new Changes()), role),
        ...(by === undefined
            ? {}
            : { path: { identity: user.arn, role: role.arn, hops: hopsOf(by) } }),
    };
    return {
        ...conclude(facts, isFinished),
        identity: identityEntry(user),
        role: roleEntry(role),
        ...facts,
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
    node,
});

/** The decision on the direct request, and each lock evaluated on its own, with all others open. */
function direct(controlled: ControlledNode, role: PrincipalNode): Explanation["direct"] {
    const [principal] = controlled.principals;
    const ways = assumeRequests(role);
    if (principal === undefined) {
        throw new Error(`no principal to evaluate for ${controlled.node.arn} and ${role.arn}`);
    }
    const decided = ways.map((requests) => ({
        request: requests[0],
        answer: worstAnswer(requests.map((one) => decisionOf(principal, one, controlled).answer)),
    }));
    const best =
        decided.find((way) => way.answer === "allowed") ??
        decided.find((way) => way.answer === "unknown") ??
        decided[0];
    if (best === undefined) throw new Error(`no request to assume ${role.arn}`);
    const { request, answer } = best;
    const { policies, boundary, serviceControlPolicies } = principal;
    const { resourcePolicy, resourceControlPolicies } = request;
    const look = (
        lock: PolicyType,
        change: (weaken: Weaken) => { principal?: Partial<Principal>; request?: Partial<Request> },
    ): LockState => lockState(lock, answer, openedBut(controlled, principal, request, change));
    const inLevels = (levels: Levels, weaken: Weaken): Levels =>
        levels.map((level) => level.map(weaken));

    const locks = [
        look("identity policy", (weaken) => ({ principal: { policies: policies.map(weaken) } })),
    ];
    if (resourcePolicy !== undefined) {
        locks.push(
            look("resource policy", (weaken) => ({
                request: { resourcePolicy: weaken(resourcePolicy) },
            })),
        );
    }
    if (boundary !== undefined) {
        locks.push(
            look("permissions boundary", (weaken) => ({
                principal: { policies: [weaken(boundary)] },
            })),
        );
    }
    if (serviceControlPolicies.length > 0) {
        locks.push(
            look("service control policy", (weaken) => ({
                principal: { serviceControlPolicies: inLevels(serviceControlPolicies, weaken) },
            })),
        );
    }
    if (resourceControlPolicies.length > 0) {
        locks.push(
            look("resource control policy", (weaken) => ({
                request: { resourceControlPolicies: inLevels(resourceControlPolicies, weaken) },
            })),
        );
    }
    return { answer, locks };
}

const answers: readonly Decision["answer"][] = ["denied", "unknown", "allowed"];

const worstAnswer = (given: readonly Decision["answer"][]): Decision["answer"] =>
    answers.find((answer) => given.includes(answer)) ?? "denied";

type Weaken = (document: Document) => Document;
type Levels = readonly (readonly Document[])[];

/** Evaluates the request with every lock open except the one that `change` sets. */
const openedBut =
    (
        controlled: ControlledNode,
        { kind, arn, accountId }: Principal,
        request: Request,
        change: (weaken: Weaken) => { principal?: Partial<Principal>; request?: Partial<Request> },
    ) =>
    (weaken: Weaken): Decision => {
        const changed = change(weaken);
        return decisionOf(
            {
                kind,
                arn,
                accountId,
                policies: [attackersPolicy],
                serviceControlPolicies: [],
                ...changed.principal,
            },
            {
                ...request,
                resourcePolicy: trustsAccount(accountId),
                resourceControlPolicies: [],
                ...changed.request,
            },
            controlled,
        );
    };

const openTrust = "trusts the account";

/** A trust policy that delegates to the account's own policies. */
const trustsAccount = (accountId: string): Document =>
    readDocument(
        openTrust,
        {
            Version: "2012-10-17",
            Statement: { Effect: "Allow", Principal: { AWS: accountId }, Action: "sts:*" },
        },
        "trust",
    );

function lockState(
    lock: PolicyType,
    whole: LockState["answer"],
    ask: (weaken: Weaken) => Decision,
): LockState {
    const verdict = ask((document) => document);
    const allowing = ask(withoutDenies);
    const isNeedless =
        lock === "identity policy" &&
        whole === "allowed" &&
        verdict.answer === "denied" &&
        verdict.because.length === 0;
    return {
        lock,
        answer: isNeedless ? "not needed" : verdict.answer,
        allows: allowing.answer === "denied" ? [] : allowing.because.filter(isReal),
        denies: verdict.answer === "denied" ? verdict.because.filter(isReal) : [],
        ...(verdict.answer === "unknown" ? { reason: verdict.reason } : {}),
    };
}

const isReal = ({ document }: StatementReference): boolean =>
    document !== openTrust && document !== attackersPolicy.name;
