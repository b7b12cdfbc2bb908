import { expect } from "chai";

import { credentialProcessOutput } from "../../credentials/credentialProcess";
import { execCommand, sessionEnvironment } from "../../credentials/exec";
import { sessionName, storedSession } from "../../credentials/session";
import type { AwsClients } from "../../credentials/awsServices";
import type { CredentialStore } from "../../credentials/store";

const session = {
    accessKeyId: "ASIAEXAMPLE",
    secretAccessKey: "session-secret",
    sessionToken: "token",
    expiration: "2026-01-02T03:04:05.000Z",
};

const node = (script: string, env: NodeJS.ProcessEnv = process.env): Promise<number> =>
    execCommand(process.execPath, ["-e", script], env);

describe("using a stored credential", () => {
    it("a credential_process prints exactly what the SDKs read", () => {
        expect(JSON.parse(credentialProcessOutput(session))).to.deep.equal({
            Version: 1,
            AccessKeyId: "ASIAEXAMPLE",
            SecretAccessKey: "session-secret",
            SessionToken: "token",
            Expiration: "2026-01-02T03:04:05.000Z",
        });
    });

    it("the child sees the session, and nothing that leads to other rights", () => {
        const env = sessionEnvironment(
            {
                PATH: "/bin",
                AWS_REGION: "eu-west-1",
                AWS_ACCESS_KEY_ID: "AKIAOLD",
                AWS_SECRET_ACCESS_KEY: "old",
                aws_profile: "admin",
                AWS_PROFILE: "admin",
                AWS_DEFAULT_PROFILE: "admin",
                AWS_ROLE_ARN: "arn",
                AWS_WEB_IDENTITY_TOKEN_FILE: "file",
                AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://x",
                AWS_CONTAINER_AUTHORIZATION_TOKEN: "t",
                AWS_SECURITY_TOKEN: "old",
                VAULT_TOKEN: "vault",
            },
            session,
        );
        expect(env).to.deep.equal({
            PATH: "/bin",
            AWS_REGION: "eu-west-1",
            AWS_ACCESS_KEY_ID: "ASIAEXAMPLE",
            AWS_SECRET_ACCESS_KEY: "session-secret",
            AWS_SESSION_TOKEN: "token",
            AWS_CREDENTIAL_EXPIRATION: "2026-01-02T03:04:05.000Z",
        });
    });

    it("the child's exit code is returned, as shells have it", async () => {
        expect(await node("process.exit(7)")).to.equal(7);
        expect(await node("process.exit(0)")).to.equal(0);
        expect(await execCommand("no-such-command-anywhere", [], process.env)).to.equal(127);
        if (process.platform === "win32") return;
        expect(await node("process.kill(process.pid, 'SIGTERM')")).to.equal(128 + 15);
        expect(await execCommand(__filename, [], process.env)).to.equal(126);
    });

    it("the child gets the environment it is given", async () => {
        const check = "process.exit(process.env.AWS_SESSION_TOKEN === 'token' ? 0 : 1)";
        expect(await node(check, sessionEnvironment(process.env, session))).to.equal(0);
    });

    it("signals are passed on, and listeners don't stay", async () => {
        if (process.platform === "win32") return;
        const before = process.listenerCount("SIGTERM");
        const waits = "process.on('SIGTERM', () => process.exit(9)); setTimeout(() => {}, 3000)";
        const code = node(waits);
        const timer = setInterval(() => process.emit("SIGTERM"), 300);
        // Before the child listens itself, the signal ends it.
        const ended = await code;
        clearInterval(timer);
        expect(ended).to.be.oneOf([9, 128 + 15]);
        expect(process.listenerCount("SIGTERM")).to.equal(before);
    });

    for (const [env, user, expected] of [
        [{ GITHUB_RUN_ID: "123" }, "me", "github-123"],
        [{ BUILD_TAG: "jenkins-a b/c-1" }, "me", "jenkins-jenkins-a-b-c-1"],
        [{ GITHUB_RUN_ID: "" }, "me", "user-me"],
        [{}, "DOMAIN\\j\u00fcrgen", "user-DOMAIN-j-rgen"],
        [{}, "x".repeat(80), `user-${"x".repeat(59)}`],
    ] as const) {
        it(`a session is named ${expected}`, () => {
            expect(sessionName(env, user)).to.equal(expected);
        });
    }

    it("an error holds no secret, whatever STS says", async () => {
        const secretAccessKey = "wJalrXUtnFEMI-secret";
        const store = {
            readCurrent: () => Promise.resolve({ accessKeyId: "AKIAEXAMPLE", secretAccessKey }),
        } as unknown as CredentialStore;
        const refusing = (() => ({
            send: () => Promise.reject(new Error(`refused, signed with ${secretAccessKey}`)),
        })) as unknown as AwsClients["stsFor"];
        const secret = { identity: "PSKA", id: "x" };
        const error = await storedSession(store, secret, refusing, "arn:role", "me").then(
            () => new Error("no error"),
            (thrown: unknown) => thrown as Error,
        );
        expect(error.message).to.equal(
            "PSKA can't assume arn:role: STS doesn't answer AssumeRole for PSKA (Error); try again",
        );
        expect(error.cause).to.equal(undefined);
    });
});
