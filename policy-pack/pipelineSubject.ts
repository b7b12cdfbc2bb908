// Subjects of pipelines in the pack's own words, deliberately apart from identities/federation/: a fault in one definition is found
// by the other.
import { isOpenToNonprod } from "./environmentBoundary";
import type { Context } from "./rule";
import type { Statement } from "./statement";

/** Whose token a subject is. */
export interface PipelineSubject {
    /** As `trustedOwners` has it; `undefined`: the issuer is one owner's, see `issuers`. */
    readonly owner: string | undefined;
    /** Whether a change that was not reviewed runs with it: a pull request, any branch, a plan. */
    readonly isOfProposals: boolean;
    /** Where the pipeline's definition lies, as `pipelines` of a team has it, e.g. `acme/payments-api`. */
    readonly origin: string;
    /** Whether it is a GitHub environment, of whatever branch or tag: what protects it, IAM doesn't see. */
    readonly isOfAnyRef: boolean;
}

const part = "[^\\s:*?$]+";
const words = "[^:*?$]+";
const uuid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
/** A wildcard for each character of a user's id, so that nothing else fits. */
const anyUser = "\\?{8}(?:-\\?{4}){3}-\\?{12}";
const login = "[A-Za-z0-9][A-Za-z0-9_-]*";
const name = "[A-Za-z0-9_.-]+";

/** Whole subjects of an issuer: `owner`, and `proposal` where a change runs with it that was not reviewed. */
interface Form {
    /** Regular expression of the issuer's address, in lower case. */
    readonly address: string;
    /** Whether many organizations share the issuer. */
    readonly isShared: boolean;
    readonly subject: RegExp;
}

const github = new RegExp(
    `^repo:(?<owner>${login})(?:/(?<plain>${name})|@\\d+/(?<numbered>${name})@\\d+):(?:(?<proposal>pull_request)|ref:refs/(?:heads|tags)/${part}|(?<deployment>environment:${words}))$`,
);
const gitlab = new RegExp(
    `^project_path:(?<path>(?<owner>${name})(?:/${name})+):ref_type:(?:branch|tag):ref:${part}$`,
);

/** By issuer; the address of one that is your own is any. */
const forms: readonly Form[] = [
    { address: "token\\.actions\\.githubusercontent\\.com", isShared: true, subject: github },
    { address: "gitlab\\.com", isShared: true, subject: gitlab },
    {
        address: "app\\.terraform\\.io",
        isShared: true,
        subject: new RegExp(
            `^organization:(?<owner>${name}):project:(?<project>${words}):workspace:(?<workspace>${name}):run_phase:(?:(?<proposal>plan)|apply)$`,
        ),
    },
    {
        address: "agent\\.buildkite\\.com",
        isShared: true,
        // The organization is in a tag of the request.
        subject: new RegExp(`^${uuid}$`),
    },
    {
        address: "api\\.pulumi\\.com/oidc",
        isShared: true,
        subject: new RegExp(
            `^pulumi:(?:deploy:org:(?<owner>${name}):project:(?<project>${name}):stack:${name}:operation:(?:(?<proposal>preview)|update|refresh|destroy):scope:write|environments:org:(?<opener>${name}):env:(?<environment>${name}(?:/${name})?))$`,
        ),
    },
    {
        address: `oidc\\.circleci\\.com/org/${uuid}`,
        isShared: false,
        // Version 1 names no branch.
        subject: new RegExp(
            `^org/${uuid}/project/(?<path>${uuid})/user/(?:${uuid}|${anyUser})(?:(?<proposal>)|/vcs-origin/[^\\s*?$]+/vcs-ref/refs/(?:heads|tags)/${part})$`,
        ),
    },
    { address: "token\\.actions\\.githubusercontent\\.com/.+", isShared: false, subject: github },
    { address: "token\\.actions\\.[a-z0-9-]+\\.ghe\\.com", isShared: false, subject: github },
    { address: "[^/]+/_services/token", isShared: false, subject: github },
    { address: "[^/]+", isShared: false, subject: gitlab },
];

