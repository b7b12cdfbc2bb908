import { STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import * as http from "node:http";
import type { AddressInfo } from "node:net";

import { callerArn } from "../../credentials/callerClass";
import { storedSession } from "../../credentials/session";
import type { SessionRequest } from "../../credentials/sessionRequest";
import type { CredentialStore } from "../../credentials/store";
import cases from "./stsFailure.cases.json";

const secretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const roleArn = "arn:aws:iam::222222222222:role/PSKRoles/R";
const store = {
    readCurrent: () => Promise.resolve({ accessKeyId: "AKIAEXAMPLE", secretAccessKey }),
} as unknown as CredentialStore;

const granted = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>ASIAX</AccessKeyId><SecretAccessKey>session</SecretAccessKey><SessionToken>token</SessionToken>
<Expiration>2026-01-02T03:04:05Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
const caller = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::111111111111:user/A</Arn><UserId>A</UserId><Account>111111111111</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
const errorXml = (code: string, message: string): string =>
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

/** An STS that gives these answers, the last one again and again. */
class FakeSts {
    readonly requests: URLSearchParams[] = [];
    answers: { readonly status: number; readonly body: string }[] = [];
    private readonly server = http.createServer((request, response) => {
        let body = "";
        request.on("data", (chunk) => (body += String(chunk)));
        request.on("end", () => {
            this.requests.push(new URLSearchParams(body));
            const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
            response.writeHead(answer?.status ?? 500, { "content-type": "text/xml" });
            response.end(answer?.body);
        });
    });

    async start(): Promise<void> {
        await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    }
    stop(): void {
        this.server.close();
        this.server.closeAllConnections();
    }
    client = (credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey }): STSClient =>
        new STSClient({
            endpoint: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`,
            region: "us-east-1",
            maxAttempts: 1,
            credentials,
        });
}

describe("a session with a stored credential", () => {
    const sts = new FakeSts();
    const slept: number[] = [];
    const sleep = (ms: number): Promise<void> => Promise.resolve(void slept.push(ms));
    before(() => sts.start());
    after(() => {
        sts.stop();
    });
    beforeEach(() => {
        sts.requests.length = 0;
        slept.length = 0;
    });

    const open = (request: Partial<SessionRequest> = {}) =>
        storedSession(
            store,
            { identity: "PSKA", id: "x" },
            sts.client,
            { roleArn, name: "me", ...request },
            sleep,
        );
    const failure = (request: Partial<SessionRequest> = {}): Promise<Error> =>
        open(request).then(
            () => new Error("no error"),
            (error: unknown) => error as Error,
        );

    it("asks for what is wanted, and for nothing else", async () => {
        sts.answers = [{ status: 200, body: granted }];
        expect(await open()).to.deep.equal({
            accessKeyId: "ASIAX",
            secretAccessKey: "session",
            sessionToken: "token",
            expiration: "2026-01-02T03:04:05.000Z",
        });
        await open({
            durationSeconds: 900,
            sourceIdentity: "jane",
            tags: [{ key: "team", value: "a b" }],
        });
        const always = {
            Action: "AssumeRole",
            Version: "2011-06-15",
            RoleArn: roleArn,
            RoleSessionName: "me",
        };
        expect(sts.requests.map((request) => Object.fromEntries(request))).to.deep.equal([
            always,
            {
                ...always,
                DurationSeconds: "900",
                SourceIdentity: "jane",
                "Tags.member.1.Key": "team",
                "Tags.member.1.Value": "a b",
            },
        ]);
    });

    for (const [what, first] of [
        ["503", { status: 503, body: errorXml("ServiceUnavailable", "later") }],
        ["503 of a load balancer", { status: 503, body: "<html>later</html>" }],
        ["500", { status: 500, body: "" }],
        ["throttling", { status: 400, body: errorXml("Throttling", "Rate exceeded") }],
        ["429", { status: 429, body: "" }],
    ] as const) {
        it(`asks again after ${what}, AssumeRole and GetCallerIdentity alike`, async () => {
            sts.answers = [first, first, { status: 200, body: granted }];
            expect((await open()).accessKeyId).to.equal("ASIAX");
            expect(sts.requests).to.have.length(3);
            sts.answers = [first, first, { status: 200, body: caller }];
            expect(await callerArn(sts.client(), sleep)).to.equal(
                "arn:aws:iam::111111111111:user/A",
            );
            expect(slept).to.have.length(4);
        });
    }

    it("asks once with a code of an MFA device, which is good for one", async () => {
        sts.answers = [{ status: 503, body: "" }];
        await failure({ mfa: { serialNumber: "arn:aws:iam::111111111111:mfa/A", code: "123456" } });
        expect(sts.requests).to.have.length(1);
    });

    for (const { code, status, request = {}, expected } of cases) {
        it(`says what ${code || `status ${status}`} means`, async () => {
            sts.answers = [{ status, body: errorXml(code, `not so, with ${secretAccessKey}`) }];
            const error = await failure(request);
            expect(error.message).to.equal(`PSKA can't assume ${roleArn}: ${expected}`);
        });
    }

    it("an error holds nothing of what was sent, wherever STS quotes it", async () => {
        const escaped = encodeURIComponent(secretAccessKey);
        for (const body of [
            errorXml(secretAccessKey, secretAccessKey),
            errorXml(
                "AccessDenied",
                `${escaped} ${Buffer.from(secretAccessKey).toString("base64")}`,
            ),
            `{"__type":"${secretAccessKey}"}`,
            `<AssumeRoleResponse>${secretAccessKey}`,
            secretAccessKey,
        ]) {
            for (const status of [200, 400, 403, 418]) {
                sts.answers = [{ status, body }];
                const error = await failure();
                const text = `${error.message} ${error.stack ?? ""} ${JSON.stringify(error)}`;
                expect(text).to.contain("PSKA");
                expect(text).not.to.match(/wJalrXUtnFEMI|d0phbHJYVXRuRkVNSS/);
                expect(error.cause).to.equal(undefined);
            }
        }
    });

    for (const [code, expected] of [
        [
            "InvalidClientTokenId",
            "InvalidClientTokenId: the AWS credentials don't work; check AWS_PROFILE, or log in again",
        ],
        [
            "ExpiredToken",
            "ExpiredToken: the AWS credentials have expired; get new ones, and check this machine's clock",
        ],
        [secretAccessKey, "STS fails with status 403; try again"],
    ] as const) {
        it(`who the caller is: ${expected}`, async () => {
            sts.answers = [{ status: 403, body: errorXml(code, secretAccessKey) }];
            const error = await callerArn(sts.client(), sleep).catch((thrown: unknown) => thrown);
            expect((error as Error).message).to.equal(
                `STS does not say who the caller is: ${expected}`,
            );
        });
    }

    it("no STS at all", async () => {
        const gone = new FakeSts();
        await gone.start();
        const client = gone.client();
        gone.stop();
        const error = await storedSession(
            store,
            { identity: "PSKA", id: "x" },
            () => client,
            { roleArn, name: "me" },
            sleep,
        ).catch((thrown: unknown) => thrown as Error);
        expect((error as Error).message).to.equal(
            `PSKA can't assume ${roleArn}: ECONNREFUSED: STS does not answer; check the network, and HTTPS_PROXY and NO_PROXY where there is a proxy`,
        );
        expect(slept).to.have.length(6);
    });
});
