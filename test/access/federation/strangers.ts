/** A Condition block, as IAM has it. */
export type RawConditions = Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;

/** What is ours; every other owner is a stranger. */
export const ours = { names: ["acme"], ids: ["4242"] } as const;

/** Whose a value of a claim is: an owner's name or id; `anyone`: every owner can have it; absent: no token has it. */
type OwnerOf = (value: string) => string | undefined;

/** An issuer as its documentation has it, written apart from the product's table. */
export interface Grammar {
    readonly address: string;
    /** Claims that say whose a token is. Every other claim may be whatever its holder likes. */
    readonly claims: Readonly<Record<string, OwnerOf>>;
    /** Values of those claims in tokens of an owner. */
    readonly tokens: (owner: string, id: string) => Readonly<Record<string, readonly string[]>>;
}

const first =
    (pattern: RegExp): OwnerOf =>
    (value) =>
        pattern.exec(value)?.[1];

const githubSubject: OwnerOf = (value) => {
    const own =
        /^(?:repo|repository):([\w-]+)(?:@\d+)?\/[\w.-]+(?:@\d+)?(?::[^*?]+)?$/.exec(value) ??
        /^(?:repository_owner|repository_owner_id|repository_id|enterprise|enterprise_id):([\w-]+)(?::[^*?]+)?$/.exec(
            value,
        );
    if (own !== null) return own[1];
    return /^(?:ref|environment|workflow|actor|job_workflow_ref|context):[^:]+/.test(value)
        ? "anyone"
        : undefined;
};

export const grammars: readonly Grammar[] = [
    {
        address: "token.actions.githubusercontent.com",
        claims: {
            sub: githubSubject,
            repository: first(/^([\w-]+)\/[\w.-]+$/),
            repository_owner: first(/^([\w-]+)$/),
            repository_owner_id: first(/^(\d+)$/),
        },
        tokens: (owner, id) => ({
            sub: [
                `repo:${owner}/app:ref:refs/heads/main`,
                `repo:${owner}/app:environment:prod`,
                `repo:${owner}/app:pull_request`,
                `repo:${owner}@${id}/app@77:ref:refs/heads/main`,
                `repo:${owner}@${id}/app@77:environment:prod`,
                `repository_owner:${owner}:environment:prod`,
                "environment:prod",
                "ref:refs/heads/main",
                "job_workflow_ref:acme/workflows/.github/workflows/deploy.yml@refs/heads/main",
            ],
            repository: [`${owner}/app`],
            repository_owner: [owner],
            repository_owner_id: [id],
        }),
    },
    {
        address: "gitlab.com",
        claims: {
            sub: first(/^project_path:([\w.-]+)\/[\w./-]+(?::[^*?]+)?$/),
            project_path: first(/^([\w.-]+)\/[\w./-]+$/),
            namespace_path: first(/^([\w.-]+)(?:\/[\w./-]+)?$/),
            namespace_id: first(/^(\d+)$/),
        },
        tokens: (owner, id) => ({
            sub: [
                `project_path:${owner}/app:ref_type:branch:ref:main`,
                `project_path:${owner}/app`,
            ],
            project_path: [`${owner}/app`],
            namespace_path: [owner],
            namespace_id: [id],
        }),
    },
    {
        address: "app.terraform.io",
        claims: {
            sub: first(/^organization:([\w-]+):project:[^:*?]+:workspace:[^:*?]+:run_phase:\w+$/),
        },
        tokens: (owner) => ({
            sub: [`organization:${owner}:project:p:workspace:w:run_phase:apply`],
        }),
    },
    {
        address: "agent.buildkite.com",
        claims: {
            sub: first(/^organization:([\w-]+):pipeline:[^:*?]+:ref:[^:*?]+:commit:\w+:step:\w*$/),
        },
        tokens: (owner) => ({
            sub: [`organization:${owner}:pipeline:p:ref:refs/heads/main:commit:abc:step:s`],
        }),
    },
    {
        address: "api.pulumi.com/oidc",
        claims: {
            aud: first(/^(?:aws:)?([\w-]+)$/),
            sub: first(/^pulumi:(?:deploy|environments):org:([\w-]+):[^*?]+$/),
        },
        tokens: (owner) => ({
            aud: [owner, `aws:${owner}`],
            sub: [
                `pulumi:deploy:org:${owner}:project:p:stack:s:operation:update:scope:write`,
                `pulumi:environments:org:${owner}:env:p/e`,
            ],
        }),
    },
    {
        address: "oidc.vercel.com",
        claims: {
            aud: first(/^https:\/\/vercel\.com\/([\w-]+)$/),
            sub: first(/^owner:([\w-]+):project:[^:*?]+:environment:\w+$/),
        },
        tokens: (owner) => ({
            aud: [`https://vercel.com/${owner}`],
            sub: [`owner:${owner}:project:p:environment:production`],
        }),
    },
];

