import { literal, matches } from "../policy/glob";
import type { Glob } from "../policy/glob";
import { listsAccount } from "../policy/principals";
import type { PrincipalSet } from "../policy/principals";
import { applicable, uncertain, notApplicable, conditional, theSession } from "./applicability";
import type { Applicability, Test } from "./applicability";
import { satisfiableText } from "./satisfiableText";
import { WorkLimit } from "./workLimit";
import type { Principal } from "./question";
import { globWithin } from "./within";

/**
 * How a resource policy matches its principal, which decides which other policies must allow.
 *
 * - `direct`: the user, the role session, or `*`
 * - `role`: the role
 * - `account`: the account, which delegates to its identity policies
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export type Grant = "direct" | "role" | "account";

export const everyGrant: readonly Grant[] = ["direct", "role", "account"];

/** Whether an Allow statement matches the principal in one of the given ways. */
export function grantsTo(
    principals: PrincipalSet,
    principal: Principal,
    grants: readonly Grant[],
): Applicability {
    if (principals.except) {
        return grants.includes("direct")
            ? notListed(principals, principal, "Allow")
            : notApplicable;
    }
    if (principals.wildcard && grants.includes("direct")) return applicable;
    if (principal.kind === "outside") return notApplicable;
    if (grants.includes("account") && listsAccount(principals, principal.accountId, principal.arn))
        return applicable;
    const byArn = principal.kind === "role" ? "role" : "direct";
    if (
        grants.includes(byArn) &&
        principal.isPattern !== true &&
        principals.arns.has(principal.arn)
    ) {
        return applicable;
    }
    const isDirect = grants.includes("direct");
    if (principal.isPattern !== true)
        return isDirect ? inSession(principals, principal, true) : notApplicable;
    const named: Glob[] = [];
    for (const arn of principals.arns) {
        const { roles } = sessionOf(arn);
        if (roles.length === 0 ? grants.includes(byArn) : isDirect) {
            named.push(...(roles.length === 0 ? [literal(arn)] : roles));
        }
    }
    if (named.length === 0) return notApplicable;
    return conditional({ about: principalArn, test: testOf(named), mustHold: true, uses: [] });
}

/** Whether a Deny statement matches the principal. */
export function deniesTo(principals: PrincipalSet, principal: Principal): Applicability {
    if (principals.except) return notListed(principals, principal, "Deny");
    if (principals.wildcard) return applicable;
    if (principal.kind === "outside") return notApplicable;
    if (listsAccount(principals, principal.accountId, principal.arn)) return applicable;
    if (principal.isPattern !== true) {
        return principals.arns.has(principal.arn)
            ? applicable
            : inSession(principals, principal, true);
    }
    // For a role given as a pattern, a Deny of one session is no restriction: another session can
    // be chosen.
    const named = [...principals.arns].filter((arn) => sessionOf(arn).roles.length === 0);
    if (named.length === 0) return notApplicable;
    const test = testOf(named.map(literal));
    return conditional({ about: principalArn, test, mustHold: true, uses: [] });
}

/** Whether the principal's session is one of those listed, or, if `mustHold` is false, is not. */
function inSession({ arns }: PrincipalSet, principal: Principal, mustHold: boolean): Applicability {
    if (principal.kind !== "role") return notApplicable;
    const names: Glob[] = [];
    for (const arn of arns) {
        const { roles, name } = sessionOf(arn);
        if (isNamed(roles, principal)) names.push(literal(name));
    }
    if (names.length === 0) return notApplicable;
    return conditional({ about: theSession, test: testOf(names), mustHold, uses: [] });
}

const partialList =
    "NotPrincipal lists only some of the account, the role and its sessions; AWS requires all of them";

/**
 * `NotPrincipal` matches all principals but the listed ones. AWS compares the account, the role and
 * the session separately, so a principal is certainly excluded only if all of them are listed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function notListed(
    principals: PrincipalSet,
    principal: Principal,
    effect: "Allow" | "Deny",
): Applicability {
    if (principals.wildcard) return notApplicable;
    if (principal.kind === "outside") return applicable;
    const listedAccount = listsAccount(principals, principal.accountId, principal.arn);
    const arns = [...principals.arns];
    const sessions = arns.filter((arn) => isNamed(sessionOf(arn).roles, principal));
    const listedArn =
        principal.isPattern === true
            ? arns.some((arn) => isNamed([literal(arn)], principal))
            : principals.arns.has(principal.arn);
    if (!listedAccount && !listedArn && sessions.length === 0) return applicable;
    const whole =
        listedAccount &&
        principal.isPattern !== true &&
        (principal.kind === "root" ||
            (listedArn && (principal.kind === "user" || sessions.length > 0)));
    if (whole && principal.kind !== "role") return notApplicable;
    if (whole && effect === "Deny") return inSession(principals, principal, false);
    return uncertain(partialList);
}

/**
 * Of a `NotPrincipal` that lists only sessions of a role, or users and roles that the principal may turn out to be: whom it
 * certainly matches, because nothing of them is listed.
 */
export function certainlyNotListed(principals: PrincipalSet, principal: Principal): Applicability {
    const { except, wildcard, arns } = principals;
    if (!except || wildcard || principal.kind === "outside") return notApplicable;
    if (listsAccount(principals, principal.accountId, principal.arn)) return notApplicable;
    if (principal.isPattern !== true) {
        return arns.has(principal.arn) ? notApplicable : inSession(principals, principal, false);
    }
    const listed = [...arns].flatMap((arn) => {
        const { roles } = sessionOf(arn);
        return roles.length === 0 ? [literal(arn)] : roles;
    });
    return conditional({ about: principalArn, test: testOf(listed), mustHold: false, uses: [] });
}

interface Session {
    /**
     * ARN patterns of the roles that a session may belong to: a session's ARN omits the role's
     * path. Empty: not a session.
     */
    readonly roles: readonly Glob[];
    readonly name: string;
}

const noSession: Session = { roles: [], name: "" };
const sessionArn = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/;

function sessionOf(arn: string): Session {
    if (!arn.includes(":assumed-role/")) return noSession;
    const [, partition = "", account = "", roleName = "", name] = sessionArn.exec(arn) ?? [];
    if (name === undefined) return noSession;
    const role = `arn:${partition}:iam::${account}:role/`;
    return { roles: [globWithin(`${role}${roleName}`), globWithin(`${role}*/${roleName}`)], name };
}

const testOf = (globs: readonly Glob[]): Test => ({
    operands: { type: "text", ignoresCase: false, boolean: false, globs, certain: globs },
    negated: false,
    ifExists: false,
});

/** Whether one of the globs may match the principal's ARN. */
function isNamed(globs: readonly Glob[], { arn, isPattern }: Principal): boolean {
    if (globs.length === 0) return false;
    if (isPattern !== true) return globs.some((glob) => matches(glob, arn));
    const mustHold = { ignoresCase: false, mustHold: true };
    const tests = [
        { globs, ...mustHold },
        { globs: [globWithin(arn)], ...mustHold },
    ];
    return satisfiableText(tests, new WorkLimit()) !== "unsatisfiable";
}

/** Context key of the principal's ARN. */
export const principalArn = "aws:principalarn";
