import type { Change } from "./changes";
import { subjectOf } from "./nodes";
import type { AccountMember, Node } from "./nodes";
import type { Fact, Scope } from "./step";

/** What of a controlled node has to be evaluated again. */
export interface Reevaluation {
    /** All of it: its own policies may be others now. */
    isWhole: boolean;
    /** ARNs of users and roles on which its requests may get other answers. */
    readonly targets: Set<string>;
    /** Whether what other nodes can do may help it. */
    byHelpers: boolean;
}

export const nothing = (): Reevaluation => ({
    isWhole: false,
    targets: new Set(),
    byHelpers: false,
});

/**
 * What a change or a created principal leaves to evaluate again.
 *
 * @param changes of the account so far, the new one included
 */
export function affectedBy(
    fact: Fact,
    members: readonly AccountMember[],
    changes: readonly Change[],
): ReadonlyMap<AccountMember, Reevaluation> {
    const { change, controls } = fact;
    const isActor = (node: AccountMember): boolean =>
        change === undefined ? node === controls : concernsActor(change, node, changes);
    const actors = new Set(members.filter(isActor));
    const target = change === undefined ? controls.arn : targetOf(change);
    const found = new Map<AccountMember, Reevaluation>();
    for (const node of members) {
        const isWhole = actors.has(node) || (change !== undefined && concernsAll(change));
        const byHelpers = actors.size > (actors.has(node) ? 1 : 0);
        if (!isWhole && target === undefined && !byHelpers) continue;
        found.set(node, {
            isWhole,
            targets: new Set(target === undefined ? [] : [target]),
            byHelpers,
        });
    }
    return found;
}

/** A group that is new or elsewhere is another target of all requests. */
const concernsAll = ({ what, subject }: Change): boolean =>
    what === "makes" || (what === "moves" && subject.includes(":group/"));

/** The user or role on which requests may get other answers after a change: they depend on its tags, boundary and ARN. */
const targetOf = ({ what, subject }: Change): string | undefined =>
    what === "tags" || what === "bounds" || what === "unbounds" || what === "moves"
        ? subject.replace(/ within .*$/, "")
        : undefined;

/** Whether a change may alter what a node is allowed. */
function concernsActor(
    { subject }: Change,
    node: AccountMember,
    changes: readonly Change[],
): boolean {
    if (subject === subjectOf(node) || subject === node.arn) return true;
    // Users of the attacker may join any group.
    if (subject.includes(":group/")) return isUser(node);
    if (!subject.includes(":policy/")) return false;
    return holds(node, subject) || changes.some(({ policy }) => policy?.arn === subject);
}

const isUser = (node: Node): boolean =>
    (node.kind === "principal" && node.principal.kind === "user") ||
    (node.kind === "created" && node.type === "user");

function holds(node: AccountMember, policyArn: string): boolean {
    if (node.kind === "root") return false;
    const { groups } = node.accountNode.account;
    const { policies, boundary } =
        node.kind === "created" ? { policies: [], boundary: node.boundary } : node.principal;
    return (
        boundary?.arn === policyArn ||
        policies.some(({ arn }) => arn === policyArn) ||
        (isUser(node) &&
            groups.some((group) => group.policies.some(({ arn }) => arn === policyArn)))
    );
}

/** What of an account is looked at again. */
export function scopesFor(
    { isWhole, targets, byHelpers }: Reevaluation,
    whole: Scope,
): readonly Scope[] {
    if (isWhole) return [whole];
    const isTarget = ({ arn }: Pick<Node, "arn">): boolean => targets.has(arn);
    const { users, roles } = whole;
    return [
        ...(targets.size === 0
            ? []
            : [{ ...whole, users: users.filter(isTarget), roles: roles.filter(isTarget) }]),
        ...(byHelpers ? [{ ...whole, joint: "by helpers" } as const] : []),
    ];
}
