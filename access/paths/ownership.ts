import type { Policy } from "../organization/organization";
import type { Principal } from "../evaluation/question";
import type { ActionSet } from "../policy/actions";
import type { Document, Statement } from "../policy/document";
import type { Change } from "./changes";
import type { ControlledNode } from "./controlledNode";
import { subjectOf } from "./nodes";
import type { AccountMember } from "./nodes";
import { servicesIn } from "./review/actionChoice";

/**
 * Whether a node owns its account: it may certainly do everything there, so that no policy of the account limits it for long.
 * Policies that deny something of IAM or STS, or can't be read, are not looked at in detail: it doesn't count as an owner then.
 */
export function isOwner(controlled: ControlledNode): boolean {
    let answer = known.get(controlled);
    if (answer === undefined) known.set(controlled, (answer = ownsAccount(controlled)));
    return answer;
}

/** Every search that reaches a node asks about it as it is. */
const known = new WeakMap<ControlledNode, boolean>();

const ownsAccount = ({ accountNode, principals, node }: ControlledNode): boolean =>
    accountNode !== undefined &&
    node.kind !== "root" &&
    accountNode.account.resourceControlPolicies.every(areFreeOfDenies) &&
    principals.some(isUnlimited);

function isUnlimited({ policies, boundary, serviceControlPolicies }: Principal): boolean {
    const levels = [policies, ...(boundary === undefined ? [] : [[boundary]])];
    return [...levels, ...serviceControlPolicies].every(
        (documents) => areFreeOfDenies(documents) && documents.some(allowsAll),
    );
}

const allowsAll = ({ statements }: Document): boolean => statements.some(isGrantOfAll);

const isGrantOfAll = ({ effect, actions, resources, conditions, fault }: Statement): boolean =>
    effect === "Allow" &&
    fault === undefined &&
    conditions.length === 0 &&
    !actions.except &&
    actions.patterns.includes("*") &&
    resources?.except === false &&
    resources.patterns.includes("*");

const areFreeOfDenies = (documents: readonly Document[]): boolean =>
    documents.every(
        ({ fault, statements }) =>
            fault === undefined &&
            statements.every(
                (statement) =>
                    statement.fault === undefined &&
                    (statement.effect === "Allow" || !touchesAccess(statement.actions)),
            ),
    );

const services = ["*", "iam", "sts"];

const touchesAccess = (actions: ActionSet): boolean =>
    actions.except || services.some((service) => servicesIn(actions).has(service));

/** All changes by which an owner of its account frees a principal of every limit, and gives it any tags, name and rights. */
export function everyChangeOf(member: AccountMember): readonly Change[] {
    const subject = subjectOf(member);
    const freed: Change[] = [
        { what: "grants", subject },
        { what: "unbounds", subject },
        { what: "tags", subject },
        { what: "tagsSessions", subject },
    ];
    if (member.kind !== "principal") return freed;
    const { principal } = member;
    const strips = (holder: string, policies: readonly Policy[]): readonly Change[] =>
        policies.map((policy) => ({ what: "strips", subject: holder, policy }));
    return principal.kind === "role"
        ? [...freed, ...strips(subject, principal.policies)]
        : [
              ...freed,
              { what: "moves", subject, to: subject.replace(/:user\/.*$/, ":user/*") },
              ...strips(subject, principal.policies),
              ...principal.groups.map(({ arn }): Change => ({ what: "leaves", subject: arn })),
          ];
}
