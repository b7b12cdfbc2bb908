import { execFileSync } from "node:child_process";

import { expect } from "chai";

import { credentialProcessOutput } from "../../credentials/credentialProcess";
import { exportText } from "../../credentials/exportFormats";

const session = {
    accessKeyId: "ASIAEXAMPLE",
    secretAccessKey: "session/secret+",
    sessionToken: "it's $HOME `id`\\==",
    expiration: "2026-01-02T03:04:05.000Z",
};

describe("a session for other programs", () => {
    it("env", () => {
        expect(exportText(session, "env", ["AWS_PROFILE"], "http://127.0.0.1:1")).to.equal(
            [
                "AWS_ACCESS_KEY_ID=ASIAEXAMPLE",
                "AWS_SECRET_ACCESS_KEY=session/secret+",
                "AWS_SESSION_TOKEN=it's $HOME `id`\\==",
                "AWS_CREDENTIAL_EXPIRATION=2026-01-02T03:04:05.000Z",
                "AWS_ENDPOINT_URL=http://127.0.0.1:1",
            ].join("\n"),
        );
    });

    it("json is what a credential_process prints: exactly what the SDKs read", () => {
        const text = exportText(session, "json", []);
        expect(text).to.equal(credentialProcessOutput(session));
        expect(JSON.parse(text)).to.deep.equal({
            Version: 1,
            AccessKeyId: "ASIAEXAMPLE",
            SecretAccessKey: "session/secret+",
            SessionToken: "it's $HOME `id`\\==",
            Expiration: "2026-01-02T03:04:05.000Z",
        });
    });

    it("shell: a shell evaluates it to the session, without what outranks it", function () {
        if (process.platform === "win32") this.skip();
        const text = exportText(session, "shell", ["AWS_PROFILE", "AWS_ACCESS_KEY_ID", "BAD NAME"]);
        const output = execFileSync("sh", ["-c", `${text}\nenv`], {
            env: { PATH: process.env["PATH"], AWS_PROFILE: "admin", AWS_ACCESS_KEY_ID: "AKIAOLD" },
            encoding: "utf8",
        });
        const aws = output.split("\n").filter((line) => line.startsWith("AWS_"));
        expect(aws.sort()).to.deep.equal([
            "AWS_ACCESS_KEY_ID=ASIAEXAMPLE",
            "AWS_CREDENTIAL_EXPIRATION=2026-01-02T03:04:05.000Z",
            "AWS_SECRET_ACCESS_KEY=session/secret+",
            "AWS_SESSION_TOKEN=it's $HOME `id`\\==",
        ]);
    });
});
