import type { Account, Organization, Policy, Role, User } from "../organization/organization";
import { idsThatMayBeTrusted, isShared, keyHolders, namesAssumeRoot } from "./exits";
import { tagsRead } from "./tags";
import type { TagsRead } from "./tags";
import { TrustIndex } from "./trustIndex";

/** What an attacker can hold: a principal, or something that acts like one. */
export type Node = PrincipalNode | RootNode | CreatedNode | OutsiderNode;

interface NodeFacts {
    /** Position among the organization's nodes; -1 for one that a path created. */
    readonly index: number;
    /** As paths name it. */
    readonly arn: string;
}

/** A user or role that is there. */
export interface PrincipalNode extends NodeFacts {
    readonly kind: "principal";
    readonly principal: User | Role;
    readonly home: Home;
}

/**
 * What changes call a node. Those that the attacker made under one pattern, with another boundary each, aren't the same: what
 * may be done to one may depend on its boundary.
 */
export const subjectOf = (node: Node): string =>
    node.kind !== "created" || node.boundary === undefined
        ? node.arn
        : `${node.arn} within ${node.boundary.arn ?? ""}`;

/** An account's root user. */
export interface RootNode extends NodeFacts {
    readonly kind: "root";
    readonly home: Home;
}

/** A user or role that an attacker may create: whatever its ARN, a pattern, matches. */
export interface CreatedNode extends NodeFacts {
    readonly kind: "created";
    readonly type: "user" | "role";
    readonly home: Home;
    /** The permissions boundary that it must be created with. */
    readonly boundary?: Policy;
}

/**
 * Somebody outside the registry: anybody, from an AWS account of their own, or whoever is in an account that a role
 * trusts although nobody registered it.
 */
export interface OutsiderNode extends NodeFacts {
    readonly kind: "outsider";
    readonly partition: string;
    /** 12 digits; absent: anybody. */
    readonly accountId?: string;
}

/** An account with its nodes. */
export interface Home {
    readonly account: Account;
    readonly users: readonly PrincipalNode[];
    readonly roles: readonly PrincipalNode[];
    /** Those of them whom somebody may get hold of: a service-linked role is its service's alone. */
    readonly takable: readonly PrincipalNode[];
    readonly root: RootNode;
    /**
     * What somebody of this account might get hold of outside it: roles whose trust policies might let them in, users
     * whose keys are in secrets that they might read, root users, and unregistered accounts.
     */
    readonly exits: readonly Node[];
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html */
const isServiceLinked = (arn: string): boolean => arn.includes(":role/aws-service-role/");

/** An organization, indexed for the search of paths. */
export interface World {
    readonly homes: ReadonlyMap<string, Home>;
    readonly nodes: readonly Node[];
    readonly users: readonly PrincipalNode[];
    /** Users by their ARN. */
    readonly userOf: ReadonlyMap<string, PrincipalNode>;
    readonly roles: readonly PrincipalNode[];
    /** Anybody, and each unregistered account that a role trusts, or may trust. */
    readonly outsiders: readonly OutsiderNode[];
    readonly trust: TrustIndex;
    /** Accounts with secrets that somebody of another account might read. */
    readonly sharing: ReadonlySet<Home>;
    /** Which tags policies look at; found when it is first asked for. */
    readonly tagsRead: () => TagsRead;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** @param organization as it was read */
export function worldOf({ accounts }: Organization): World {
    const nodes: Node[] = [];
    const add = <N extends Node>(node: Omit<N, "index">): N => {
        const added = { ...node, index: nodes.length } as unknown as N;
        nodes.push(added);
        return added;
    };
    const homes = new Map<string, Home>();
    for (const account of accounts) {
        const home = { account, exits: [] } as unknown as Writable<Home>;
        const principalNode = (principal: User | Role): PrincipalNode =>
            add<PrincipalNode>({ kind: "principal", arn: principal.arn, principal, home });
        home.users = account.users.map(principalNode);
        home.roles = account.roles.map(principalNode);
        home.takable = [...home.users, ...home.roles].filter(({ arn }) => !isServiceLinked(arn));
        home.root = add<RootNode>({
            kind: "root",
            arn: `arn:${account.partition}:iam::${account.id}:root`,
            home,
        });
        homes.set(account.id, home);
    }
    const all = [...homes.values()];
    const roles = all.flatMap((home) => home.roles);
    const trust = new TrustIndex(roles);
    const partition = accounts[0]?.partition ?? "aws";
    const outsiders = [
        add<OutsiderNode>({ kind: "outsider", arn: "*", partition }),
        ...[...new Set([...trust.accountIds, ...idsThatMayBeTrusted(trust, accounts)])]
            .filter((id) => !homes.has(id))
            .sort()
            .map((id) =>
                add<OutsiderNode>({
                    kind: "outsider",
                    arn: `arn:${partition}:iam::${id}:root`,
                    partition,
                    accountId: id,
                }),
            ),
    ];
    const users = all.flatMap((home) => home.users);
    const userOf = new Map(users.map((user) => [user.arn, user]));
    const sharing = all.filter(({ account }) => (account.secrets ?? []).some(isShared));
    const shared = sharing.flatMap((home) => keyHolders(home, userOf, isShared));
    for (const home of all) {
        const nodes = new Set([
            ...trust.rolesThatMayTrust(home.account.id),
            ...keyHolders(home, userOf),
            ...shared,
            ...(namesAssumeRoot(home.account) ? all.map(({ root }) => root) : []),
        ]);
        const abroad = [...nodes].filter((node) => node.home !== home);
        (home as Writable<Home>).exits = [...abroad, ...outsiders];
    }
    let tags: TagsRead | undefined;
    return {
        homes,
        nodes,
        users,
        userOf,
        roles,
        outsiders,
        trust,
        sharing: new Set(sharing),
        tagsRead: () => (tags ??= tagsRead({ accounts })),
    };
}
