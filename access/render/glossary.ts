/** One name for one thing: what the page and the terminal say, as docs/glossary.md and the README have it; tests compare. */

/** A mark of the matrix. */
export interface MarkMeaning {
    readonly mark: string;
    readonly means: string;
    /** What a wide place says beside it. */
    readonly more?: string;
}

export const marks: readonly MarkMeaning[] = [
    { mark: "yes", means: "assumes the role directly" },
    { mark: "2", means: "reaches it in 2 hops" },
    { mark: "-", means: "no path exists" },
    {
        mark: "?",
        means: "unknown",
        more: "a hop of the path isn't certain, or no path was found and the search stopped at its limit",
    },
    { mark: "!", means: "crosses the environment boundary" },
];

/** Term and meaning. */
export const terms: readonly (readonly [string, string])[] = [
    ["account", "an AWS account of the registry, with a name and an environment"],
    [
        "account registry",
        "accounts in Pulumi.yaml, or accounts.json of a folder: which accounts there are",
    ],
    [
        "environment",
        "of an account: state, nonprod, customer-nonprod or prod; all but nonprod count as production. state-nonprod: one account is both",
    ],
    [
        "environment boundary",
        "nonprod identities reach no role outside nonprod accounts, and become no prod identity. Boundary alone is the permissions boundary",
    ],
    [
        "identity",
        "an IAM user (a service account or a person), or the entry role of a pipeline or a federated group. Identities only assume roles",
    ],
    [
        "pipeline, entry role",
        "automation that comes by its system's token, without a key; the role of the state account that admits exactly its tokens",
    ],
    [
        "break glass",
        "a role for emergencies, by its path (PSKBreakGlass), which ordinary work doesn't use; reports show it apart",
    ],
    ["trust class", "of an identity: nonprod or prod, by the last segment of its path"],
    ["catalogue", "the roles that every account has, identically; also the identities"],
    [
        "contract",
        "what the state stack exports for the others: ARNs and ids of identities and secrets",
    ],
    ["trust policy", "the policy of a role that says which principals may assume it"],
    [
        "lock",
        "a policy that must allow a request: identity policy, trust policy, permissions boundary, service or resource control policy",
    ],
    ["to reach a role", "to have its credentials, or to run code with them, by any number of hops"],
    ["path", "the hops by which an identity reaches a role; the shortest is shown"],
    ["hop", "one step of a path: a role assumed, or an escalation technique"],
    [
        "escalation technique",
        "a use of permissions that yields another principal's: CreateAccessKey, PassRole with a function ... Also primitive, its row in the table",
    ],
    ["crossing", "a path of a nonprod identity to a role outside nonprod accounts"],
    ["takeover", "a path by which a nonprod identity becomes a prod identity"],
    [
        "cause",
        "the statement that opens crossings: what to mend. One cause may have many crossings",
    ],
    ["verdict", "whether the environment boundary holds, is crossed, or that is unknown"],
    [
        "uncertain, not certain",
        "a hop of which a policy or condition could not be evaluated, or whose technique depends on something else",
    ],
    ["limit", 'what the proof does not evaluate, listed under "Not evaluated"'],
    ["search limit", "the number of re-evaluations after IAM changes, past which a search stops"],
    ["waiver", "a hop that an owner accepts until a day; the policy pack leaves it out"],
    ["source", "where the proof's documents come from: plan, sandbox, live, or a folder"],
    ["digest", "SHA-256 of the documents as they were read"],
    [
        "matrix, cell, mark",
        "identities by roles by accounts; one of them; what it shows: yes, a number of hops, -, ?, !",
    ],
];

/** All of it, marks first, as docs/glossary.md has them. */
export const glossary: readonly { readonly term: string; readonly meaning: string }[] = [
    ...marks.map(({ mark, means, more }) => ({
        term: mark,
        meaning: more === undefined ? means : `${means}: ${more}`,
    })),
    ...terms.map(([term, meaning]) => ({ term, meaning })),
];
