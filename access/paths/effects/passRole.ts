import type { AccessGraph } from "../accessGraph";
import type { ControlledNode } from "../controlledNode";
import { permissionForAll, combine } from "../permission";
import type { Permission } from "../permission";
import type { Step, Scope } from "../step";
import type { Primitive } from "../primitive";
import type { PrincipalNode } from "../nodes";
import { namingOnly } from "./become";
import { hopBy } from "./hop";
import { serviceTrustOf } from "./serviceTrust";
import { requestAnywhere, requestOn } from "./target";

/** Roles that a node can pass to a service that runs its code. */
export function* passRole(
    controlled: ControlledNode,
    primitive: Primitive,
    { roles, isStillNeeded }: Scope,
): Iterable<Step> {
    const { effect, actions, anywhere = [] } = primitive;
    if (effect.does !== "passes" || controlled.accountNode === undefined) return;
    const { accountNode } = controlled;
    const { service, passedAs = [], makesInstanceProfile = false } = effect;
    for (const role of roles) {
        const yields = { controls: role };
        // A created role is under control already.
        if (role.kind === "created" || !isStillNeeded(yields)) continue;
        const trusted = serviceTrustOf(role, service);
        if (trusted === undefined) continue;
        const needsProfile = !makesInstanceProfile && lacksInstanceProfile(role, service);
        const used = needsProfile
            ? { ...primitive, anywhere: [...new Set([...anywhere, addsToProfile])] }
            : primitive;
        const parts = [
            ...actions.map((action) => requestOn(role, action, controlled)),
            ...(used.anywhere ?? []).map((action) => requestAnywhere(action, accountNode)),
        ];
        for (const passedToService of new Set([...trusted.services, service, ...passedAs])) {
            const pass = {
                ...requestOn(role, "iam:PassRole", controlled),
                passedToService,
                isItsOwn: true,
            };
            // The principal that passes the role also makes the request that it is passed in.
            const permission = permissionForAll(controlled, [pass, ...parts], 2);
            if (permission !== undefined)
                yield {
                    yields,
                    ...hopBy(controlled, used, role.arn, combine(permission, trusted)),
                };
        }
    }
}

/**
 * Roles of existing compute of a service that a node can take over. No policy says which compute
 * exists.
 */
export function* enterCompute(
    controlled: ControlledNode,
    primitive: Primitive,
    scope: Scope,
): Iterable<Step> {
    const { effect } = primitive;
    if (effect.does !== "enters" || controlled.accountNode === undefined) return;
    yield* enterRoles(controlled, primitive, effect.service, scope.roles, scope);
    if (effect.inEveryAccount !== true) return;
    // Only from accounts that administer the organization, and no policy says which these are.
    const elsewhere = rolesThatTrust(effect.service, scope.graph).filter(
        ({ accountNode }) => accountNode !== controlled.accountNode,
    );
    if (elsewhere.length === 0) return;
    yield* enterRoles(namingOnly(controlled), primitive, effect.service, elsewhere, scope);
}

const trusting = new WeakMap<AccessGraph, Map<string, readonly PrincipalNode[]>>();

/** Roles of every account that trust a service. */
export function rolesThatTrust(service: string, graph: AccessGraph): readonly PrincipalNode[] {
    const known = trusting.get(graph) ?? new Map<string, readonly PrincipalNode[]>();
    trusting.set(graph, known);
    let roles = known.get(service);
    if (roles === undefined) {
        roles = graph.roles.filter((role) => serviceTrustOf(role, service) !== undefined);
        known.set(service, roles);
    }
    return roles;
}

function* enterRoles(
    controlled: ControlledNode,
    primitive: Primitive,
    service: string,
    roles: Scope["roles"],
    { isStillNeeded }: Scope,
): Iterable<Step> {
    const { actions, anywhere = [] } = primitive;
    const { accountNode } = controlled;
    if (accountNode === undefined) return;
    let permission: Permission | undefined;
    for (const role of roles) {
        const yields = { controls: role };
        if (role.kind === "created" || role === controlled.node || !isStillNeeded(yields)) continue;
        const trusted = serviceTrustOf(role, service);
        // No instance has a role that is in no instance profile.
        if (trusted === undefined || lacksInstanceProfile(role, service)) continue;
        permission ??= permissionForAll(
            controlled,
            [...actions, ...anywhere].map((action) => requestAnywhere(action, accountNode)),
        );
        if (permission === undefined) return;
        yield { yields, ...hopBy(controlled, primitive, role.arn, combine(permission, trusted)) };
    }
}

/** Service whose instances take roles by instance profiles. */
export const instances = "ec2.amazonaws.com";
const addsToProfile = "iam:AddRoleToInstanceProfile";

/** Whether a role would have to be put into an instance profile first, since instances take roles by these alone. */
const lacksInstanceProfile = ({ principal }: PrincipalNode, service: string): boolean =>
    service === instances && principal.kind === "role" && !principal.hasInstanceProfile;
