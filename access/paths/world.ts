import type { Account, Organization, Policy, Role, User } from "../organization/organization";
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
    readonly root: RootNode;
    /** What somebody of this account might get hold of outside it: see `exitsOf`. */
    readonly exits: readonly Node[];
}

/** An organization, indexed for the search of paths. */
export interface World {
    readonly homes: ReadonlyMap<string, Home>;
    readonly nodes: readonly Node[];
    readonly users: readonly PrincipalNode[];
    readonly roles: readonly PrincipalNode[];
    /** Anybody, and each unregistered account that a role trusts. */
    readonly outsiders: readonly OutsiderNode[];
    readonly trust: TrustIndex;
    /** Accounts with secrets that somebody of another account might read. */
    readonly sharing: readonly Home[];
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
        ...trust.accountIds
            .filter((id) => !homes.has(id))
            .map((id) =>
                add<OutsiderNode>({
                    kind: "outsider",
                    arn: `arn:${partition}:iam::${id}:root`,
                    partition,
                    accountId: id,
                }),
            ),
    ];
    const readable = all.flatMap((home) => home.users.filter(mayBeReadFromOutside));
    const sharing = [...new Set(readable.map(({ home }) => home))];
    for (const home of all) {
        (home as Writable<Home>).exits = exitsOf(home, trust, outsiders, readable);
    }
    return {
        homes,
        nodes,
        users: all.flatMap((home) => home.users),
        roles,
        outsiders,
        trust,
        sharing,
    };
}

/**
 * Roles of other accounts whose trust policies might let somebody of an account in, users of other accounts whose keys
 * are in secrets that other accounts might read, and unregistered accounts.
 */
const exitsOf = (
    home: Home,
    trust: TrustIndex,
    outsiders: readonly OutsiderNode[],
    readable: readonly PrincipalNode[],
): readonly Node[] => [
    ...[...trust.rolesThatMayTrust(home.account.id), ...readable].filter(
        (node) => node.home !== home,
    ),
    ...outsiders,
];

const mayBeReadFromOutside = ({ arn, home: { account } }: PrincipalNode): boolean =>
    (account.secrets ?? []).some(
        ({ holdsKeyOf = arn, policy }) =>
            holdsKeyOf === arn &&
            policy !== undefined &&
            (policy.fault !== undefined ||
                policy.statements.some(
                    ({ effect, fault }) => effect === "Allow" || fault !== undefined,
                )),
    );
