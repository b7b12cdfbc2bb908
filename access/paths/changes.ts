import type { Group, Policy, Role, User } from "../organization/organization";
import type { Document } from "../policy/document";
import { readDocument } from "../policy/readDocument";

/**
 * Something an attacker can change about the organization beside becoming somebody. Changes are never taken back: what
 * they allow is added up.
 */
export interface Change {
    /**
     * - `grants`: statements of the attacker's choice are added to a user, role or group.
     * - `attaches`: a managed policy that is there is attached to a user, role or group.
     * - `rewrites`, `restores`: a managed policy says what the attacker wants, or what one of its other versions says.
     * - `joins`: users of the attacker may join a group.
     * - `unbounds`: the permissions boundary is gone. `bounds`: a policy can be put as boundary instead of it, or where
     *   there was none.
     * - `strips`: a policy is taken away; `leaves`: members are taken from a group.
     * - `tags`: tags become what the attacker wants; `tagsSessions`: those of its sessions do.
     * - `moves`: a user or group may get another name or path. `makes`: a group is made.
     */
    readonly what:
        | "grants"
        | "attaches"
        | "rewrites"
        | "restores"
        | "joins"
        | "unbounds"
        | "bounds"
        | "strips"
        | "leaves"
        | "tags"
        | "tagsSessions"
        | "moves"
        | "makes";
    /** ARN of the user, role, group or managed policy; of what the attacker made, see `subjectOf`. */
    readonly subject: string;
    /** The policy that is attached, taken away, or put as boundary: its document's name. */
    readonly policy?: Policy;
    /** Where it is moved to: a pattern of ARNs. */
    readonly to?: string;
}

export const changeKey = ({ what, subject, policy, to = "" }: Change): string =>
    `${what} ${subject}${policy === undefined ? "" : ` ${policy.document.name}`} ${to}`;

