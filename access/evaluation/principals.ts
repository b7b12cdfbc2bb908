import { literal, matches } from "../policy/glob";
import type { Glob } from "../policy/glob";
import type { PrincipalSet } from "../policy/principals";
import { always, doubtful, never, requires, theSession } from "./application";
import type { Application, Test } from "./application";
import { Budget, chooseText } from "./chooseText";
import type { Asker } from "./question";
import { globWithin } from "./within";

/**
 * How a resource policy names its principal, which decides what else must allow.
 *
 * - `direct`: the user, the role's session, or anybody
 * - `role`: the role
 * - `account`: the account, which leaves the choice to its identity policies
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export type Grant = "direct" | "role" | "account";

export const everyGrant: readonly Grant[] = ["direct", "role", "account"];

/** Whether a statement that allows lets the asker in, in one of these ways. */
export function grantsTo(
    principals: PrincipalSet,
    asker: Asker,
    grants: readonly Grant[],
): Application {
    if (principals.except) {
        return grants.includes("direct") ? notListed(principals, asker, "Allow") : never;
    }
    if (principals.anybody && grants.includes("direct")) return always;
    if (asker.kind === "outside") return never;
    if (grants.includes("account") && principals.accounts.has(asker.accountId)) return always;
    const byArn = asker.kind === "role" ? "role" : "direct";
    if (grants.includes(byArn) && asker.isPattern !== true && principals.arns.has(asker.arn)) {
        return always;
    }
    const isDirect = grants.includes("direct");
    if (asker.isPattern !== true) return isDirect ? inSession(principals, asker, true) : never;
    const named: Glob[] = [];
    for (const arn of principals.arns) {
        const { roles } = sessionOf(arn);
        if (roles.length === 0 ? grants.includes(byArn) : isDirect) {
            named.push(...(roles.length === 0 ? [literal(arn)] : roles));
        }
    }
    if (named.length === 0) return never;
    return requires({ about: principalArn, test: testOf(named), wanted: true, uses: [] });
}

/** Whether a statement that denies is about the asker. */
export function deniesTo(principals: PrincipalSet, asker: Asker): Application {
    if (principals.except) return notListed(principals, asker, "Deny");
    if (principals.anybody) return always;
    if (asker.kind === "outside") return never;
    if (principals.accounts.has(asker.accountId)) return always;
    if (asker.isPattern !== true) {
        return principals.arns.has(asker.arn) ? always : inSession(principals, asker, true);
    }
    // Of a role that may be any, a denied session is taken for no hindrance.
    const named = [...principals.arns].filter((arn) => sessionOf(arn).roles.length === 0);
    if (named.length === 0) return never;
    const test = testOf(named.map(literal));
    return requires({ about: principalArn, test, wanted: true, uses: [] });
}

/** Whether the asker's session is one of those listed, or isn't. */
function inSession({ arns }: PrincipalSet, asker: Asker, wanted: boolean): Application {
    if (asker.kind !== "role") return never;
    const names: Glob[] = [];
    for (const arn of arns) {
        const { roles, name } = sessionOf(arn);
        if (isNamed(roles, asker)) names.push(literal(name));
    }
    if (names.length === 0) return never;
    return requires({ about: theSession, test: testOf(names), wanted, uses: [] });
}

const partialList =
    "NotPrincipal lists a part of the account, the role and its sessions; AWS needs all of them listed";

/**
 * `NotPrincipal`: about everybody but the listed. AWS compares the account, the role and the session each on its own, so
 * somebody is left out for certain only if all of them are listed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function notListed(principals: PrincipalSet, asker: Asker, effect: "Allow" | "Deny"): Application {
    if (principals.anybody) return never;
    if (asker.kind === "outside") return always;
    const listedAccount = principals.accounts.has(asker.accountId);
    const arns = [...principals.arns];
    const sessions = arns.filter((arn) => isNamed(sessionOf(arn).roles, asker));
    const listedArn =
        asker.isPattern === true
            ? arns.some((arn) => isNamed([literal(arn)], asker))
            : principals.arns.has(asker.arn);
    if (!listedAccount && !listedArn && sessions.length === 0) return always;
    const whole =
        listedAccount &&
        asker.isPattern !== true &&
        (asker.kind === "root" || (listedArn && (asker.kind === "user" || sessions.length > 0)));
    if (whole && asker.kind !== "role") return never;
    if (whole && effect === "Deny") return inSession(principals, asker, false);
    return doubtful(partialList);
}

interface Session {
    /** ARNs of the roles that it may be of: its own ARN leaves out the role's path. Empty: it is no session's. */
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

/** Whether one of the globs may match the asker's ARN. */
function isNamed(globs: readonly Glob[], { arn, isPattern }: Asker): boolean {
    if (globs.length === 0) return false;
    if (isPattern !== true) return globs.some((glob) => matches(glob, arn));
    const wanted = { ignoresCase: false, wanted: true };
    const tests = [
        { globs, ...wanted },
        { globs: [globWithin(arn)], ...wanted },
    ];
    return chooseText(tests, new Budget()) !== "none";
}

/** Context key of the asker's ARN. */
export const principalArn = "aws:principalarn";
