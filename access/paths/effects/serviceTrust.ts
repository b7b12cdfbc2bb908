import { holds, holdsIfAbsent } from "../../evaluation/conditions";
import type { Condition, Statement } from "../../policy/document";
import type { PrincipalSet } from "../../policy/principals";
import type { PrincipalNode } from "../nodes";
import type { Permission } from "../permission";

/** How a role trusts a service. */
export interface ServiceTrust extends Permission {
    /** The service as the role names it; there may be several spellings. */
    readonly services: readonly string[];
}

/**
 * Whether a role trusts a service, which acts in the role's account. Other conditions of an Allow than those on that account
 * count as met. A Deny counts if it has none.
 */
export function serviceTrustOf(role: PrincipalNode, service: string): ServiceTrust | undefined {
    const byService = known.get(role) ?? new Map<string, ServiceTrust | undefined>();
    known.set(role, byService);
    if (!byService.has(service)) byService.set(service, findServiceTrust(role, service));
    return byService.get(service);
}

const known = new WeakMap<PrincipalNode, Map<string, ServiceTrust | undefined>>();

function findServiceTrust({ principal }: PrincipalNode, service: string): ServiceTrust | undefined {
    if (principal.kind !== "role") return undefined;
    const { trust } = principal;
    let unknown = trust.fault;
    for (const { effect, actions, principals, fault, conditions, reference } of trust.statements) {
        if (effect === "Deny" || !conditions.every(mayHoldIn(principal.accountId))) continue;
        if (fault !== undefined || principals === undefined) {
            unknown ??= fault ?? "no principal";
            continue;
        }
        const services = namesIn(principals, service).filter(
            (name) =>
                actions.has(actionOf(principals, name)) &&
                !trust.statements.some((deny) => stops(deny, name, actionOf(principals, name))),
        );
        if (services.length > 0) return { because: [reference], services };
    }
    return unknown === undefined
        ? undefined
        : { because: [], services: [], unknown: `${trust.name}: ${unknown}` };
}

/** Whether a condition may hold of a service that acts in an account; not every service says in which it does. */
const mayHoldIn =
    (accountId: string) =>
    (condition: Condition): boolean =>
        condition.key !== "aws:sourceaccount" ||
        holdsIfAbsent(condition) ||
        holds(condition, (key) =>
            key === condition.key
                ? { known: [accountId] }
                : { attackerControlled: true, mayBeAbsent: true },
        ) !== undefined;

/** How a service assumes a role: an identity pool with a token, every other one by itself. */
const actionOf = ({ federated }: PrincipalSet, name: string): string =>
    federated.has(name) ? "sts:AssumeRoleWithWebIdentity" : "sts:AssumeRole";

/** Whether a statement certainly keeps a service out. */
const stops = (
    { effect, actions, principals, conditions, fault }: Statement,
    name: string,
    action: string,
): boolean =>
    effect === "Deny" &&
    fault === undefined &&
    conditions.length === 0 &&
    actions.has(action) &&
    principals?.except === false &&
    (principals.wildcard || principals.services.has(name) || principals.federated.has(name));

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
