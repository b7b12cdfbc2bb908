// A pull request on GitHub. No token is ever in an argument, an error or the output.
import { gzipSync } from "node:zlib";

import type { PullRequest } from "./approval";

/** How GitHub is reached, and which pull request is meant. */
export interface GitHub {
    /** E.g. `https://api.github.com`. */
    readonly api: string;
    readonly token: string;
    /** `owner/name`. */
    readonly repository: string;
    readonly number: number;
}

/** First in our comment, so that it is found again. */
export const marker = "<!-- iam-profiles: access -->";
/** GitHub's bound, in characters. */
const longestComment = 65_536;
const cut = "\n\n(cut: too long for a comment; the whole text is in the job's summary)";

/** @throws Error naming each variable that is missing or malformed */
export function gitHubOf(env: NodeJS.ProcessEnv): GitHub {
    const { GITHUB_TOKEN: token = "", GITHUB_REPOSITORY: repository = "" } = env;
    const number = Number(env["PULL_REQUEST"]);
    const faults = [
        ...(token === "" ? ["GITHUB_TOKEN is empty; must be a token for this repository"] : []),
        ...(/^[\w.-]+\/[\w.-]+$/.test(repository)
            ? []
            : [`GITHUB_REPOSITORY is "${repository}"; must be owner/name`]),
        ...(Number.isInteger(number) && number > 0
            ? []
            : [`PULL_REQUEST is "${env["PULL_REQUEST"] ?? ""}"; must be a pull request's number`]),
    ];
    if (faults.length > 0) throw new Error(faults.join("\n"));
    return { api: env["GITHUB_API_URL"] ?? "https://api.github.com", token, repository, number };
}

/** @throws Error with GitHub's answer */
async function ask(
    { api, token }: GitHub,
    method: string,
    path: string,
    body: object,
): Promise<unknown> {
    const answer = await fetch(`${api}/${path}`, {
        method,
        headers: {
            authorization: `Bearer ${token}`,
            accept: "application/vnd.github+json",
            "content-type": "application/json",
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(30_000),
    });
    if (!answer.ok) {
        const { message } = (await answer.json().catch(() => ({}))) as { message?: string };
        throw new Error(`GitHub answers ${method} ${path} with ${answer.status}: ${message ?? ""}`);
    }
    return answer.json();
}

async function query<Answer>(github: GitHub, fields: string, after?: string): Promise<Answer> {
    const [owner, name] = github.repository.split("/");
    const { data, errors } = (await ask(github, "POST", "graphql", {
        query: `query($owner: String!, $name: String!, $number: Int!${after === undefined ? "" : ", $after: String!"}) {
            repository(owner: $owner, name: $name) { pullRequest(number: $number) { ${fields} } }
        }`,
        variables: {
            owner,
            name,
            number: github.number,
            ...(after === undefined ? {} : { after }),
        },
    })) as {
        readonly data?: { readonly repository?: { readonly pullRequest?: Answer } | null } | null;
        readonly errors?: readonly { readonly message: string }[];
    };
    const found = data?.repository?.pullRequest;
    if (found === undefined || found === null) {
        const why = errors?.map(({ message }) => message).join("; ") ?? "no such pull request";
        throw new Error(
            `GitHub has no pull request ${github.number} of ${github.repository}: ${why}`,
        );
    }
    return found;
}

interface Nodes<T> {
    /** Null, or with nulls, where the token may not read. */
    readonly nodes?: readonly (T | null)[] | null;
}
const of = <T>(list: Nodes<T> | null | undefined): T[] =>
    (list?.nodes ?? []).filter((node) => node !== null);

interface Answered {
    readonly author: { readonly login: string } | null;
    readonly headRefOid: string;
    readonly labels: Nodes<{ readonly name: string }> | null;
    readonly latestOpinionatedReviews: Nodes<{
        readonly state: string;
        readonly author: { readonly login: string } | null;
        readonly commit: { readonly oid: string } | null;
        readonly onBehalfOf: Nodes<{ readonly combinedSlug: string }> | null;
    }> | null;
}

/** @see https://docs.github.com/graphql/reference/objects#pullrequest */
export async function readPullRequest(github: GitHub): Promise<PullRequest> {
    const found = await query<Answered>(
        github,
        `author { login } headRefOid labels(first: 100) { nodes { name } }
         latestOpinionatedReviews(first: 100, writersOnly: true) { nodes {
             state author { login } commit { oid } onBehalfOf(first: 20) { nodes { combinedSlug } }
         } }`,
    );
    return {
        author: found.author?.login ?? "",
        head: found.headRefOid,
        labels: of(found.labels).map(({ name }) => name),
        reviews: of(found.latestOpinionatedReviews).map((review) => ({
            state: review.state,
            author: review.author?.login ?? "",
            commit: review.commit?.oid ?? "",
            teams: of(review.onBehalfOf).map(({ combinedSlug }) => combinedSlug),
        })),
    };
}

interface Comments {
    readonly comments: {
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
        readonly nodes: readonly {
            readonly databaseId: number;
            readonly body: string;
            readonly viewerDidAuthor: boolean;
        }[];
    };
}

/** Our comment, which is the token's own: another's could be written to be overlooked. */
async function ownComment(github: GitHub): Promise<number | undefined> {
    for (let after: string | undefined; ;) {
        const { comments } = await query<Comments>(
            github,
            `comments(first: 100${after === undefined ? "" : ", after: $after"}) {
                pageInfo { hasNextPage endCursor } nodes { databaseId body viewerDidAuthor }
            }`,
            after,
        );
        const own = comments.nodes.find(
            ({ body, viewerDidAuthor }) => viewerDidAuthor && body.startsWith(marker),
        );
        if (own !== undefined) return own.databaseId;
        if (!comments.pageInfo.hasNextPage) return undefined;
        after = comments.pageInfo.endCursor;
    }
}

/** Writes our one comment, or writes it anew. */
export async function comment(github: GitHub, markdown: string): Promise<void> {
    const whole = `${marker}\n${markdown}`;
    const body =
        whole.length <= longestComment
            ? whole
            : `${whole.slice(0, longestComment - cut.length)}${cut}`;
    const id = await ownComment(github);
    const issues = `repos/${github.repository}/issues`;
    await (id === undefined
        ? ask(github, "POST", `${issues}/${github.number}/comments`, { body })
        : ask(github, "PATCH", `${issues}/comments/${id}`, { body }));
}

/**
 * Uploads a SARIF file to code scanning.
 *
 * @param commit that it is about
 * @see https://docs.github.com/rest/code-scanning/code-scanning#upload-an-analysis-as-sarif-data
 */
export const uploadSarif = async (
    github: GitHub,
    sarif: string,
    commit: string,
): Promise<unknown> =>
    ask(github, "POST", `repos/${github.repository}/code-scanning/sarifs`, {
        commit_sha: commit,
        ref: `refs/pull/${github.number}/head`,
        sarif: gzipSync(sarif).toString("base64"),
        tool_name: "iam-profiles",
    });
