import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

import { expect } from "chai";

import { comment, gitHubOf, marker, readPullRequest } from "../../../scripts/ci/github";
import type { GitHub } from "../../../scripts/ci/github";

interface Asked {
    readonly method: string;
    readonly path: string;
    readonly body: { readonly body?: string; readonly query?: string };
}

const token = "ghs_secret";

describe("a pull request on GitHub", () => {
    let server: Server;
    let asked: Asked[];
    let answer: (asked: Asked) => unknown;
    let github: GitHub;
    before((done) => {
        server = createServer((request, response) => {
            expect(request.headers.authorization).to.equal(`Bearer ${token}`);
            let text = "";
            request.on("data", (chunk) => (text += String(chunk)));
            request.on("end", () => {
                const one = {
                    method: request.method ?? "",
                    path: request.url ?? "",
                    body: JSON.parse(text) as Asked["body"],
                };
                asked.push(one);
                const given = answer(one);
                response.statusCode = given === undefined ? 403 : 200;
                response.end(JSON.stringify(given ?? { message: "Resource not accessible" }));
            });
        });
        server.listen(0, "127.0.0.1", () => {
            github = {
                api: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
                token,
                repository: "acme/iam-profiles",
                number: 7,
            };
            done();
        });
    });
    after(() => server.close());
    beforeEach(() => (asked = []));

    const pullRequest = (fields: object): object => ({
        data: { repository: { pullRequest: fields } },
    });
    const page = (hasNextPage: boolean, ...nodes: object[]): object =>
        pullRequest({ comments: { pageInfo: { hasNextPage, endCursor: "x" }, nodes } });
    const note = (databaseId: number, body: string, viewerDidAuthor: boolean): object => ({
        databaseId,
        body,
        viewerDidAuthor,
    });
    const written = (): readonly (readonly [string, string])[] =>
        asked.filter(({ path }) => path !== "/graphql").map(({ method, path }) => [method, path]);

    it("gets one comment", async () => {
        answer = ({ path }) => (path === "/graphql" ? page(false, note(1, "hello", true)) : {});
        await comment(github, "text");
        expect(written()).to.deep.equal([["POST", "/repos/acme/iam-profiles/issues/7/comments"]]);
        expect(asked.at(-1)?.body).to.deep.equal({ body: `${marker}\ntext` });
    });

    it("gets the same one written anew, on whatever page it is, and never another's", async () => {
        const pages = [
            page(true, note(1, `${marker}\nforged`, false)),
            page(false, note(9, `${marker}\nold`, true)),
        ];
        answer = ({ path }) => (path === "/graphql" ? pages.shift() : {});
        await comment(github, "text");
        expect(written()).to.deep.equal([["PATCH", "/repos/acme/iam-profiles/issues/comments/9"]]);
    });

    it("gets a long text cut to what GitHub takes", async () => {
        answer = ({ path }) => (path === "/graphql" ? page(false) : {});
        await comment(github, "x".repeat(70_000));
        expect(asked.at(-1)?.body.body)
            .to.have.length(65_536)
            .and.match(/the whole text is in the job's summary\)$/);
    });

    it("has reviews, also where the token may not read teams or an account is gone", async () => {
        answer = () =>
            pullRequest({
                author: { login: "sam" },
                headRefOid: "c2",
                labels: { nodes: [{ name: "bug" }] },
                latestOpinionatedReviews: {
                    nodes: [
                        {
                            state: "APPROVED",
                            author: { login: "joe" },
                            commit: { oid: "c2" },
                            onBehalfOf: { nodes: [{ combinedSlug: "acme/security" }] },
                        },
                        { state: "APPROVED", author: null, commit: null, onBehalfOf: null },
                        null,
                    ],
                },
            });
        expect(await readPullRequest(github)).to.deep.equal({
            author: "sam",
            head: "c2",
            labels: ["bug"],
            reviews: [
                { state: "APPROVED", author: "joe", commit: "c2", teams: ["acme/security"] },
                { state: "APPROVED", author: "", commit: "", teams: [] },
            ],
        });
    });

    it("is an error without the token where GitHub refuses", async () => {
        answer = () => undefined;
        const error = await comment(github, "text").then(
            () => undefined,
            (given: unknown) => given as Error,
        );
        expect(error?.message).to.equal(
            "GitHub answers POST graphql with 403: Resource not accessible",
        );
        expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.to.include(token);
    });

    it("is an error where it isn't there", async () => {
        answer = () => ({ data: { repository: null }, errors: [{ message: "Could not resolve" }] });
        const error = await readPullRequest(github).catch((given: unknown) => given as Error);
        expect((error as Error).message).to.equal(
            "GitHub has no pull request 7 of acme/iam-profiles: Could not resolve",
        );
    });

    it("needs three variables, and names all that are at fault", () => {
        expect(() => gitHubOf({ PULL_REQUEST: "x" })).to.throw(
            [
                "GITHUB_TOKEN is empty; must be a token for this repository",
                'GITHUB_REPOSITORY is ""; must be owner/name',
                'PULL_REQUEST is "x"; must be a pull request\'s number',
            ].join("\n"),
        );
    });
});
