import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A pull request as GitHub's API has it, as far as the pipelines ask. */
export interface StubbedPullRequest {
    head: string;
    labels: readonly string[];
    /** Login of the owner who approved the head, if one did. */
    approvedBy?: string;
    readonly comments: string[];
    readonly sarif: object[];
}

/** GitHub's API on this machine, for one pull request. */
export async function stubGitHub(
    pullRequest: StubbedPullRequest,
): Promise<{ readonly api: string; readonly close: () => void }> {
    const server = createServer((request, response) => {
        let body = "";
        request.on("data", (chunk) => (body += String(chunk)));
        request.on("end", () => {
            const given = JSON.parse(body) as { query?: string; body?: string };
            const answer = answerTo(pullRequest, request.url ?? "", given);
            response.statusCode = answer === undefined ? 404 : 200;
            response.end(JSON.stringify(answer ?? { message: "Not Found" }));
        });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return {
        api: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: () => void server.close(),
    };
}

function answerTo(
    { head, labels, approvedBy, comments, sarif }: StubbedPullRequest,
    url: string,
    given: { readonly query?: string; readonly body?: string },
): object | undefined {
    if (url.endsWith("/code-scanning/sarifs")) {
        sarif.push(given);
        return { id: "1" };
    }
    if (/\/issues(\/7)?\/comments/.test(url)) {
        comments.push(given.body ?? "");
        return { id: comments.length };
    }
    if (!url.endsWith("/graphql")) return undefined;
    const review = {
        state: "APPROVED",
        author: { login: approvedBy },
        commit: { oid: head },
        onBehalfOf: { nodes: [{ combinedSlug: "your-organization/platform-security" }] },
    };
    return {
        data: {
            repository: {
                pullRequest: {
                    author: { login: "joe" },
                    headRefOid: head,
                    labels: { nodes: labels.map((name) => ({ name })) },
                    latestOpinionatedReviews: {
                        nodes: approvedBy === undefined ? [] : [review],
                    },
                    comments: {
                        pageInfo: { hasNextPage: false, endCursor: "" },
                        nodes: comments.map((text, index) => ({
                            databaseId: index,
                            body: text,
                            viewerDidAuthor: true,
                        })),
                    },
                },
            },
        },
    };
}
