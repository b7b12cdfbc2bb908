import { actorOf } from "../paths/actor";
import type { Actor } from "../paths/actor";
import { verdictOf } from "../paths/ask";
import type { Request } from "../paths/ask";
import { Budget } from "../paths/budget";
import { attackersPolicy, Changes, withoutDenies } from "../paths/changes";
import { hopsOf } from "../paths/derivation";
import { assumeRequest } from "../paths/powers/assume";
import { PathFinder } from "../paths/search";
import { worldOf } from "../paths/world";
import type { PrincipalNode } from "../paths/world";
import type { Organization } from "../organization/organization";
import type { Asker, Lock, Verdict } from "../evaluation/question";
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
    const world = worldOf(organization);
    const user = findNamed("IDENTITY", identity, usersInOrder(world).map(namedNode)).node;
    const role = findArn("ROLE_ARN", roleArn, rolesInOrder(world).map(namedNode)).node;
    const { reached, isFinished } = new PathFinder(world).search(
        user,
        new Set([role]),
        new Budget(searchLimit),
    );
    const by = reached[role.index];
    const facts = {
        direct: direct(actorOf(user, new Changes()), role),
        ...(by === undefined
            ? {}
            : { path: { identity: user.arn, role: role.arn, hops: hopsOf(by) } }),
    };
    return {
        ...conclude(facts, isFinished),
        identity: identityEntry(user),
        role: roleEntry(role),
        ...facts,
        limits: limitsOf(organization, world),
    };
}

const namedNode = (node: PrincipalNode) => ({
    arn: node.arn,
    name: node.principal.name,
    node,
});

/** The decision on the direct request, and each lock evaluated on its own, with all others open. */
function direct(actor: Actor, role: PrincipalNode): Explanation["direct"] {
    const request = assumeRequest(role);
    const [asker] = actor.askers;
    if (asker === undefined) {
        throw new Error(`no principal to evaluate for ${actor.node.arn} and ${role.arn}`);
    }
    const { answer } = verdictOf(asker, request, actor);
    const { policies, boundary, serviceControlPolicies } = asker;
    const { resourcePolicy, resourceControlPolicies } = request;
    const look = (
        lock: Lock,
        change: (weaken: Weaken) => { asker?: Partial<Asker>; request?: Partial<Request> },
    ): LockState => lockState(lock, answer, openedBut(actor, asker, request, change));
    const inLevels = (levels: Levels, weaken: Weaken): Levels =>
        levels.map((level) => level.map(weaken));

    const locks = [
        look("identity policy", (weaken) => ({ asker: { policies: policies.map(weaken) } })),
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
            look("permissions boundary", (weaken) => ({ asker: { policies: [weaken(boundary)] } })),
        );
    }
    if (serviceControlPolicies.length > 0) {
        locks.push(
            look("service control policy", (weaken) => ({
                asker: { serviceControlPolicies: inLevels(serviceControlPolicies, weaken) },
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

type Weaken = (document: Document) => Document;
type Levels = readonly (readonly Document[])[];

/** Evaluates the request with every lock open except the one that `change` sets. */
const openedBut =
    (
        actor: Actor,
        { kind, arn, accountId }: Asker,
        request: Request,
        change: (weaken: Weaken) => { asker?: Partial<Asker>; request?: Partial<Request> },
    ) =>
    (weaken: Weaken): Verdict => {
        const changed = change(weaken);
        return verdictOf(
            {
                kind,
                arn,
                accountId,
                policies: [attackersPolicy],
                serviceControlPolicies: [],
                ...changed.asker,
            },
            {
                ...request,
                resourcePolicy: trustsAccount(accountId),
                resourceControlPolicies: [],
                ...changed.request,
            },
            actor,
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
    lock: Lock,
    whole: LockState["answer"],
    ask: (weaken: Weaken) => Verdict,
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
