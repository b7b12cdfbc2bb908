import type { Request } from "./request";
import { principalsOf } from "./statements";
import type { RawStatement } from "./statements";

/**
 * How a statement of a resource policy names who asks: in person, so that nothing else must allow; as a role, so that
 * boundary and session policies still limit it; by its account, so that its own policies must allow too.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export type Naming = "in person" | "as a role" | "by account";

/** How a list of principals names who asks; the closest naming wins. */
function namingIn(principals: readonly string[], request: Request): Naming | undefined {
    const { asker, sessionArn } = request;
    if (principals.includes("*")) return "in person";
    if (asker.kind === "outside") return undefined;
    if (sessionArn !== undefined && principals.includes(sessionArn)) return "in person";
    if (asker.kind !== "root" && principals.includes(asker.arn)) {
        return asker.kind === "role" ? "as a role" : "in person";
    }
    return principals.some((principal) => isAccountOf(principal, asker)) ? "by account" : undefined;
}

/** Whether a principal is an account, as bare id or root ARN of the asker's partition. */
function isAccountOf(principal: string, { arn, accountId }: Request["asker"]): boolean {
    const [, partition, id] = /^(?:arn:([\w-]+):iam::)?(\d{12})(?::root)?$/.exec(principal) ?? [];
    return id === accountId && (partition === undefined || arn.startsWith(`arn:${partition}:`));
}

/** How a statement with `Principal` names who asks, or one with `NotPrincipal` that allows. */
export function namingOf({ elements }: RawStatement, request: Request): Naming | undefined {
    const naming = namingIn(principalsOf(elements), request);
    if (elements["NotPrincipal"] === undefined) return naming;
    return naming === undefined ? "in person" : undefined;
}

/**
 * Whether a Deny is about who asks. AWS recommends to except the session, the role and the account together, and then
 * denies every other session; what happens if only some of them are excepted is not documented for every service.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function isDenied(
    { elements }: RawStatement,
    request: Request,
    whenUnsure: boolean,
): boolean {
    const principals = principalsOf(elements);
    if (elements["NotPrincipal"] === undefined) {
        return namingIn(principals, request) !== undefined;
    }
    const { asker, sessionArn } = request;
    const account = principals.some((principal) => isAccountOf(principal, asker));
    // The root user's ARN is the account's.
    const arn = asker.kind === "root" ? account : principals.includes(asker.arn);
    const sameRole = sessionArn?.replace(/[^/]*$/, "");
    const sessions = principals.filter(
        (principal) => sameRole !== undefined && principal.startsWith(sameRole),
    );
    const session = sessionArn === undefined ? arn : sessions.includes(sessionArn);
    if (account && arn && sessions.length > 0) return !session;
    if (account && arn && session) return false;
    return account || arn || session ? whenUnsure : true;
}
