import fixedPrincipals from "./data/fixedPrincipals.json";
import principals from "./data/principals.json";
import { knownServices, namesIn } from "./knownActions";

const listed: ReadonlyMap<string, readonly string[]> = new Map(
    Object.entries(principals.services).map(([service, names]) => [service, namesIn(names)]),
);

const fixed: ReadonlySet<string> = new Set(namesIn(fixedPrincipals.principals));

/** Services by a principal that they act as. */
const byPrincipal = new Map<string, readonly string[]>();
for (const [service, names] of listed) {
    for (const name of names) byPrincipal.set(name, [...(byPrincipal.get(name) ?? []), service]);
}

const suffix = /(?:\.[a-z]{2}(?:-[a-z]+)+-\d+)?\.amazonaws\.com(?:\.cn)?$/;

/**
 * A service principal without region and domain, e.g. `ecs-tasks`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
 */
export const shortName = (principal: string): string => principal.replace(suffix, "");

/**
 * Names that a service may give as `iam:PassedToService`.
 *
 * @param service prefix, e.g. `ecs`
 */
export const principalsOf = (service: string): readonly string[] =>
    [service, ...(listed.get(service) ?? [])].map((name) => `${name}.amazonaws.com`);

/** Whether a service is known to act as a name, its own or a listed one. */
export const actsAs = (service: string, name: string): boolean =>
    service === name || (listed.get(service) ?? []).includes(name);

/** Whether a service uses roles that trust this name for fixed calls alone. @param name as `shortName` has it */
export const makesFixedCalls = (name: string): boolean => fixed.has(name);

/**
 * Prefixes of the services that can use a role which trusts a name: those that list it, and those whose prefix is a part of
 * it. `undefined`: which service it is isn't known, so it may be any.
 *
 * @param name as `shortName` has it
 */
export function servicesThatAct(name: string): readonly string[] | undefined {
    const services = new Set([
        ...(byPrincipal.get(name) ?? []),
        ...name.split(".").filter((part) => knownServices.has(part)),
    ]);
    return services.size === 0 ? undefined : [...services].sort();
}
