import type { Actor } from "../actor";
import { askAll } from "../ask";
import type { Yes } from "../ask";
import type { Change } from "../changes";
import type { Power, Scope } from "../power";
import type { Primitive } from "../primitive";
import type { Home } from "../world";
import { hopBy } from "./hop";
import { boundaryOf, requestAnywhere, requestOn } from "./target";

/** Users and roles whose permissions boundary an actor can take away or replace. */
export function* unbound(
    actor: Actor,
    primitive: Primitive,
    { users, roles, wanted }: Scope,
): Iterable<Power> {
    const { effect, actions, anywhere = [] } = primitive;
    const { home } = actor;
    if (effect.does !== "unbounds" || home === undefined) return;
    for (const target of effect.target === "user" ? users : roles) {
        const current = boundaryOf(target)?.arn;
        const change: Change = {
            what: current === undefined ? "rebounds" : "unbounds",
            subject: target.arn,
        };
        // Without a boundary there is nothing to delete.
        const isOfUse = current !== undefined || effect.by === "put";
        if (target.kind === "created" || !isOfUse || !wanted({ change })) continue;
        const asked = (permissionsBoundary?: string): Yes | undefined =>
            askAll(actor, [
                ...actions.map((action) => ({
                    ...requestOn(target, action, actor),
                    ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
                })),
                ...anywhere.map((action) => requestAnywhere(action, home)),
            ]);
        const yes = effect.by === "delete" ? asked() : anyOther(home, current, asked);
        if (yes !== undefined)
            yield { gives: { change }, hop: hopBy(actor, primitive, target.arn, yes) };
    }
}

/** Whether a boundary other than the one that is there can be put. */
function anyOther(
    home: Home,
    current: string | undefined,
    asked: (arn: string) => Yes | undefined,
): Yes | undefined {
    for (const arn of boundaryChoices(home)) {
        const yes = arn === current ? undefined : asked(arn);
        if (yes !== undefined) return yes;
    }
    return undefined;
}

/** Managed policies that can be put as a boundary; the first one caps nothing. */
export const boundaryChoices = ({ account }: Home): readonly string[] => [
    `arn:${account.partition}:iam::aws:policy/AdministratorAccess`,
    ...account.managedPolicies.map(({ arn }) => arn),
];
