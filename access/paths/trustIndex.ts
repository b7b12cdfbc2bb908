import type { Condition } from "../policy/document";
import { globWithin } from "../evaluation/within";
import { matches } from "../policy/glob";
import type { PrincipalSet } from "../policy/principals";
import type { PrincipalNode } from "./nodes";

/**
 * Index of the roles that may trust a principal: their trust policy names it, its account, or `*`.
 * Evaluating every principal against every role would be quadratic.
 */
export class TrustIndex {
    private readonly byArn = new Map<string, PrincipalNode[]>();
    private readonly byAccount = new Map<string, PrincipalNode[]>();
    /** Roles that trust `*`, or all but some, or whose trust policy cannot be read. */
    private readonly open: PrincipalNode[] = [];
    /** Names of principals in ARNs, in lower case. */
    private readonly names = new Set<string>();
    /** Those of conditions that have wildcards or variables. */
    private readonly namePatterns: string[] = [];
    /** Distinct principal lists; equal lists are one object. */
    private readonly lists = new Set<PrincipalSet>();
    /** By account id, the roles that trust the account or one of its principals. */
    private readonly naming = new Map<string, Set<PrincipalNode>>();

    constructor(roles: readonly PrincipalNode[]) {
        for (const role of roles) this.add(role);
    }

    /**
     * A signature of the principal lists that name a principal. Equal signatures are trusted alike.
     */
    signatureOf(arn: string): string {
        return [...this.lists].map(({ arns }) => (arns.has(arn) ? "1" : "0")).join("");
    }

    /**
     * Whether a trust policy, or a condition of one on `aws:PrincipalArn`, has a principal's name, of any account and path: names are
     * unique whatever the path and case.
     */
    readonly hasName = (arn: string): boolean => {
        const name = nameIn(arn);
        return (
            this.names.has(name) ||
            this.namePatterns.some((pattern) => matches(globWithin(pattern), name))
        );
    };

    /** Account ids that trust policies name, 12 digits each. */
    get accountIds(): readonly string[] {
        return [...this.naming.keys()];
    }

    /** @param arn of a user or role; for a role, its sessions are included */
    candidatesFor(arn: string, accountId: string): readonly PrincipalNode[] {
        const named = this.byArn.get(arn) ?? [];
        const sessions = this.byArn.get(sessionsOf(arn)) ?? [];
        const account = this.byAccount.get(accountId) ?? [];
        return distinct([named, sessions, account, this.open]);
    }

    /** Roles that may trust a principal of the account, for a principal whose ARN is unknown. */
    rolesThatMayTrust(accountId: string): readonly PrincipalNode[] {
        return distinct([[...(this.naming.get(accountId) ?? [])], this.open]);
    }

    /** Roles that may trust any principal. */
    get rolesThatMayTrustAnybody(): readonly PrincipalNode[] {
        return this.open;
    }

    private noteName(arn: string): void {
        const name = nameIn(arn.includes("${") ? arn.replace(/\$\{[^}]*\}/g, "*") : arn);
        if (this.names.has(name)) return;
        this.names.add(name);
        if (/[*?]/.test(name)) this.namePatterns.push(name);
    }

    private add(role: PrincipalNode): void {
        if (role.principal.kind !== "role") return;
        const { trust } = role.principal;
        let isOpen = trust.fault !== undefined;
        const arns = new Set<string>();
        const accounts = new Set<string>();
        for (const { effect, fault, principals, conditions } of trust.statements) {
            for (const arn of conditions.flatMap(principalArnsIn)) this.noteName(arn);
            if (principals !== undefined) this.lists.add(principals);
            if (effect === "Deny") continue;
            if (fault !== undefined || principals === undefined) {
                isOpen = true;
                continue;
            }
            if (principals.wildcard || principals.except) {
                isOpen = true;
                // A role that trusts `*` admits those that its conditions name.
                for (const id of conditions.flatMap(accountsIn)) this.noteNaming(id, role);
            }
            for (const arn of principals.arns) arns.add(arn);
            for (const account of principals.accounts) accounts.add(account);
        }
        if (isOpen) this.open.push(role);
        for (const arn of arns) {
            this.noteName(sessionRole(arn) ?? arn);
            listIn(this.byArn, sessionRole(arn) ?? arn).push(role);
            this.noteNaming(arn.split(":")[4] ?? "", role);
        }
        for (const account of accounts) {
            listIn(this.byAccount, account).push(role);
            this.noteNaming(account, role);
        }
    }

    private noteNaming(accountId: string, role: PrincipalNode): void {
        if (!/^\d{12}$/.test(accountId)) return;
        const naming = this.naming.get(accountId);
        if (naming === undefined) this.naming.set(accountId, new Set([role]));
        else naming.add(role);
    }
}

/** Account ids in a condition on the principal. */
const accountsIn = ({ key, values }: Condition): readonly string[] =>
    key.startsWith("aws:principal")
        ? values.flatMap((value) => value.match(/(?<!\d)\d{12}(?!\d)/g) ?? [])
        : [];

/** Key for the sessions of a role: account and role name. Session ARNs omit the role's path. */
function sessionsOf(roleArn: string): string {
    const role = /^arn:[^:]*:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(roleArn);
    return role === null ? "" : `session ${role[1] ?? ""}/${role[2] ?? ""}`;
}

function sessionRole(arn: string): string | undefined {
    const session = /^arn:[^:]*:sts::(\d{12}):assumed-role\/([^/]+)\/.+$/.exec(arn);
    return session === null ? undefined : `session ${session[1] ?? ""}/${session[2] ?? ""}`;
}

function listIn<K, V>(map: Map<K, V[]>, key: K): V[] {
    const list = map.get(key);
    if (list !== undefined) return list;
    const made: V[] = [];
    map.set(key, made);
    return made;
}

/** The distinct elements of the lists. Usually all but one are empty. */
function distinct<T>(lists: readonly (readonly T[])[]): readonly T[] {
    const filled = lists.filter(({ length }) => length > 0);
    if (filled.length <= 1) return filled[0] ?? [];
    return [...new Set(filled.flat())];
}

/** The name in an ARN, in lower case: the last part of its path. */
const nameIn = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1).toLowerCase();

const principalArnsIn = ({ key, values }: Condition): readonly string[] =>
    key === "aws:principalarn" ? values : [];
