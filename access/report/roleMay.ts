import { requestContext } from "../evaluation/contextKeys";
import { decide } from "../evaluation/decide";
import type { Context, Decision } from "../evaluation/question";
import type { Account, Organization, Role } from "../organization/organization";
import { findPrincipal } from "./explain/findPrincipal";

/** A request as its caller will make it. */
export interface RoleRequest {
    /** Full action name, e.g. `iam:CreateRole`; case does not count. */
    readonly action: string;
    /** ARN of the resource; `*` for an action without one, and in the place of what is not known yet. */
    readonly resource: string;
    /** Whether each `*` in the ARN stands for any text without a colon: is the request allowed on some such resource? */
    readonly isPattern?: boolean;
    /** Condition keys that the request has besides those of every session, e.g. `iam:PassedToService`. */
    readonly context?: Readonly<Record<string, string>>;
}

/**
 * Whether a role's session may make a request: its identity policies, its permissions boundary and the account's
 * service control policies. The resource's own policy is not considered.
 *
 * Unlike the proof, which asks for *some* request that is allowed, this asks about one request: a condition key that it
 * does not name is absent.
 *
 * @param wanted name, `NAME@ACCOUNT` or ARN of a role
 * @throws Error if there is no such role, or more than one
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function roleMay(
    { accounts }: Organization,
    wanted: string,
    { action, resource, isPattern = false, context = {} }: RoleRequest,
): Decision {
    const roles = accounts.flatMap((account) =>
        account.roles.map((role) => ({ role, account, arn: role.arn, name: role.name })),
    );
    const { role, account } = findPrincipal("ROLE", wanted, roles).entry;
    const [, , , , owner = ""] = resource.split(":");
    // Some ARNs have no account, and those of AWS's own policies have `aws`.
    const resourceAccountId = /^\d{12}$/.test(owner) ? owner : role.accountId;
    return decide({
        principal: {
            kind: "role",
            arn: role.arn,
            accountId: role.accountId,
            policies: role.policies.map(({ document }) => document),
            ...(role.boundary && { boundary: role.boundary.document }),
            serviceControlPolicies: account.serviceControlPolicies,
        },
        action,
        resource,
        ...(isPattern && { isPattern, resourceIsNot: [moreColonsThan(resource)] }),
        resourceAccountId,
        resourceControlPolicies: account.resourceControlPolicies,
        context: contextOf(role, account, resourceAccountId, context),
    });
}

/** The pattern of every ARN with more parts. */
const moreColonsThan = (arn: string): string => `*${":*".repeat(arn.split(":").length)}`;

function contextOf(
    { arn, accountId, id, tags }: Role,
    { organizationId }: Account,
    resourceAccountId: string,
    given: Readonly<Record<string, string>>,
): Context {
    const ofSession = requestContext({
        principal: {
            kind: "role",
            arn,
            accountId,
            tags,
            ...(id !== undefined && { id }),
            ...(organizationId !== undefined && { organizationId }),
        },
        resourceAccountId,
        now: new Date(),
    });
    const keys = new Map(Object.entries(given).map(([key, value]) => [key.toLowerCase(), value]));
    return (key) => {
        const value = keys.get(key);
        if (value !== undefined) return { known: [value] };
        const known = ofSession(key);
        return "known" in known ? known : { absent: true };
    };
}
