import type { PrincipalSet } from "../../policy/principals";
import type { ControlledNode } from "../controlledNode";
import { permissionForAll, combine } from "../permission";
import type { Permission } from "../permission";
import type { Step, Scope } from "../step";
import type { Primitive } from "../primitive";
import type { PrincipalNode } from "../nodes";
import { hopBy } from "./hop";
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
        const trusted = trustsService(role, service);
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
                    hop: hopBy(controlled, used, role.arn, combine(permission, trusted)),
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
    { roles, isStillNeeded }: Scope,
): Iterable<Step> {
    const { effect, actions, anywhere = [] } = primitive;
    if (effect.does !== "enters" || controlled.accountNode === undefined) return;
    const { accountNode } = controlled;
    let permission: Permission | undefined;
    for (const role of roles) {
        const yields = { controls: role };
        if (role.kind === "created" || role === controlled.node || !isStillNeeded(yields)) continue;
        const trusted = trustsService(role, effect.service);
        // No instance has a role that is in no instance profile.
        if (trusted === undefined || lacksInstanceProfile(role, effect.service)) continue;
        permission ??= permissionForAll(
            controlled,
            [...actions, ...anywhere].map((action) => requestAnywhere(action, accountNode)),
        );
        if (permission === undefined) return;
        yield { yields, hop: hopBy(controlled, primitive, role.arn, combine(permission, trusted)) };
    }
}

const instances = "ec2.amazonaws.com";
const addsToProfile = "iam:AddRoleToInstanceProfile";

/** Whether a role would have to be put into an instance profile first, since instances take roles by these alone. */
const lacksInstanceProfile = ({ principal }: PrincipalNode, service: string): boolean =>
    service === instances && principal.kind === "role" && !principal.hasInstanceProfile;

/** How a role trusts a service. */
export interface Trusted extends Permission {
    /** The service as the role names it; there may be several spellings. */
    readonly services: readonly string[];
}

/**
 * Whether a role trusts a service. Its conditions count as met: the service acts in the same
 * account.
 */
export function trustsService({ principal }: PrincipalNode, service: string): Trusted | undefined {
    if (principal.kind !== "role") return undefined;
    const { trust } = principal;
    let unknown = trust.fault;
    for (const { effect, principals, fault, reference } of trust.statements) {
        if (effect === "Deny") continue;
        if (fault !== undefined || principals === undefined) {
            unknown ??= fault ?? "no principal";
            continue;
        }
        const services = namesIn(principals, service);
        if (services.length > 0) return { because: [reference], services };
    }
    return unknown === undefined
        ? undefined
        : { because: [], services: [], unknown: `${trust.name}: ${unknown}` };
}

const serviceNames = new WeakMap<PrincipalNode, readonly string[]>();

/** The services that a role's trust policy names, including Cognito identity pools. */
export function serviceNamesOf(role: PrincipalNode): readonly string[] {
    let names = serviceNames.get(role);
    if (names === undefined) {
        const { principal } = role;
        const statements = principal.kind === "role" ? principal.trust.statements : [];
        const found = statements
            .filter(({ effect }) => effect === "Allow")
            .flatMap(({ principals }) => [
                ...(principals?.services ?? []),
                ...[...(principals?.federated ?? [])].filter(isService),
            ]);
        names = [...new Set(found)];
        serviceNames.set(role, names);
    }
    return names;
}

const isService = (name: string): boolean => name.endsWith(".amazonaws.com");

/**
 * Names of the service in a Principal element. Cognito identity pools are federated principals,
 * although a role is passed to them as to a service.
 */
function namesIn(
    { wildcard, services, federated }: PrincipalSet,
    service: string,
): readonly string[] {
    if (wildcard || federated.has(service)) return [service];
    if (services.size === 0) return [];
    return [...services].filter((name) => name === service || plainName(name) === service);
}

/**
 * A service name may contain a region, and some services have another name in China.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
 */
const plainName = (name: string): string =>
    name.replace(/(?:\.[a-z]{2}(?:-[a-z]+)+-\d+)?\.amazonaws\.com(?:\.cn)?$/, ".amazonaws.com");
