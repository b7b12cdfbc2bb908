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
     * - `unbounds`: the permissions boundary is gone. `rebounds`: one that was missing can be put.
     * - `strips`: a policy is taken away; `leaves`: members are taken from a group.
     * - `tags`: tags become what the attacker wants.
     */
    readonly what:
        | "grants"
        | "attaches"
        | "rewrites"
        | "restores"
        | "joins"
        | "unbounds"
        | "rebounds"
        | "strips"
        | "leaves"
        | "tags";
    /** ARN of the user, role, group or managed policy. */
    readonly subject: string;
    /** The policy that is attached, or taken away: its document's name. */
    readonly policy?: Policy;
}

export const changeKey = ({ what, subject, policy }: Change): string =>
    `${what} ${subject}${policy === undefined ? "" : ` ${policy.document.name}`}`;

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
}

/** Policies of a principal after some changes. */
export interface ChangedPolicies {
    /** What it holds, a list per choice that excludes the others: groups joined or policies attached one at a time. */
    readonly choices: readonly (readonly Document[])[];
    readonly boundary?: Document;
    /** Whether its tags are the attacker's to choose. */
    readonly anyTags: boolean;
}

/**
 * What a principal's policies say after some changes. A policy that may have become weaker loses its Deny statements and
 * keeps what it allows: more than one change gives, never less.
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
    const extra = changes.size === 0 ? [] : [...additions(arn, isUser, memberOf, groups, changes)];
    const bounded =
        boundary === undefined ||
        changes.has({ what: "unbounds", subject: arn }) ||
        changedDocument(boundary, arn, changes) === attackersPolicy
            ? undefined
            : changedDocument(boundary, arn, changes);
    return {
        choices: [held, ...extra.map((documents) => [...held, ...documents])],
        ...(bounded === undefined ? {} : { boundary: bounded }),
        anyTags: changes.has({ what: "tags", subject: arn }),
    };
}

/** Documents that a principal may gain, each list by itself. */
function* additions(
    arn: string,
    isUser: boolean,
    memberOf: readonly Group[],
    groups: readonly Group[],
    changes: Changes,
): Iterable<readonly Document[]> {
    const holders = [arn, ...memberOf.map((group) => group.arn)];
    if (holders.some((subject) => changes.has({ what: "grants", subject }))) {
        yield [attackersPolicy];
    }
    for (const { what, subject, policy } of changes) {
        if (what === "attaches" && policy !== undefined && holders.includes(subject)) {
            yield [changedDocument(policy, subject, changes)];
        }
    }
    if (!isUser) return;
    for (const group of groups) {
        if (changes.has({ what: "joins", subject: group.arn })) {
            yield groupDocuments(group, changes);
            if (changes.has({ what: "grants", subject: group.arn })) yield [attackersPolicy];
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
