import type { Organization } from "../organization/organization";
import type { AccessGraph } from "../paths/accessGraph";
import { isOutbound } from "../paths/federation";
import { mayAllow } from "../paths/mayAllow";
import type { Node, PrincipalNode } from "../paths/nodes";
import { isOpenToNonprod } from "../organization/environments";
import type { Document } from "../policy/document";
import { actionLimits } from "./actionLimits";

/**
 * What is not evaluated and could matter in this organization: with it, a boundary that holds might not.
 *
 * @param controlled nodes that nonprod identities reach
 */
export function openLimits(
    organization: Organization,
    graph: AccessGraph,
    controlled: Iterable<Node>,
): readonly string[] {
    const nodes = [...controlled];
    const documents = new Set(nodes.flatMap(documentsOf));
    const isRoot = nodes.some(({ kind }) => kind === "root");
    const mayDo = (action: string): boolean =>
        isRoot || [...documents].some((document) => mayAllow(document, action));
    const { assumed, limits } = organization;
    return [
        ...limits.filter((limit) => !assumed.includes(limit)),
        ...unregistered(graph),
        ...assumedOwners(graph),
        ...actionLimits.filter(({ actions }) => actions.some(mayDo)).map(({ text }) => text),
        ...([...documents].some(hasWildcards) ? [newActions] : []),
        ...(secretsOfUnknownHolder(organization) ? [unknownHolder] : []),
        ...(graph.trust.rolesThatMayTrustAnybody.length > 0 ? [unnamedAccounts] : []),
        ...(graph.roles.some(isOfPods) ? [kubernetes] : []),
    ];
}

const newActions =
    "Actions that AWS added after the action data was made count only where a policy names them, not where a wildcard includes them.";
const unknownHolder =
    "A secret whose key holder is unknown is assumed to hold the key of a user of its own account.";
const unnamedAccounts = "Unregistered accounts are evaluated only where policies name them.";
const kubernetes = "Kubernetes permissions in a cluster are not evaluated.";

const isOutside = ({ accountNode }: PrincipalNode): boolean =>
    !isOpenToNonprod(accountNode.account.environment);

/** Roles outside nonprod that a cluster hands to its pods. */
const isOfPods = (role: PrincipalNode): boolean =>
    isOutside(role) &&
    role.principal.kind === "role" &&
    role.principal.trust.statements.some(
        ({ effect, principals }) =>
            effect === "Allow" && principals?.services.has("pods.eks.amazonaws.com") === true,
    );

const secretsOfUnknownHolder = ({ accounts }: Organization): boolean =>
    accounts.some(({ secrets = [] }) => secrets.some((secret) => secret.holdsKeyOf === undefined));

/** Owners and issuers that roles outside nonprod trust, and that count as ours because nobody configured whose they are. */
function assumedOwners({ federated }: AccessGraph): readonly string[] {
    return federated
        .filter((entry) => entry.judgement.lets === "assumed" && isOutside(entry.role))
        .filter((entry) => !isOutbound(entry))
        .map(
            ({ role, judgement }) =>
                `${role.arn} trusts ${judgement.what}, which counts as production's: say whose it is in issuers or trustedOwners.`,
        );
}

function documentsOf(node: Node): readonly Document[] {
    if (node.kind !== "principal") return [];
    const { principal } = node;
    const groups = principal.kind === "user" ? principal.groups : [];
    return [principal, ...groups].flatMap(({ policies }) =>
        policies.map(({ document }) => document),
    );
}

const hasWildcards = ({ statements }: Document): boolean =>
    statements.some(
        ({ effect, actions }) =>
            effect === "Allow" && actions.patterns.some((pattern) => /[*?]/.test(pattern)),
    );

const unregistered = ({ outsiders }: AccessGraph): readonly string[] =>
    outsiders.flatMap(({ accountId }) =>
        accountId === undefined
            ? []
            : [
                  `Account ${accountId} is not in the registry, but roles trust it: who can act in it is not known.`,
              ],
    );