/** What the attacker writes where documents can be written: everything. */
export const attackersPolicy: Document = readDocument(
    "a policy that the attacker writes",
    { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
    "identity",
);

/** The changes that a path has made so far. */
export class Changes {
    private readonly made = new Map<string, Change>();

    constructor(changes: Iterable<Change> = []) {
        for (const change of changes) this.made.set(changeKey(change), change);
    }

    get size(): number {
        return this.made.size;
    }

    [Symbol.iterator](): Iterator<Change> {
        return this.made.values();
    }

    has(change: Change): boolean {
        return this.made.size > 0 && this.made.has(changeKey(change));
    }

    /** Whether there is a change of one of two kinds to something. */
    touch(one: Change["what"], other: Change["what"], subject: string): boolean {
        for (const change of this.made.values()) {
            if (change.subject === subject && (change.what === one || change.what === other))
                return true;
        }
        return false;
    }

    /** Patterns of the ARNs that a user or group may be moved to. */
    placesOf(subject: string): readonly string[] {
        const places: string[] = [];
        for (const change of this.made.values()) {
            if (change.what === "moves" && change.subject === subject && change.to !== undefined)
                places.push(change.to);
        }
        return places;
    }
}

/** The groups of an account, with those that the attacker made. */
export function groupsAfter(groups: readonly Group[], changes: Changes): readonly Group[] {
    const made: Group[] = [];
    for (const { what, subject } of changes) {
        if (what === "makes") made.push({ arn: subject, name: subject, policies: [] });
    }
    return made.length === 0 ? groups : [...groups, ...made];
}

/** Policies of a principal after some changes. */
export interface ChangedPolicies {
    /** What it holds, a list per choice that excludes the others: groups joined or policies attached one at a time. */
    readonly choices: readonly (readonly Document[])[];
    /** The boundaries that it may have, one at a time; `undefined`: none. */
    readonly boundaries: readonly (Document | undefined)[];
    /** Whether its tags are the attacker's to choose. */
    readonly anyTags: boolean;
}

/**
 * What a principal's policies say after some changes. A policy that may have become weaker loses its Deny statements and
 * keeps what it allows: more than one change yields, never less.
 *
 * @param groups that attackers' users may join: those of the account
 */
export function changedPolicies(
    principal: Pick<User | Role, "arn" | "policies" | "boundary"> & {
        readonly groups?: readonly Group[];
    },
    groups: readonly Group[],
    changes: Changes,
): ChangedPolicies {
    const { arn, policies, boundary, groups: memberOf = [] } = principal;
    const held = [
        ...policies.map((policy) => changedDocument(policy, arn, changes)),
        ...memberOf.flatMap((group) => groupDocuments(group, changes)),
    ];
    const isUser = principal.groups !== undefined;
    const joinable = isUser ? groupsAfter(groups, changes) : [];
    const extra = changes.size === 0 ? [] : [...additions(arn, memberOf, joinable, changes)];
    return {
        choices: [held, ...extra.map((documents) => [...held, ...documents])],
        boundaries: boundariesOf(arn, boundary, changes),
        anyTags: changes.has({ what: "tags", subject: arn }),
    };
}

function boundariesOf(
    arn: string,
    boundary: Policy | undefined,
    changes: Changes,
): ChangedPolicies["boundaries"] {
    if (boundary === undefined || changes.has({ what: "unbounds", subject: arn })) {
        return [undefined];
    }
    const put = [...changes].flatMap(({ what, subject, policy }) =>
        what === "bounds" && subject === arn && policy !== undefined ? [policy] : [],
    );
    const documents = [boundary, ...put].map((policy) => changedDocument(policy, arn, changes));
    return documents.includes(attackersPolicy) ? [undefined] : documents;
}

/** Documents that a principal may gain, each list by itself. */
function* additions(
    arn: string,
    memberOf: readonly Group[],
    joinable: readonly Group[],
    changes: Changes,
): Iterable<readonly Document[]> {
    for (const holder of [arn, ...memberOf.map((group) => group.arn)]) {
        for (const document of addedTo(holder, changes)) yield [document];
    }
    for (const group of joinable) {
        if (!changes.has({ what: "joins", subject: group.arn })) continue;
        const documents = groupDocuments(group, changes);
        yield documents;
        for (const document of addedTo(group.arn, changes)) yield [...documents, document];
    }
}

/** Documents that a user, role or group was given. */
function* addedTo(holder: string, changes: Changes): Iterable<Document> {
    if (changes.has({ what: "grants", subject: holder })) yield attackersPolicy;
    for (const { what, subject, policy } of changes) {
        if (what === "attaches" && policy !== undefined && subject === holder) {
            yield changedDocument(policy, holder, changes);
        }
    }
}

const groupDocuments = (group: Group, changes: Changes): Document[] =>
    group.policies.map((policy) =>
        changes.has({ what: "leaves", subject: group.arn })
            ? withoutDenies(changedDocument(policy, group.arn, changes))
            : changedDocument(policy, group.arn, changes),
    );

function changedDocument(policy: Policy, holder: string, changes: Changes): Document {
    if (changes.size === 0) return policy.document;
    if (policy.arn !== undefined) {
        if (changes.has({ what: "rewrites", subject: policy.arn })) return attackersPolicy;
        const restored = [...changes].find(
            ({ what, subject }) => what === "restores" && subject === policy.arn,
        );
        // Its policy is all versions in one.
        if (restored?.policy !== undefined) return withoutDenies(restored.policy.document);
    }
    return changes.has({ what: "strips", subject: holder, policy })
        ? withoutDenies(policy.document)
        : policy.document;
}

const weaker = new WeakMap<Document, Document>();

/** A document that refuses nothing any more. */
export function withoutDenies(document: Document): Document {
    const known = weaker.get(document);
    if (known !== undefined) return known;
    const made = {
        ...document,
        statements: document.statements.filter(({ effect }) => effect === "Allow"),
    };
    weaker.set(document, made);
    return made;
}
