import type { Document } from "../policy/document";
import { everyGrant } from "./principals";
import type { Grant } from "./principals";
import type { PolicyType, Question } from "./question";

/**
 * A policy type that must allow the request: one of its documents must contain a matching Allow
 * statement.
 */
export interface RequiredPolicy {
    readonly policyType: PolicyType;
    readonly documents: readonly Document[];
    /** How a statement with a Principal element must match the principal. */
    readonly grants: readonly Grant[];
}

/**
 * Policies that must all allow. A request is allowed if one alternative is satisfied and no Deny
 * applies.
 */
export type Alternative = readonly RequiredPolicy[];

/**
 * The alternatives by which a request can be allowed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function alternativesFor(question: Question): readonly Alternative[] {
    const { principal, resourceAccountId, resourcePolicy } = question;
    const organization = organizationPolicies(question);
    const limits = limitPolicies(question);
    const identity = identityPolicies(question);
    const action = question.action.toLowerCase();
    const isForeign = principal.kind === "outside" || principal.accountId !== resourceAccountId;
    if (isForeign && !withoutResourcePolicy.has(action)) {
        const resource = resourcePolicyFor(resourcePolicy, everyGrant);
        return [[...organization, ...identity, ...limits, resource]];
    }
    // Within the account, a resource policy that names the user, the session or `*` suffices; one
    // that names the role is limited by the role's boundary and session policies.
    const direct = [...organization, resourcePolicyFor(resourcePolicy, directOnly)];
    const toRole = [...organization, ...limits, resourcePolicyFor(resourcePolicy, roleOnly)];
    if (trustedActions.has(action)) {
        const toAccount = resourcePolicyFor(resourcePolicy, accountOnly);
        return [direct, toRole, [...organization, ...identity, ...limits, toAccount]];
    }
    const alone = [...organization, ...identity, ...limits];
    return resourcePolicy === undefined ? [alone] : [alone, direct, toRole];
}

const directOnly: readonly Grant[] = ["direct"];
const roleOnly: readonly Grant[] = ["role"];
const accountOnly: readonly Grant[] = ["account"];

/**
 * Actions that a role's trust policy must allow even within its account.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
const trustedActions: ReadonlySet<string> = new Set([
    "sts:assumerole",
    "sts:assumerolewithsaml",
    "sts:assumerolewithwebidentity",
    "sts:setsourceidentity",
    "sts:tagsession",
    "sts:setcontext",
]);

/**
 * Cross-account actions that no resource policy governs.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html
 */
const withoutResourcePolicy: ReadonlySet<string> = new Set(["sts:assumeroot"]);

/**
 * Services whose resources are subject to resource control policies. Elsewhere these policies have
 * no effect.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
const controlledServices: ReadonlySet<string> = new Set([
    "s3",
    "sts",
    "kms",
    "sqs",
    "secretsmanager",
]);

/** Whether resource control policies apply to the request. */
export function isSubjectToResourceControl({ action, resourceControlPolicies }: Question): boolean {
    if (resourceControlPolicies.length === 0) return false;
    return controlledServices.has(action.slice(0, action.indexOf(":")).toLowerCase());
}

function organizationPolicies(question: Question): readonly RequiredPolicy[] {
    const required: RequiredPolicy[] = [];
    const add = (policyType: PolicyType, levels: readonly (readonly Document[])[]): void => {
        for (const documents of levels) {
            required.push({ policyType, documents, grants: everyGrant });
        }
    };
    add("service control policy", question.principal.serviceControlPolicies);
    if (isSubjectToResourceControl(question)) {
        add("resource control policy", question.resourceControlPolicies);
    }
    return required;
}

/**
 * Root users, and the administrators of an attacker's own account, are allowed everything by
 * identity policies.
 */
function identityPolicies({ principal }: Question): readonly RequiredPolicy[] {
    if (principal.kind === "root" || principal.kind === "outside") return [];
    return [{ policyType: "identity policy", documents: principal.policies, grants: everyGrant }];
}

function limitPolicies({ principal }: Question): readonly RequiredPolicy[] {
    const required: RequiredPolicy[] = [];
    if (principal.boundary) {
        const documents = [principal.boundary];
        required.push({ policyType: "permissions boundary", documents, grants: everyGrant });
    }
    if (principal.sessionPolicies && principal.sessionPolicies.length > 0) {
        const documents = principal.sessionPolicies;
        required.push({ policyType: "session policy", documents, grants: everyGrant });
    }
    return required;
}

const resourcePolicyFor = (
    policy: Document | undefined,
    grants: readonly Grant[],
): RequiredPolicy => ({
    policyType: "resource policy",
    documents: policy === undefined ? [] : [policy],
    grants,
});