/** How an issuer's subjects read; `undefined`: it is none that pipelines come by. @param address in lower case */
export const formOf = (address: string): Form | undefined =>
    forms.find((form) => new RegExp(`^${form.address}$`).test(address));

/** Values that a statement's conditions demand of a key by these operators. @param key in lower case */
export const demanded = (
    { conditions }: Statement,
    key: string,
    operators: readonly string[],
): readonly string[] =>
    conditions
        .filter((condition) => condition.key === key && operators.includes(condition.operator))
        .flatMap(({ values }) => values);

/** Operators by which a pipeline's subject is named. */
export const subjectOperators: readonly string[] = ["StringEquals", "StringLike"];

/**
 * Whose a whole subject is; `undefined`: it is not whole, or of another issuer.
 *
 * @param address of the issuer, in lower case
 * @param statement the one that demands it
 */
export function readSubject(
    address: string,
    subject: string,
    statement: Statement,
): PipelineSubject | undefined {
    const form = formOf(address);
    const groups =
        form?.subject.exec(subject)?.groups ?? (form?.subject.test(subject) ? {} : undefined);
    if (form === undefined || groups === undefined) return undefined;
    const isBuildkite = address === "agent.buildkite.com";
    const [organization] = demanded(statement, "aws:requesttag/organization_id", ["StringEquals"]);
    const owner = isBuildkite ? (organization ?? "") : (groups["owner"] ?? groups["opener"]);
    return {
        owner: form.isShared ? owner : undefined,
        isOfProposals: isBuildkite
            ? demanded(statement, "aws:requesttag/build_branch", ["StringEquals"]).length === 0
            : groups["proposal"] !== undefined,
        origin: isBuildkite ? `${owner ?? ""}/${subject}` : originOf(groups, owner),
        isOfAnyRef: groups["deployment"] !== undefined && !namesRefs(statement, address),
    };
}

/** What the parts of a subject say together: the owner, and what is below it. */
const originOf = (
    { path, plain, numbered, project, workspace, environment }: Record<string, string | undefined>,
    owner = "",
): string =>
    path ??
    [
        owner,
        plain ?? numbered ?? project ?? `env/${environment ?? ""}`,
        ...(workspace === undefined ? [] : [workspace]),
    ].join("/");

/** A whole branch or tag; of tags, also how they begin. */
const namedRef = /^refs\/(?:heads\/[^\s*?$]+|tags\/[^\s*?$]+\*?)$/;

/** Whether a statement takes tokens of named branches and tags alone. */
function namesRefs(statement: Statement, address: string): boolean {
    const refs = demanded(statement, `${address}:ref`, subjectOperators);
    return refs.length > 0 && refs.every((ref) => namedRef.test(ref));
}

/** Why a subject's owner isn't one of ours for a class, as the end of a sentence; `undefined`: it is. */
export function distrust(
    address: string,
    { owner }: PipelineSubject,
    trustClass: "nonprod" | "prod",
    { trustedIssuers: { issuers, trustedOwners } }: Context,
): string | undefined {
    if (owner === undefined) {
        const environment = find(issuers, address);
        if (environment === undefined) return `${address}, which is not in issuers`;
        return trustClass === "prod" && isOpenToNonprod({ environment })
            ? `${address}, which is of environment ${environment}`
            : undefined;
    }
    const owners = find(trustedOwners, address) ?? {};
    const known = ignoresCase(address)
        ? find(owners, owner)
        : Object.hasOwn(owners, owner)
          ? owners[owner]
          : undefined;
    if (known === undefined) {
        return `${owner === "" ? "an owner that no condition names" : owner} at ${address}, which is not among trustedOwners`;
    }
    return trustClass === "prod" && known === "nonprod"
        ? `${owner} at ${address}, which is of class nonprod`
        : undefined;
}

/** Whether two owners' names never differ in case alone. */
const ignoresCase = (address: string): boolean =>
    ["token.actions.githubusercontent.com", "gitlab.com", "agent.buildkite.com"].includes(address);

/** The value of a key that is the same in other case. */
const find = <Value>(map: Readonly<Record<string, Value>>, key: string): Value | undefined =>
    Object.entries(map).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
