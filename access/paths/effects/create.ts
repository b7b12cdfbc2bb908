import type { Document } from "../../policy/document";
import type { ControlledNode } from "../controlledNode";
import { combine, permissionForAll } from "../permission";
import type { Permission } from "../permission";
import { boundaryKey } from "../boundaryKey";
import { attackersPolicy } from "../changes";
import type { Change } from "../changes";
import type { Step, Scope } from "../step";
import type { Primitive } from "../primitive";
import type { AccountNode, CreatedNode } from "../nodes";
import { arnsFor } from "./arns";
import { hopBy } from "./hop";
import { nameIn, namesTaken } from "./namesTaken";
import type { NamesTaken } from "./namesTaken";
import { policyChoices, withMaking } from "./managedPolicies";
import type { PolicyChoice } from "./managedPolicies";
import { inside, requestAnywhere, requestOnArn } from "./target";
import { watchKey } from "./watchKey";

/**
 * Users, roles and groups that a node can create, for each ARN pattern and boundary that is
 * allowed.
 */
export function* create(
    controlled: ControlledNode,
    primitive: Primitive,
    scope: Scope,
): Iterable<Step> {
    const { effect, actions } = primitive;
    const { accountNode } = controlled;
    if (effect.does !== "creates" || accountNode === undefined) return;
    const { target } = effect;
    const { partition, id } = accountNode.account;
    const [creates = ""] = actions;
    const arns = arnsFor(controlled, creates, `arn:${partition}:iam::${id}:${target}/`);
    if (target === "group") {
        for (const arn of arns) yield* createGroup(controlled, primitive, accountNode, arn, scope);
        return;
    }
    const literals = new Set([...arns].filter((arn) => !/[*?]/.test(arn)).map(nameIn));
    const taken = namesTaken(controlled, accountNode, target, {
        isCreated: (arn) => literals.has(nameIn(arn)),
        isTrusted: scope.graph.trust.hasName,
    });
    for (const arn of arns)
        yield* createPrincipal(controlled, primitive, accountNode, target, arn, taken, scope);
}

function* createGroup(
    controlled: ControlledNode,
    primitive: Primitive,
    accountNode: AccountNode,
    arn: string,
    { isStillNeeded }: Scope,
): Iterable<Step> {
    const change: Change = { what: "makes", subject: arn };
    if (!isStillNeeded({ change })) return;
    const permission = permissionForAll(
        controlled,
        primitive.actions.map((action) => requestOnArn(arn, action, accountNode)),
    );
    if (permission !== undefined)
        yield { yields: { change }, ...hopBy(controlled, primitive, arn, permission) };
}

function* createPrincipal(
    controlled: ControlledNode,
    primitive: Primitive,
    accountNode: AccountNode,
    type: CreatedNode["type"],
    arn: string,
    { names: isNot, deleters }: NamesTaken,
    { isStillNeeded, isCovered, only }: Scope,
): Iterable<Step> {
    const { actions, anywhere = [] } = primitive;
    // A name is taken whatever its path and case.
    const isTaken = !/[*?]/.test(arn) && isNot.some((taken) => nameIn(taken) === nameIn(arn));
    if (isTaken) return;
    const { onRead, isRead } = watchKey(boundaryKey);
    const permissionTo = (choice: PolicyChoice | undefined): Permission | undefined =>
        permissionForAll(controlled, [
            ...actions.map((action) => ({
                action,
                resource: arn,
                isPattern: true,
                resourceIsNot: isNot,
                ...inside(accountNode),
                permissionsBoundary: choice?.arn ?? null,
                permissionsBoundaryIsNot: choice?.isNot ?? [],
                onRead,
            })),
            ...anywhere.map((action) => requestAnywhere(action, accountNode)),
        ]);
    let isFree = false;
    const wanted = only?.controls?.kind === "created" ? only.controls.boundary?.arn : undefined;
    const onlyPolicy = only === undefined ? undefined : (wanted ?? null);
    const choices = policyChoices(controlled, accountNode, boundaryKey, onlyPolicy);
    for (const choice of [undefined, ...choices]) {
        // A node without a boundary covers all others, unless a condition depends on the boundary.
        if (isFree && !isNamed(choice, accountNode)) continue;
        const yields = { controls: createdNode(accountNode, type, arn, isNot, choice) };
        if (choice === undefined && isCovered(yields)) {
            isFree = true;
            continue;
        }
        const isNeeded = isStillNeeded(yields);
        // Others are evaluated only for what they cover.
        if (!isNeeded && choice?.policy !== undefined) continue;
        const created = permissionTo(choice);
        // What was refused whatever the boundary is refused for the others, too.
        if (created === undefined && !isRead()) return;
        const permitted = choice === undefined ? created : withMaking(choice, created);
        if (permitted === undefined) continue;
        isFree ||= choice?.policy === undefined;
        if (!isNeeded) continue;
        const permission = combine(permitted, { because: [], helpers: deleters });
        yield { yields, ...hopBy(controlled, primitive, arn, permission) };
    }
}

const createdNode = (
    accountNode: AccountNode,
    type: CreatedNode["type"],
    arn: string,
    isNot: readonly string[],
    choice: PolicyChoice | undefined,
): CreatedNode => {
    const node: CreatedNode = { index: -1, kind: "created", type, arn, accountNode, isNot };
    if (choice === undefined) return node;
    const { policy = { document: attackersPolicy } } = choice;
    return { ...node, boundary: { ...policy, arn: choice.arn } };
};

const isNamed = (choice: PolicyChoice | undefined, accountNode: AccountNode): boolean =>
    choice !== undefined &&
    namedBoundaries(accountNode).some((value) => value === choice.arn || /[*?$]/.test(value));

const named = new WeakMap<AccountNode, readonly string[]>();

/** Boundaries named by conditions anywhere in the account: ARNs and patterns. */
function namedBoundaries(accountNode: AccountNode): readonly string[] {
    const before = named.get(accountNode);
    if (before !== undefined) return before;
    const values = documentsOf(accountNode)
        .flatMap(({ statements }) => statements)
        .flatMap(({ conditions }) => conditions)
        .filter(({ key }) => key === boundaryKey)
        .flatMap((condition) => condition.values);
    const found = [...new Set(values)];
    named.set(accountNode, found);
    return found;
}

function documentsOf({ account }: AccountNode): readonly Document[] {
    const { users, groups, roles, managedPolicies, serviceControlPolicies } = account;
    const documents = [
        ...[...users, ...groups, ...roles].flatMap(({ policies }) => policies),
        ...[...users, ...roles].flatMap(({ boundary }) => boundary ?? []),
        ...managedPolicies,
    ].map(({ document }) => document);
    return [...new Set([...documents, ...serviceControlPolicies.flat()])];
}
