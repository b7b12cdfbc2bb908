import { controlledNode } from "../paths/controlledNode";
import type { ControlledNode } from "../paths/controlledNode";
import { decisionOf } from "../paths/permission";
import type { Request } from "../paths/permission";
import { attackersPolicy, Changes, withoutDenies } from "../paths/changes";
import { assumeRequest } from "../paths/effects/assume";
import { accessGraphOf } from "../paths/accessGraph";
import type { PrincipalNode } from "../paths/nodes";
import type { Organization } from "../organization/organization";
import type { Principal, PolicyType, Decision } from "../evaluation/question";
import type { Document, StatementReference } from "../policy/document";
import { readDocument } from "../policy/readDocument";
import { buildReport } from "./buildReport";
import type { Explanation, LockState } from "./explanation";
import { findArn, findNamed } from "./find";

/**
 * Why an identity reaches a role, or why not.
 *
 * @param identity name or ARN of a user
 * @param roleArn ARN of a role
 * @throws Error if either isn't there, with those that come near
 */
export function explainCell(
    organization: Organization,
    identity: string,
    roleArn: string,
): Explanation {
    const report = buildReport(organization);
    const found = findNamed("IDENTITY", identity, report.identities);
    const role = findArn("ROLE_ARN", roleArn, report.roles);
    const graph = accessGraphOf(organization);
    const userNode = nodeOf(graph.users, found.arn);
    const roleNode = nodeOf(graph.roles, role.arn);
    const path = report.reach.find(
        (entry) => entry.identity === found.arn && entry.role === role.arn,
    );
    return {
        identity: found,
        role,
        direct: direct(controlledNode(userNode, new Changes()), roleNode),
        ...(path === undefined ? {} : { path }),
        limits: report.limits,
    };
}

const nodeOf = (nodes: readonly PrincipalNode[], arn: string): PrincipalNode => {
    const node = nodes.find((known) => known.arn === arn);
    if (node === undefined) throw new Error(`${arn} is in the report and not in the organization`);
    return node;
};

/** What AWS says to the one request, and each of its locks looked at with all the others open. */
function direct(controlled: ControlledNode, role: PrincipalNode): Explanation["direct"] {
    const request = assumeRequest(role);
    const [principal] = controlled.principals;
    if (principal === undefined) {
        throw new Error(`${controlled.node.arn} can't be asked whether it assumes ${role.arn}`);
    }
    const { answer } = decisionOf(principal, request, controlled);
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

type Weaken = (document: Document) => Document;
type Levels = readonly (readonly Document[])[];

/** Asks with every lock open but the one that `change` puts in. */
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

/** A trust policy that leaves the choice to the account's own policies. */
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
