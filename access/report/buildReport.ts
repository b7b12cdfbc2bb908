import { hopsOf, isCertain } from "../paths/derivation";
import type { Derivation } from "../paths/derivation";
import { primitiveLimits } from "../paths/primitives/limits";
import { Budget } from "../paths/budget";
import { PathFinder } from "../paths/search";
import { worldOf } from "../paths/world";
import type { Node, PrincipalNode, World } from "../paths/world";
import type { Environment, Organization, User } from "../organization/organization";
import type { Hop } from "../paths/hop";
import type { Reach, Report, Takeover } from "./report";

/**
 * Who reaches what in an organization, and whether the environment boundary holds.
 *
 * @param isLeftOut hops that no path may have
 * @param looks what the search may cost, by trust class: see `Budget`. Past that of nonprod, the boundary isn't known to hold.
 */
export function buildReport(
    organization: Organization,
    isLeftOut?: (hop: Hop) => boolean,
    looks: Looks = { nonprod: 5_000, prod: 0 },
): Report {
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
    const budgets = { nonprod: new Budget(looks.nonprod), prod: new Budget(looks.prod) };
    for (const identity of identities) {
        const isNonprod = classOf(identity) === "nonprod";
        const reached = isNonprod
            ? finder.search(identity, rolesAndProdUsers, budgets.nonprod)
            : finder.search(identity, allRoles, budgets.prod);
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
        boundary: broken.some(({ by }) => isCertain(by))
            ? "crossed"
            : broken.length > 0 || budgets.nonprod.isSpent
              ? "unknown"
              : "holds",
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
        limits: [
            ...(budgets.nonprod.isSpent ? [cutOff.nonprod] : []),
            ...(budgets.prod.isSpent ? [cutOff.prod] : []),
            ...organization.limits,
            ...unregistered(world),
            ...primitiveLimits,
        ],
    };
}

/**
 * The environment boundary in the proof's own words, so that a fault in the program's can't hide itself: the account
 * that holds the identities counts as production.
 */
const isOpenToNonprod = (environment: Environment): boolean => environment === "nonprod";

const classOf = ({ principal }: PrincipalNode): User["trustClass"] =>
    principal.kind === "user" ? principal.trustClass : "nonprod";

type Looks = Readonly<Record<User["trustClass"], number>>;

const cutOff: Readonly<Record<User["trustClass"], string>> = {
    nonprod:
        "The search was cut off: nonprod identities can change so much that not all of what follows was looked at. There may be more paths.",
    prod: "What prod identities reach by changing policies first was not all looked for; the boundary lets them reach every role.",
};

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
