import { hopsOf, isCertain } from "../paths/derivation";
import type { Derivation } from "../paths/derivation";
import { primitiveLimits } from "../paths/primitives/limits";
import { SearchLimit } from "../paths/searchLimit";
import { PathFinder } from "../paths/pathFinder";
import { accessGraphOf } from "../paths/accessGraph";
import type { AccessGraph } from "../paths/accessGraph";
import type { Node, PrincipalNode } from "../paths/nodes";
import type { Environment, Organization, User } from "../organization/organization";
import type { Hop } from "../paths/hop";
import type { Reach, Report, Takeover } from "./report";

/**
 * Who reaches what in an organization, and whether the environment boundary holds.
 *
 * @param isLeftOut hops that no path may have
 * @param maxReevaluations what the search may cost, by trust class: see `SearchLimit`. Past that of nonprod, the boundary isn't known to hold.
 */
export function buildReport(
    organization: Organization,
    isLeftOut?: (hop: Hop) => boolean,
    maxReevaluations: Reevaluations = { nonprod: 5_000, prod: 0 },
): Report {
    const graph = accessGraphOf(organization);
    const finder = new PathFinder(graph, isLeftOut);
    const reach: Reach[] = [];
    const crossings: { readonly entry: Reach; readonly by: Derivation }[] = [];
    const takeovers: { readonly entry: Takeover; readonly by: Derivation }[] = [];

    const prodUsers = graph.users.filter((node) => classOf(node) === "prod");
    const identities = [...graph.users].sort(byArn);
    const roles = rolesInOrder(graph);
    const allRoles = new Set<Node>(roles);
    const rolesAndProdUsers = new Set<Node>([...roles, ...prodUsers]);
    const searchLimits = {
        nonprod: new SearchLimit(maxReevaluations.nonprod),
        prod: new SearchLimit(maxReevaluations.prod),
    };
    for (const identity of identities) {
        const isNonprod = classOf(identity) === "nonprod";
        const reached = isNonprod
            ? finder.search(identity, rolesAndProdUsers, searchLimits.nonprod)
            : finder.search(identity, allRoles, searchLimits.prod);
        for (const role of roles) {
            const by = reached[role.index];
            if (by === undefined) continue;
            const entry = { identity: identity.arn, role: role.arn, hops: hopsOf(by) };
            reach.push(entry);
            if (isNonprod && !isOpenToNonprod(role.accountNode.account.environment)) {
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
            : broken.length > 0 || searchLimits.nonprod.isSpent
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
            account: node.accountNode.account.id,
            trustClass: classOf(node),
        })),
        roles: roles.map(({ arn, principal, accountNode }) => ({
            arn,
            name: principal.name,
            account: accountNode.account.id,
        })),
        reach,
        crossings: shortestFirst(crossings),
        takeovers: shortestFirst(takeovers),
        limits: [
            ...(searchLimits.nonprod.isSpent ? [cutOff.nonprod] : []),
            ...(searchLimits.prod.isSpent ? [cutOff.prod] : []),
            ...organization.limits,
            ...unregistered(graph),
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

type Reevaluations = Readonly<Record<User["trustClass"], number>>;

const cutOff: Readonly<Record<User["trustClass"], string>> = {
    nonprod:
        "The search was cut off: nonprod identities can change so much that not all of what follows was looked at. There may be more paths.",
    prod: "What prod identities reach by changing policies first was not all looked for; the boundary lets them reach every role.",
};

const unregistered = ({ outsiders }: AccessGraph): readonly string[] =>
    outsiders.flatMap(({ accountId }) =>
        accountId === undefined
            ? []
            : [
                  `Account ${accountId} isn't in the registry, but roles trust it: who gets in from there isn't known.`,
              ],
    );

const byArn = (a: Node, b: Node): number => (a.arn < b.arn ? -1 : a.arn > b.arn ? 1 : 0);

const rolesInOrder = ({ accountNodes }: AccessGraph): readonly PrincipalNode[] =>
    [...accountNodes.values()].flatMap((accountNode) => [...accountNode.roles].sort(byArn));

const shortestFirst = <T>(found: readonly { entry: T; by: Derivation }[]): readonly T[] =>
    [...found].sort((a, b) => a.by.cost - b.by.cost).map(({ entry }) => entry);
