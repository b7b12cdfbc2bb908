import type { Document } from "../../policy/document";
import type { Actor } from "../actor";
import { askAll } from "../ask";
import type { Yes } from "../ask";
import { boundaryKey } from "../boundaryKey";
import { attackersPolicy } from "../changes";
import type { Change } from "../changes";
import type { Power, Scope } from "../power";
import type { Primitive } from "../primitive";
import type { CreatedNode, Home } from "../world";
import { arnsFor } from "./arns";
import { hopBy } from "./hop";
import { policyChoices, withMaking } from "./managedPolicies";
import type { PolicyChoice } from "./managedPolicies";
import { inside, requestAnywhere, requestOnArn } from "./target";

/** Users, roles and groups that an actor can make, by the names it may give them and the boundary they must have. */
export function* create(actor: Actor, primitive: Primitive, scope: Scope): Iterable<Power> {
    const { effect, actions } = primitive;
    const { home } = actor;
    if (effect.does !== "creates" || home === undefined) return;
    const { target } = effect;
    const { partition, id } = home.account;
    const [creates = ""] = actions;
    for (const arn of arnsFor(actor, creates, `arn:${partition}:iam::${id}:${target}/`)) {
        yield* target === "group"
            ? createGroup(actor, primitive, home, arn, scope)
            : createPrincipal(actor, primitive, home, target, arn, scope);
    }
}

function* createGroup(
    actor: Actor,
    primitive: Primitive,
    home: Home,
    arn: string,
    { wanted }: Scope,
): Iterable<Power> {
    const change: Change = { what: "makes", subject: arn };
    if (!wanted({ change })) return;
    const yes = askAll(
        actor,
        primitive.actions.map((action) => requestOnArn(arn, action, home)),
    );
    if (yes !== undefined) yield { gives: { change }, hop: hopBy(actor, primitive, arn, yes) };
}

function* createPrincipal(
    actor: Actor,
    primitive: Primitive,
    home: Home,
    type: CreatedNode["type"],
    arn: string,
    { wanted }: Scope,
): Iterable<Power> {
    const { actions, anywhere = [] } = primitive;
    const asked = (choice: PolicyChoice | undefined): Yes | undefined =>
        askAll(actor, [
            ...actions.map((action) => ({
                action,
                resource: arn,
                isPattern: true,
                ...inside(home),
                permissionsBoundary: choice?.arn ?? null,
            })),
            ...anywhere.map((action) => requestAnywhere(action, home)),
        ]);
    const choices = [undefined, ...policyChoices(actor, home, boundaryKey)].map((choice) => {
        const gives = { controls: createdNode(home, type, arn, choice) };
        return { choice, gives, isWanted: wanted(gives) };
    });
    if (!choices.some(({ isWanted }) => isWanted)) return;
    let isFree = false;
    for (const { choice, gives, isWanted } of choices) {
        // One without a cap does for all others, unless what may be done to it depends on the boundary.
        if (isFree && !isNamed(choice, home)) continue;
        const yes = choice === undefined ? asked(choice) : withMaking(choice, asked(choice));
        if (yes === undefined) continue;
        isFree ||= choice?.policy === undefined;
        if (isWanted) yield { gives, hop: hopBy(actor, primitive, arn, yes) };
    }
}

const createdNode = (
    home: Home,
    type: CreatedNode["type"],
    arn: string,
    choice: PolicyChoice | undefined,
): CreatedNode => {
    const node: CreatedNode = { index: -1, kind: "created", type, arn, home };
    if (choice === undefined) return node;
    const { policy = { document: attackersPolicy } } = choice;
    return { ...node, boundary: { ...policy, arn: choice.arn } };
};

const isNamed = (choice: PolicyChoice | undefined, home: Home): boolean =>
    choice !== undefined &&
    namedBoundaries(home).some((value) => value === choice.arn || /[*?$]/.test(value));

const named = new WeakMap<Home, readonly string[]>();

/** Boundaries that conditions anywhere in an account name: ARNs and patterns. */
function namedBoundaries(home: Home): readonly string[] {
    const before = named.get(home);
    if (before !== undefined) return before;
    const values = documentsOf(home)
        .flatMap(({ statements }) => statements)
        .flatMap(({ conditions }) => conditions)
        .filter(({ key }) => key === boundaryKey)
        .flatMap((condition) => condition.values);
    const found = [...new Set(values)];
    named.set(home, found);
    return found;
}

function documentsOf({ account }: Home): readonly Document[] {
    const { users, groups, roles, managedPolicies, serviceControlPolicies } = account;
    const documents = [
        ...[...users, ...groups, ...roles].flatMap(({ policies }) => policies),
        ...[...users, ...roles].flatMap(({ boundary }) => boundary ?? []),
        ...managedPolicies,
    ].map(({ document }) => document);
    return [...new Set([...documents, ...serviceControlPolicies.flat()])];
}
