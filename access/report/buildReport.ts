import { hopsOf, isCertain } from "../paths/derivation";
import type { Derivation } from "../paths/derivation";
import { primitiveLimits } from "../paths/primitives/limits";
import { PathFinder } from "../paths/search";
import { worldOf } from "../paths/world";
import type { Node, PrincipalNode, World } from "../paths/world";
import type { Environment, Organization, User } from "../organization/organization";
import type { Hop, Reach, Report, Takeover } from "./report";

/**
 * Who reaches what in an organization, and whether the environment boundary holds.
 *
 * @param isLeftOut hops that no path may have
 */
export function buildReport(organization: Organization, isLeftOut?: (hop: Hop) => boolean): Report {
    const world = worldOf(organization);
    const finder = new PathFinder(world, isLeftOut);
    const reach: Reach[] = [];
    const crossings: { readonly entry: Reach; readonly by: Derivation }[] = [];
    const takeovers: { readonly entry: Takeover; readonly by: Derivation }[] = [];

    const prodUsers = world.users.filter((node) => classOf(node) === "prod");
    const identities = [...world.users].sort(byArn);
    const roles = rolesInOrder(world);
    const allRoles = new Set<Node>(roles);
    const rolesAndProdUsers = new Set<Node>([...roles, ...prodUsers]);
    for (const identity of identities) {
        const isNonprod = classOf(identity) === "nonprod";
        const reached = finder.search(identity, isNonprod ? rolesAndProdUsers : allRoles);
        for (const role of roles) {
            const by = reached[role.index];
            if (by === undefined) continue;
            const entry = { identity: identity.arn, role: role.arn, hops: hopsOf(by) };
            reach.push(entry);
            if (isNonprod && !isOpenToNonprod(role.home.account.environment)) {
                crossings.push({ entry, by });
            }
        }
        for (const user of isNonprod ? prodUsers : []) {
            const by = reached[user.index];
            if (by === undefined) continue;
            const entry = { identity: identity.arn, becomes: user.arn, hops: hopsOf(by) };
            takeovers.push({ entry, by });
        }
    }
    const broken = [...crossings, ...takeovers];
    return {
        version: 1,
        boundary:
            broken.length === 0
                ? "holds"
                : broken.some(({ by }) => isCertain(by))
                  ? "crossed"
                  : "unknown",
        accounts: organization.accounts.map(({ id, name, environment }) => ({
            id,
            name,
            environment,
        })),
        identities: identities.map((node) => ({
            arn: node.arn,
            name: node.principal.name,
            account: node.home.account.id,
            trustClass: classOf(node),
        })),
        roles: roles.map(({ arn, principal, home }) => ({
            arn,
            name: principal.name,
            account: home.account.id,
        })),
        reach,
        crossings: shortestFirst(crossings),
        takeovers: shortestFirst(takeovers),
        limits: [...organization.limits, ...unregistered(world), ...primitiveLimits],
    };
}

/**
 * The environment boundary in the proof's own words, so that a fault in the program's can't hide itself: the account
 * that holds the identities counts as production.
 */
const isOpenToNonprod = (environment: Environment): boolean => environment === "nonprod";

const classOf = ({ principal }: PrincipalNode): User["trustClass"] =>
    principal.kind === "user" ? principal.trustClass : "nonprod";

const unregistered = ({ outsiders }: World): readonly string[] =>
    outsiders.flatMap(({ accountId }) =>
        accountId === undefined
            ? []
            : [
                  `Account ${accountId} isn't in the registry, but roles trust it: who gets in from there isn't known.`,
              ],
    );

const byArn = (a: Node, b: Node): number => (a.arn < b.arn ? -1 : a.arn > b.arn ? 1 : 0);

const rolesInOrder = ({ homes }: World): readonly PrincipalNode[] =>
    [...homes.values()].flatMap((home) => [...home.roles].sort(byArn));

const shortestFirst = <T>(found: readonly { entry: T; by: Derivation }[]): readonly T[] =>
    [...found].sort((a, b) => a.by.cost - b.by.cost).map(({ entry }) => entry);
