import * as http from "node:http";

import { expect } from "chai";

import { startCredentialServer } from "../../credentials/credentialServer";
import type { CredentialServer } from "../../credentials/credentialServer";
import type { Session } from "../../credentials/session";

const minute = 60_000;
const began = Date.parse("2026-01-01T00:00:00Z");

interface Answer {
    readonly status: number;
    readonly body: Record<string, unknown>;
}

function ask(
    { uri, authorizationToken }: CredentialServer,
    options: { path?: string; method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
    const { hostname, port, pathname } = new URL(uri);
    return new Promise((resolve, reject) => {
        const request = http.request(
            {
                hostname,
                port,
                path: options.path ?? pathname,
                method: options.method ?? "GET",
                headers: options.headers ?? { authorization: authorizationToken },
            },
            (response) => {
                let text = "";
                response.on("data", (chunk) => (text += String(chunk)));
                response.on("end", () => {
                    const body = (text === "" ? {} : JSON.parse(text)) as Answer["body"];
                    resolve({ status: response.statusCode ?? 0, body });
                });
            },
        );
        request.once("error", reject);
        request.end();
    });
}

describe("the endpoint of exec --server", () => {
    let now = began;
    let made = 0;
    let fail: string | undefined;
    const failures: string[] = [];
    let server: CredentialServer | undefined;

    const session = (lasts: number): Session => ({
        accessKeyId: `ASIA${++made}`,
        secretAccessKey: `secret-${made}`,
        sessionToken: `token-${made}`,
        expiration: new Date(now + lasts * minute).toISOString(),
    });
    async function start(lasts: number): Promise<CredentialServer> {
        server = await startCredentialServer({
            first: session(lasts),
            renew: async () => {
                await new Promise((resolve) => setTimeout(resolve, 20));
                if (fail !== undefined) throw new Error(fail);
                return session(lasts);
            },
            onFailure: (message) => failures.push(message),
            now: () => now,
        });
        return server;
    }
    beforeEach(() => {
        now = began;
        made = 0;
        fail = undefined;
        failures.length = 0;
    });
    afterEach(() => server?.close());

    it("hands out the session as SDKs read it", async () => {
        expect(await ask(await start(60))).to.deep.equal({
            status: 200,
            body: {
                AccessKeyId: "ASIA1",
                SecretAccessKey: "secret-1",
                Token: "token-1",
                Expiration: "2026-01-01T01:00:00.000Z",
            },
        });
    });

    it("is on this machine alone, with a token of its own", async () => {
        const [one, two] = [await start(60), await start(60)];
        expect(one.uri).to.match(/^http:\/\/127\.0\.0\.1:\d+\/credentials$/);
        expect(one.authorizationToken).to.match(/^[\w-]{43}$/);
        expect(one.authorizationToken).not.to.equal(two.authorizationToken);
        await one.close();
    });

    for (const [what, options, status] of [
        ["no token", { headers: {} }, 401],
        ["another token", { headers: { authorization: "x".repeat(43) } }, 401],
        ["the host name of a web page", { headers: { host: "evil.example" } }, 403],
        ["another path", { path: "/" }, 404],
        ["another method", { method: "POST" }, 405],
    ] as const) {
        it(`refuses ${what}`, async () => {
            const started = await start(60);
            const headers = { authorization: started.authorizationToken };
            const answer = await ask(started, { headers, ...options });
            expect(answer.status).to.equal(status);
            expect(Object.keys(answer.body)).to.deep.equal(["code", "message"]);
            expect(JSON.stringify(answer.body)).not.to.match(/secret-|token-|ASIA/);
        });
    }

    // Minutes after which it is asked, and the session that it answers with.
    for (const [lasts, times] of [
        [
            60,
            [
                [0, 1],
                [39, 1],
                [40.1, 2],
                [79, 2],
                [81, 3],
            ],
        ],
        [
            15,
            [
                [0, 1],
                [7, 1],
                [8, 2],
                [15, 2],
                [16, 3],
            ],
        ],
        [
            720,
            [
                [0, 1],
                [699, 1],
                [701, 2],
            ],
        ],
    ] as const) {
        it(`renews a session of ${lasts} minutes in time`, async () => {
            const started = await start(lasts);
            for (const [minutes, expected] of times) {
                now = began + minutes * minute;
                const { body } = await ask(started);
                expect(body["AccessKeyId"], `after ${minutes}`).to.equal(`ASIA${expected}`);
                expect(Date.parse(String(body["Expiration"]))).to.be.above(now);
            }
        });
    }

    it("renews once for all who ask at the same time", async () => {
        const started = await start(60);
        now = began + 50 * minute;
        const answers = await Promise.all(Array.from({ length: 20 }, () => ask(started)));
        expect(new Set(answers.map(({ body }) => body["AccessKeyId"]))).to.deep.equal(
            new Set(["ASIA2"]),
        );
    });

    it("goes on with a session that still works, and recovers", async () => {
        const started = await start(60);
        fail = "STS does not answer";
        now = began + 50 * minute;
        expect((await ask(started)).body["AccessKeyId"]).to.equal("ASIA1");
        now = began + 60 * minute;
        expect(await ask(started)).to.deep.equal({
            status: 500,
            body: { code: "NoSession", message: "the session has ended and can't be renewed" },
        });
        expect(failures).to.deep.equal(["STS does not answer", "STS does not answer"]);
        fail = undefined;
        expect((await ask(started)).body["AccessKeyId"]).to.equal("ASIA2");
    });

    it("is gone when it is closed", async () => {
        const started = await start(60);
        await started.close();
        const error = await ask(started).catch((thrown: unknown) => thrown as { code: string });
        expect((error as { code: string }).code).to.equal("ECONNREFUSED");
    });
});