/** What wildcards may stand for. */
const fillings = [
    "",
    "x",
    "evil",
    "-evil",
    "epo:evil",
    "evil/app",
    "-evil/app",
    "evil/app:ref:refs/heads/main",
    "-evil/app:ref:refs/heads/main",
    "repo:evil/app:environment:prod",
    "project_path:evil/app:ref_type:branch:ref:main",
    ":project:p:workspace:w:run_phase:apply",
    "-evil:project:p:workspace:w:run_phase:apply",
    "evil:project:p:workspace:w:run_phase:apply",
    "-evil:pipeline:p:ref:r:commit:c:step:s",
    "evil:pipeline:p:ref:r:commit:c:step:s",
    "-evil:project:p:environment:production",
    "evil:project:p:environment:production",
    "environment:prod",
    "77",
    "/app",
    "main",
];

/** Values that a pattern may match. */
function expansions(pattern: string): readonly string[] {
    let texts = [""];
    let wildcards = 0;
    for (const character of pattern) {
        const choices =
            character === "?"
                ? ["x", "-", "7", "/"]
                : character === "*"
                  ? fillings.slice(0, wildcards++ > 0 ? 6 : undefined)
                  : [character];
        texts = texts.flatMap((text) => choices.map((choice) => text + choice));
        if (texts.length > 500) texts = texts.slice(0, 500);
    }
    return texts;
}

interface Test {
    readonly claim: string;
    readonly operator: string;
    readonly values: readonly string[];
}

const testsOf = (conditions: RawConditions, address: string): readonly Test[] =>
    Object.entries(conditions).flatMap(([operator, tests]) =>
        Object.entries(tests).map(([key, value]) => ({
            operator,
            claim: key.startsWith(`${address}:`) ? key.slice(address.length + 1) : key,
            values: typeof value === "string" ? [value] : value,
        })),
    );

/** Whether a test holds for a claim's value, as AWS documents its operators. */
function holds({ operator, values }: Test, value: string | undefined): boolean {
    const [, set = "", name = "", ifExists] =
        /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
    const isNegated = name.includes("Not");
    if (value === undefined) {
        return ifExists !== undefined || set === "ForAllValues" || (set === "" && isNegated);
    }
    const ignoresCase = name.endsWith("IgnoreCase");
    const fold = (text: string): string => (ignoresCase ? text.toLowerCase() : text);
    const isMatch = values.some((pattern) =>
        name.endsWith("Like")
            ? expressionOf(fold(pattern)).test(fold(value))
            : fold(pattern) === fold(value),
    );
    return isMatch !== isNegated;
}

const expressions = new Map<string, RegExp>();

function expressionOf(pattern: string): RegExp {
    const known = expressions.get(pattern);
    if (known !== undefined) return known;
    const source = pattern
        .replace(/[\\^$.|+(){}[\]]/g, "\\$&")
        .replace(/\*/g, ".*")
        .replace(/\?/g, ".");
    const made = new RegExp(`^${source}$`);
    expressions.set(pattern, made);
    return made;
}

const isOurs = (owner: string): boolean =>
    [...ours.names, ...ours.ids].some((known) => known === owner.toLowerCase());

/** A stranger's token that meets the conditions, found by trying many; `undefined`: there is none among them. */
export function strangersToken(
    conditions: RawConditions,
    { address, claims, tokens }: Grammar,
): Readonly<Record<string, string>> | undefined {
    const tests = testsOf(conditions, address);
    const tried = new Map(
        [...new Set(tests.map(({ claim }) => claim))].map((claim) => [
            claim,
            tests
                .filter((test) => test.claim === claim)
                .flatMap(({ values }) => values.flatMap(expansions)),
        ]),
    );
    const found = [...tried].flatMap(([claim, values]) =>
        values
            .map((value) => claims[claim]?.(value))
            .filter((owner) => owner !== undefined && owner !== "anyone"),
    ) as string[];
    const owners = new Set(["evil", "acme-evil", "acm", "acmex", "a", ...found]);
    for (const owner of owners) {
        if (isOurs(owner)) continue;
        const usual = tokens(owner, /^\d+$/.test(owner) ? owner : "666");
        const token: Record<string, string> = {};
        const isMet = [...tried].every(([claim, values]) => {
            const ownerOf = claims[claim];
            const candidates: readonly (string | undefined)[] =
                ownerOf === undefined
                    ? [...values, "anything", undefined]
                    : [
                          ...(usual[claim] ?? []),
                          ...values.filter((value) =>
                              [owner, "anyone"].includes(ownerOf(value) ?? ""),
                          ),
                      ];
            const value = candidates.find((one) =>
                tests.filter((test) => test.claim === claim).every((test) => holds(test, one)),
            );
            const isFound =
                candidates.some((one) => one === value) &&
                tests.filter((test) => test.claim === claim).every((test) => holds(test, value));
            if (isFound && value !== undefined) token[claim] = value;
            return isFound;
        });
        if (isMet) return { owner, ...token };
    }
    return undefined;
}
