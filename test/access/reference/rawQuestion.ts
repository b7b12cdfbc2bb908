import type { Principal, ContextValue, Decision } from "../../../access/evaluation/question";
import type { Grammar } from "../../../access/policy/document";

/** A question whose documents are as written: what the reference reads, and the product compiles. */
export interface RawQuestion {
    readonly asker: RawAsker;
    readonly action: string;
    readonly resource: string;
    readonly isPattern?: boolean;
    /** 12 digits. */
    readonly resourceAccountId: string;
    /** Identity policies. */
    readonly identity: readonly unknown[];
    readonly boundary?: unknown;
    /** Session policies. */
    readonly session?: readonly unknown[];
    readonly trust?: unknown;
    /** Resource policy of anything but a role; never together with `trust`. */
    readonly policy?: unknown;
    /** Service control policies, a list per level. */
    readonly scps: readonly (readonly unknown[])[];
    /** Resource control policies, a list per level. */
    readonly rcps: readonly (readonly unknown[])[];
    /** By key in lower case. The request doesn't carry keys that aren't here. */
    readonly context: Readonly<Record<string, ContextValue>>;
}

export type RawAsker = Pick<Principal, "kind" | "arn" | "isPattern" | "accountId">;

export type Answer = Decision["answer"];

/** A document of a question, with the name that case tables give it in `because`. */
export interface NamedDocument {
    readonly name: string;
    readonly raw: unknown;
    readonly grammar: Grammar;
}

const listed = (name: string, raws: readonly unknown[]): readonly NamedDocument[] =>
    raws.map((raw, index) => ({ name: `${name} ${index}`, raw, grammar: "identity" }));

export const identityDocuments = ({ identity }: RawQuestion): readonly NamedDocument[] =>
    listed("identity", identity);

export const boundaryDocument = ({ boundary }: RawQuestion): NamedDocument | undefined =>
    boundary === undefined ? undefined : { name: "boundary", raw: boundary, grammar: "identity" };

export const sessionDocuments = ({ session }: RawQuestion): readonly NamedDocument[] | undefined =>
    session === undefined ? undefined : listed("session", session);

export const resourceDocument = ({ trust, policy }: RawQuestion): NamedDocument | undefined => {
    if (trust !== undefined) return { name: "trust", raw: trust, grammar: "trust" };
    if (policy !== undefined) return { name: "resource policy", raw: policy, grammar: "resource" };
    return undefined;
};

export const levelDocuments = (
    kind: "SCP" | "RCP",
    { scps, rcps }: RawQuestion,
): readonly (readonly NamedDocument[])[] =>
    (kind === "SCP" ? scps : rcps).map((level, depth) =>
        level.map((raw, index) => ({
            name: `${kind} ${depth}.${index}`,
            raw,
            grammar: kind === "SCP" ? "identity" : "resource",
        })),
    );

/** Every document of a question. */
export const allDocuments = (question: RawQuestion): readonly NamedDocument[] => [
    ...identityDocuments(question),
    ...[boundaryDocument(question), resourceDocument(question)].filter((one) => one !== undefined),
    ...(sessionDocuments(question) ?? []),
    ...levelDocuments("SCP", question).flat(),
    ...levelDocuments("RCP", question).flat(),
];
