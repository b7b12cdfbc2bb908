import type { Account, Organization, Role, User } from "../organization/organization";
import { federatedEntries, outboundRoles } from "./federation";
import type { FederatedEntry } from "./federation";
import { documentsOf } from "./documents";
import type { AccountNode, Node, OutsiderNode, PrincipalNode, RootNode } from "./nodes";
import { isReserved, isServiceLinked } from "./nodes";
import {
    idsThatMayBeTrusted,
    isShared,
    keyHolders,
    namesAssumeRoot,
    mayDecideForAll,
} from "./reachableOutside";
import { DistinguishedNames } from "./sessionNames";
import { tagsRead } from "./tags";
import type { TagsRead } from "./tags";
import { TrustIndex } from "./trustIndex";

/** An organization, indexed for the search of paths. */
export interface AccessGraph {
    /** By account id. */
    readonly accountNodes: ReadonlyMap<string, AccountNode>;
    readonly nodes: readonly Node[];
    readonly users: readonly PrincipalNode[];
    /** Users by ARN. */
    readonly userOf: ReadonlyMap<string, PrincipalNode>;
    readonly roles: readonly PrincipalNode[];
    /** Roles by ARN. */
    readonly roleOf: ReadonlyMap<string, PrincipalNode>;
    /** The attacker's own account first, then each unregistered account that a role trusts or may trust. */
    readonly outsiders: readonly OutsiderNode[];
    readonly trust: TrustIndex;
    /** The ways into roles through identity providers. */
    readonly federated: readonly FederatedEntry[];
    /** Accounts with secrets that principals of other accounts might read. */
    readonly sharing: ReadonlySet<AccountNode>;
    /** Which tags the policies refer to; computed on first use. */
    readonly tagsRead: () => TagsRead;
}

/** Builds the access graph of an organization. It is not changed afterwards; searches share it. */
export function accessGraphOf({ accounts, trustedIssuers }: Organization): AccessGraph {
    const nodes: Node[] = [];
    const add = <N extends Node>(node: Omit<N, "index">): N => {
        const added = { ...node, index: nodes.length } as unknown as N;
        nodes.push(added);
        return added;
    };
    const accountNodes = accounts.map((account) => addAccount(account, add));
    addSessions(accountNodes, add);
    const byId = new Map(accountNodes.map((node) => [node.account.id, node]));
    const roles = accountNodes.flatMap((node) => node.roles);
    const users = accountNodes.flatMap((node) => node.users);
    const trust = new TrustIndex(roles);
    const outsiders = addOutsiders(accounts, trust, add);
    const userOf = new Map(users.map((user) => [user.arn, user]));
    const roleOf = new Map(roles.map((role) => [role.arn, role]));
    const sharing = accountNodes.filter(({ account }) => (account.secrets ?? []).some(isShared));
    const federated = federatedEntries(roles, trustedIssuers);
    linkOutside(accountNodes, { trust, federated, userOf, roleOf, sharing, outsiders });
    let tags: TagsRead | undefined;
    return {
        accountNodes: byId,
        nodes,
        users,
        userOf,
        roles,
        roleOf,
        outsiders,
        trust,
        federated,
        sharing: new Set(sharing),
        tagsRead: () => (tags ??= tagsRead({ accounts })),
    };
}

type Add = <N extends Node>(node: Omit<N, "index">) => N;

/** While the graph is built: nodes refer to their account, and the account to its nodes. */
type Writable<T> = { -readonly [K in keyof T]: T[K] };

function addAccount(account: Account, add: Add): Writable<AccountNode> {
    const accountNode = { account, reachableOutside: [] } as unknown as Writable<AccountNode>;
    const principalNode = (principal: User | Role): PrincipalNode =>
        add<PrincipalNode>({ kind: "principal", arn: principal.arn, principal, accountNode });
    accountNode.users = account.users.map(principalNode);
    accountNode.roles = account.roles.map(principalNode);
    accountNode.changeableRoles = accountNode.roles.filter(({ arn }) => !isReserved(arn));
    accountNode.assumablePrincipals = [...accountNode.users, ...accountNode.roles].filter(
        ({ arn }) => !isServiceLinked(arn),
    );
    accountNode.root = add<RootNode>({
        kind: "root",
        arn: `arn:${account.partition}:iam::${account.id}:root`,
        accountNode,
    });
    return accountNode;
}

/** Adds the sessions of roles that policies distinguish by name. */
function addSessions(accountNodes: readonly Writable<AccountNode>[], add: Add): void {
    const documents = new Set(accountNodes.flatMap(({ account }) => documentsOf(account)));
    const names = new DistinguishedNames(documents);
    for (const accountNode of accountNodes) {
        accountNode.sessions = accountNode.roles.flatMap((role: Writable<PrincipalNode>) => {
            const { arn, principal } = role;
            const kinds = principal.kind === "role" ? names.kindsFor(principal) : [];
            if (kinds.length === 0) return [];
            const made = kinds.map((name) =>
                add<PrincipalNode>({
                    kind: "principal",
                    arn,
                    principal,
                    accountNode,
                    session: { role, name },
                }),
            );
            role.sessions = made;
            return made;
        });
    }
}

function addOutsiders(accounts: readonly Account[], trust: TrustIndex, add: Add): OutsiderNode[] {
    const registered = new Set(accounts.map(({ id }) => id));
    const partition = accounts[0]?.partition ?? "aws";
    const ids = new Set([...trust.accountIds, ...idsThatMayBeTrusted(trust, accounts)]);
    return [
        add<OutsiderNode>({ kind: "outsider", arn: "*", partition }),
        ...[...ids]
            .filter((id) => !registered.has(id))
            .sort()
            .map((accountId) =>
                add<OutsiderNode>({
                    kind: "outsider",
                    arn: `arn:${partition}:iam::${accountId}:root`,
                    partition,
                    accountId,
                }),
            ),
    ];
}

/** Sets `reachableOutside` of each account. */
function linkOutside(
    accountNodes: readonly Writable<AccountNode>[],
    {
        trust,
        federated,
        userOf,
        roleOf,
        sharing,
        outsiders,
    }: Pick<AccessGraph, "trust" | "federated" | "userOf" | "roleOf" | "outsiders"> & {
        readonly sharing: readonly AccountNode[];
    },
): void {
    const byOwnTokens = outboundRoles(federated);
    const shared = sharing.flatMap((node) => keyHolders(node, userOf, isShared));
    for (const accountNode of accountNodes) {
        const { account } = accountNode;
        const reachable = new Set([
            ...trust.rolesThatMayTrust(account.id),
            ...assignedRoles(account, roleOf),
            ...keyHolders(accountNode, userOf),
            ...shared,
            ...byOwnTokens,
            ...(namesAssumeRoot(account) ? accountNodes.map(({ root }) => root) : []),
            ...(mayDecideForAll(account)
                ? accountNodes.flatMap(({ assumablePrincipals }) => assumablePrincipals)
                : []),
        ]);
        const elsewhere = [...reachable].filter((node) => node.accountNode !== accountNode);
        accountNode.reachableOutside = [...elsewhere, ...outsiders];
    }
}

/** Roles that people and groups of IAM Identity Center, listed in the account, are assigned. */
const assignedRoles = (
    { roles }: Account,
    roleOf: ReadonlyMap<string, PrincipalNode>,
): readonly PrincipalNode[] =>
    roles
        .flatMap(({ assignments = [] }) => assignments)
        .flatMap(({ role }) => roleOf.get(role) ?? []);
