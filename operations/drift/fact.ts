/** What a fact is about; a finding has the same kind. */
export const factKinds = [
    "user",
    "group",
    "role",
    "policy",
    "secret",
    "provider",
    "trust",
    "attached",
    "inline",
    "document",
    "secretPolicy",
    "boundary",
    "member",
    "instanceProfile",
    "accessKey",
    "password",
    "mfa",
    "sshKey",
    "certificate",
    "serviceCredential",
    "sessionLength",
    "description",
    "tag",
    "path",
] as const;
export type FactKind = (typeof factKinds)[number];

/** One thing that an account has, or should have. */
export interface Fact {
    readonly kind: FactKind;
    /** ARN of the user, group, role, policy, secret or provider. */
    readonly subject: string;
    /** Name, key or ARN of what the subject has; empty for the subject itself, or if there is one at most. */
    readonly name: string;
    /** Normalized, so that two facts that say the same are equal; empty if being there is all. */
    readonly value: string;
    /** For messages, in place of `value`. */
    readonly shown?: string;
    /** Names that a policy has and no live principal of the platform's accounts is known by: `AIDA...`. */
    readonly orphans?: readonly string[];
}

/** Facts by their id. */
export type Facts = ReadonlyMap<string, Fact>;

/** A fact's id, which findings and `--delete` use: the subject's ARN, and what it is about the subject. */
export const factId = ({
    kind,
    subject,
    name,
}: Pick<Fact, "kind" | "subject" | "name">): string => {
    if (isSubject(kind)) return subject;
    return name === "" ? `${subject}#${kind}` : `${subject}#${kind}/${name}`;
};

/** Whether a fact is that something is there at all. */
export const isSubject = (kind: FactKind): boolean =>
    factKinds.indexOf(kind) <= factKinds.indexOf("provider");

export const factsById = (facts: readonly Fact[]): Facts =>
    new Map(facts.map((fact) => [factId(fact), fact]));
