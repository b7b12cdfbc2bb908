import type { Group } from "../../organization/organization";
import type { PrincipalNode } from "../../paths/nodes";
import type { Document, Statement } from "../../policy/document";
import { matchesAny } from "../../policy/patterns";
import { nameIn, named } from "./case";
import type { Case } from "./case";
import type { Finding } from "./explanation";
import { isAboutAssuming } from "./lists";

/** Why no policy of a principal, or of its groups, covers a role. */
export function policyFinding(found: Case): Finding {
    const { from, to, request } = found;
    const who = named(from);
    const allows = request.principal.policies.flatMap(allowsIn);
    const statements = allows.map(({ reference }) => reference);
    if (allows.length === 0) {
        const isUser = from.principal.kind === "user";
        const isMember = from.principal.kind === "user" && from.principal.groups.length > 0;
        return {
            code: "no-policy",
            text: !isUser
                ? `No policy of ${who} allows sts:AssumeRole.`
                : isMember
                  ? `No policy of ${who} or of its groups allows sts:AssumeRole.`
                  : `${who} is in no group, and has no policy of its own that allows sts:AssumeRole.`,
            next: nextStep(found, undefined),
            statements,
        };
    }
    const sameName = allows.flatMap(({ resources }) =>
        (resources?.patterns ?? []).filter(
            (pattern) => pattern !== to.arn && nameIn(pattern) === to.principal.name,
        ),
    );
    if (sameName.length > 0) {
        const isHere = sameName.some((pattern) => accountIn(pattern) === to.principal.accountId);
        const text = isHere
            ? `The policies of ${who} cover a role of this name with another path: ${sameName.join(", ")}.`
            : `The policies of ${who} cover ${to.principal.name} in other accounts, not in ${to.accountNode.account.name}: ${sameName.join(", ")}.`;
        return {
            code: isHere ? "policy-lacks-role" : "other-account",
            text,
            next: isHere
                ? `Write the role's whole ARN, ${to.arn}.`
                : `If you meant that account, assume ${sameName[0] ?? ""}. ${nextStep(found, allows[0])}`,
            statements,
        };
    }
    return {
        code: "policy-lacks-role",
        text: `The policies of ${who} cover other roles, not ${named(to)}.`,
        next: nextStep(found, allows[0]),
        statements,
    };
}

/** A group that covers the role, if there is one, else the policy to change. */
function nextStep({ from, to }: Case, known: Statement | undefined): string {
    const group = from.principal.kind === "user" ? coveringGroup(from, to) : undefined;
    if (group !== undefined) {
        return `Add ${from.principal.name} to group ${group.arn}, whose policy covers the role.`;
    }
    return known === undefined
        ? `Allow sts:AssumeRole on ${to.arn} in ${from.principal.kind === "user" ? "a group's policy, and add the user to the group" : "one of its policies"}.`
        : `Add ${to.arn} to the Resource of statement ${known.index} of ${known.document}.`;
}

const coveringGroup = (from: PrincipalNode, to: PrincipalNode): Group | undefined =>
    from.accountNode.account.groups.find(({ policies }) =>
        policies.some(({ document }) =>
            allowsIn(document).some(
                ({ resources }) =>
                    resources?.except === false && matchesAny(resources.compiled, to.arn),
            ),
        ),
    );

const allowsIn = ({ statements }: Document): readonly Statement[] =>
    statements.filter((statement) => statement.effect === "Allow" && isAboutAssuming(statement));

const accountIn = (arn: string): string => arn.split(":")[4] ?? "";
