import { changeKey, Changes } from "./changes";
import type { Change } from "./changes";
import { controlledNode } from "./controlledNode";
import { costOfAll, derive } from "./derivation";
import type { Derivation } from "./derivation";
import type { GainedFacts } from "./gainedFacts";
import { subjectOf } from "./nodes";
import type { AccountMember, AccountNode, Node } from "./nodes";
import type { OwnedAccounts, OwnedStep } from "./ownedAccount";
import { isOwner } from "./ownership";
import type { Fact, Step } from "./step";

/** A node that owns its account, with the changes that make it so. */
export interface Owner {
    readonly node: AccountMember;
    readonly changes: readonly Change[];
    /** Of the node and the changes. */
    readonly premises: readonly Derivation[];
    /** Of all premises together. */
    readonly cost: number;
}

/**
 * The one of some members that owns the account at the least cost, with as few of the changes so far as possible.
 *
 * @param mostCost of all its premises together: what costs more waits for its turn
 */
export function findOwner(
    members: Iterable<AccountMember>,
    accountNode: AccountNode,
    gained: GainedFacts,
    mostCost: number,
): Owner | undefined {
    const made = gained.changesIn(accountNode).filter(([, { cost }]) => cost <= mostCost);
    const all = new Changes(made.map(([change]) => change));
    let best: Owner | undefined;
    for (const node of members) {
        const by = gained.derivationOf(node);
        if (by === undefined || by.cost > mostCost) continue;
        if (!isOwner(controlledNode(node, all))) continue;
        const subjects = new Set([subjectOf(node), ...holdersOf(node)]);
        const concerned = made.filter(([{ subject }]) => subjects.has(subject));
        const isEnough = (some: typeof made): boolean =>
            isOwner(controlledNode(node, new Changes(some.map(([change]) => change))));
        const needed = [[], ...concerned.map((one) => [one])].find(isEnough) ?? concerned;
        const premises = [by, ...needed.map(([, derivation]) => derivation)];
        const cost = costOfAll(premises);
        if (!isEnough(needed) || cost > mostCost || (best !== undefined && best.cost <= cost))
            continue;
        best = { node, changes: needed.map(([change]) => change), premises, cost };
        if (cost === by.cost) break;
    }
    return best;
}

/** Groups and policies whose changes concern a node. */
function holdersOf(node: AccountMember): readonly string[] {
    if (node.kind !== "principal") return [];
    const { principal, accountNode } = node;
    const groups = principal.kind === "user" ? accountNode.account.groups : [];
    return [
        ...groups.map(({ arn }) => arn),
        ...[principal, ...groups].flatMap(({ policies }) =>
            policies.flatMap(({ arn }) => arn ?? []),
        ),
    ];
}

/** A step, and what it needs. */
export interface Way {
    readonly step: Step;
    readonly premises: readonly Derivation[];
}

/**
 * The ways to all that principals of an account can reach once it is owned, besides what its owner controls by that alone.
 *
 * @returns `undefined` if one of them can't be put together, so that the account has to be searched in detail
 */
export function waysThrough(
    owner: Owner,
    owned: OwnedAccounts,
    gained: GainedFacts,
): readonly Way[] | undefined {
    const { accountNode } = owner.node;
    const best = new Map<Node, OwnedStep>();
    for (const way of [
        ...owned.stepsBy(owner.node, owner.changes),
        ...owned.stepsFrom(accountNode),
    ]) {
        const { controls } = way.step.yields;
        if (controls === undefined || gained.has({ controls })) continue;
        const known = best.get(controls);
        const isBetter =
            known === undefined ||
            (known.step.hop.unknown !== undefined && way.step.hop.unknown === undefined);
        if (isBetter) best.set(controls, way);
    }
    const derivationTo = derivationsBy(owner, owned, gained);
    const ways: Way[] = [];
    for (const { member, step, needs } of best.values()) {
        const control = member === owner.node ? [] : [derivationTo({ controls: member }, [])];
        const premises = [
            ...(member === owner.node ? owner.premises.slice(0, 1) : control),
            ...needs.map((need) => derivationTo(need, member.kind === "created" ? control : [])),
        ];
        const known = premises.filter((derivation) => derivation !== undefined);
        if (known.length < premises.length) return undefined;
        ways.push({ step, premises: known });
    }
    return ways;
}

/** How a fact of the account is gained: as it was already, or by the owner. @param on the creation of what it is about */
function derivationsBy(
    owner: Owner,
    owned: OwnedAccounts,
    gained: GainedFacts,
): (fact: Fact, on: readonly (Derivation | undefined)[]) => Derivation | undefined {
    const { node, changes, premises } = owner;
    const { accountNode } = node;
    const made = new Map(
        gained.changesIn(accountNode).map(([change, by]) => [changeKey(change), by] as const),
    );
    // What it may do without the changes needs no more than itself.
    const attempts = [
        { after: new Changes(), needs: premises.slice(0, 1) },
        { after: new Changes(changes), needs: premises },
    ];
    return (fact, on) => {
        const known =
            fact.change === undefined
                ? gained.derivationOf(fact.controls)
                : made.get(changeKey(fact.change));
        if (known !== undefined) return known;
        const created = owned
            .newPrincipals(accountNode)
            .find((one) => fact.change !== undefined && subjectOf(one) === fact.change.subject);
        for (const { after, needs } of attempts) {
            const step = owned.stepTo(fact, node, after, created);
            const isUsable = step !== undefined && step.hop.unknown === undefined;
            const others = on.filter((one) => one !== undefined);
            if (isUsable) return derive(step.hop, [...needs, ...others]);
        }
        return undefined;
    };
}
