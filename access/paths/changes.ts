import type { Group, Policy, Role, User } from "../organization/organization";
import type { Document } from "../policy/document";
import { readDocument } from "../policy/readDocument";

/**
 * A change that an attacker can make to the organization, other than taking control of a principal.
 * Changes accumulate along a path and are never undone.
 */
export interface Change {
    /**
     * - `grants`: a user, role or group gets statements of the attacker's choice.
     * - `attaches`: an existing managed policy is attached to a user, role or group.
     * - `rewrites`, `restores`: a managed policy gets a document of the attacker's choice, or
     *   another of its versions.
     * - `joins`: users of the attacker can be added to a group.
     * - `unbounds`: the permissions boundary is removed. `bounds`: a policy can be set as the
     *   boundary.
     * - `strips`: a policy is removed; `leaves`: members are removed from a group.
     * - `tags`: a tag, or any, is set by the attacker; `tagsSessions`: session tags are.
     * - `moves`: a user or group gets another name or path. `makes`: a group is created.
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
    /** ARN of the user, role, group or managed policy; for a created principal, see `subjectOf`. */
    readonly subject: string;
    /** The policy that is attached, removed, or set as boundary. */
    readonly policy?: Policy;
    /** New ARN after a move, as a pattern. */
    readonly to?: string;
    /** Key of the tag that is set, in lower case. @default any */
    readonly tag?: string;
}

export const changeKey = ({ what, subject, policy, to = "", tag = "" }: Change): string =>
    `${what} ${subject}${policy === undefined ? "" : ` ${policy.document.name}`} ${to}${tag}`;

/** The document that an attacker writes wherever it can write one: allows everything. */
export const attackersPolicy: Document = readDocument(
    "a policy that the attacker writes",
    { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
    "identity",
);

/** The changes of a path so far. */
export class Changes {
    private readonly made = new Map<string, Change>();
    private readonly bySubject = new Map<string, Change[]>();

    constructor(changes: Iterable<Change> = []) {
        for (const change of changes) {
            const key = changeKey(change);
            if (this.made.has(key)) continue;
            this.made.set(key, change);
            const others = this.bySubject.get(change.subject);
            if (others === undefined) this.bySubject.set(change.subject, [change]);
            else others.push(change);
        }
    }

    get size(): number {
        return this.made.size;
    }

    [Symbol.iterator](): Iterator<Change> {
        return this.made.values();
    }

    /** Those of a user, role, group or managed policy. */
    of(subject: string): readonly Change[] {
        return this.bySubject.get(subject) ?? none;
    }

    has(change: Change): boolean {
        return this.bySubject.has(change.subject) && this.made.has(changeKey(change));
    }

    /** Whether the subject has a change of one of two kinds. */
    touch(one: Change["what"], other: Change["what"], subject: string): boolean {
        return this.of(subject).some(({ what }) => what === one || what === other);
    }

    /** ARN patterns that a user or group can be moved to. */
    placesOf(subject: string): readonly string[] {
        return this.of(subject).flatMap(({ what, to }) =>
            what === "moves" && to !== undefined ? [to] : [],
        );
    }

    /** ARNs of the groups that were created. */
    get groupsMade(): readonly string[] {
        return (this.madeGroups ??= [...this.made.values()].flatMap(({ what, subject }) =>
            what === "makes" ? [subject] : [],
        ));
    }
    private madeGroups: readonly string[] | undefined;
}

const none: readonly Change[] = [];

/** The groups of an account, including those that the attacker created. */
export function groupsAfter(groups: readonly Group[], changes: Changes): readonly Group[] {
    const made = changes.groupsMade.map((arn): Group => ({ arn, name: arn, policies: [] }));
    return made.length === 0 ? groups : [...groups, ...made];
}

/** A principal's policies after changes. */
export interface ChangedPolicies {
    /**
     * The policies it holds: one list for each group that it joins or policy that is attached, each
     * alone.
     */
    readonly choices: readonly (readonly Document[])[];
    /** The boundaries it may have, each alone; `undefined`: none. */
    readonly boundaries: readonly (Document | undefined)[];
}

/**
 * A principal's policies after changes. A policy that may have been weakened loses its Deny
 * statements and keeps its Allow statements. This over-approximates: it may grant more than a
 * single change would, never less.
 *
 * @param groups groups of the account, which the attacker's users may join
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
    const put = changes
        .of(arn)
        .flatMap(({ what, policy }) => (what === "bounds" && policy !== undefined ? [policy] : []));
    const documents = [boundary, ...put].map((policy) => changedDocument(policy, arn, changes));
    return documents.includes(attackersPolicy) ? [undefined] : documents;
}

/** Documents that a principal may gain, one list per change. */
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

/** Documents that were added to a user, role or group. */
function* addedTo(holder: string, changes: Changes): Iterable<Document> {
    if (changes.has({ what: "grants", subject: holder })) yield attackersPolicy;
    for (const { what, policy } of changes.of(holder)) {
        if (what === "attaches" && policy !== undefined) {
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
        const restored = changes.of(policy.arn).find(({ what }) => what === "restores");
        // The change holds the statements of all versions.
        if (restored?.policy !== undefined) return withoutDenies(restored.policy.document);
    }
    return changes.has({ what: "strips", subject: holder, policy })
        ? withoutDenies(policy.document)
        : policy.document;
}

const weaker = new WeakMap<Document, Document>();

/** The document without its Deny statements. */
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
