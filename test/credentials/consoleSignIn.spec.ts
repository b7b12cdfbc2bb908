import { expect } from "chai";

import { consoleSignInUrl, httpsGet } from "../../credentials/consoleSignIn";
import type { Get } from "../../credentials/consoleSignIn";

const session = {
    accessKeyId: "ASIAEXAMPLE",
    secretAccessKey: "session/secret+",
    sessionToken: "token==",
    expiration: "2026-01-02T03:04:05.000Z",
};

describe("a URL that signs in to the console", () => {
    const asked: URL[] = [];
    const answering =
        (status: number, body: string): Get =>
        (url) => {
            asked.push(url);
            return Promise.resolve({ status, body });
        };
    beforeEach(() => {
        asked.length = 0;
    });

    for (const [partition, signIn, home] of [
        ["aws", "signin.aws.amazon.com", "console.aws.amazon.com"],
        ["aws-us-gov", "signin.amazonaws-us-gov.com", "console.amazonaws-us-gov.com"],
        ["aws-cn", "signin.amazonaws.cn", "console.amazonaws.cn"],
    ] as const) {
        it(`partition ${partition}`, async () => {
            const get = answering(200, '{"SigninToken":"signed in"}');
            const url = await consoleSignInUrl(session, { partition, region: "x-1", get });
            const [first] = asked;
            expect(`${first?.origin ?? ""}${first?.pathname ?? ""}`).to.equal(
                `https://${signIn}/federation`,
            );
            expect(first?.searchParams.get("Action")).to.equal("getSigninToken");
            expect(JSON.parse(first?.searchParams.get("Session") ?? "")).to.deep.equal({
                sessionId: "ASIAEXAMPLE",
                sessionKey: "session/secret+",
                sessionToken: "token==",
            });
            expect(url).to.equal(
                `https://${signIn}/federation?Action=login&Destination=https%3A%2F%2F${home}%2Fconsole%2Fhome%3Fregion%3Dx-1&SigninToken=signed+in`,
            );
        });
    }

    it("a partition that isn't known", async () => {
        const get = answering(200, "{}");
        const error = await consoleSignInUrl(session, {
            partition: "constructor",
            region: "x",
            get,
        }).catch((thrown: unknown) => thrown as Error);
        expect((error as Error).message).to.equal(
            'partition "constructor" has no known sign-in endpoint; known are aws, aws-us-gov, aws-cn',
        );
        expect(asked).to.deep.equal([]);
    });

    for (const [status, body, expected] of [
        [
            400,
            "session/secret+",
            "signin.aws.amazon.com refuses the session (status 400); it takes sessions of roles alone, so check that the role still exists, and try again",
        ],
        [
            407,
            "session/secret+",
            "signin.aws.amazon.com fails with status 407; try again, and check HTTPS_PROXY where there is a proxy",
        ],
        [200, "session/secret+", "signin.aws.amazon.com gave no sign-in token; try again"],
        [200, "null", "signin.aws.amazon.com gave no sign-in token; try again"],
        [200, '{"SigninToken":1}', "signin.aws.amazon.com gave no sign-in token; try again"],
    ] as const) {
        it(`an answer of ${status}: ${body}`, async () => {
            const get = answering(status, body);
            const error = await consoleSignInUrl(session, {
                partition: "aws",
                region: "x",
                get,
            }).catch((thrown: unknown) => thrown as Error);
            expect((error as Error).message).to.equal(expected);
        });
    }

    it("an endpoint that does not answer is named without the session", async () => {
        const url = new URL("https://127.0.0.1:1/federation?Session=secret");
        const error = await httpsGet({})(url).catch((thrown: unknown) => thrown as Error);
        expect((error as Error).message).to.equal(
            "127.0.0.1 does not answer (ECONNREFUSED); check the network, and HTTPS_PROXY and NO_PROXY where there is a proxy",
        );
    });
});
