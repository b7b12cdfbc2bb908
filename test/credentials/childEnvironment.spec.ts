import { readFile } from "node:fs/promises";
import { devNull } from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { sessionEnvironment, withheldNames } from "../../credentials/childEnvironment";
import withheld from "../../credentials/withheldVariables.json";

const session = {
    accessKeyId: "ASIAEXAMPLE",
    secretAccessKey: "session-secret",
    sessionToken: "token",
    expiration: "2026-01-02T03:04:05.000Z",
};
const sessionVariables = {
    AWS_ACCESS_KEY_ID: "ASIAEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "session-secret",
    AWS_SESSION_TOKEN: "token",
    AWS_CREDENTIAL_EXPIRATION: "2026-01-02T03:04:05.000Z",
};
const usEast = { AWS_REGION: "us-east-1", AWS_DEFAULT_REGION: "us-east-1" };
const region = "us-east-1";

describe("the environment of a command with a session", () => {
    // By hand, so that a row that is taken out of the table is missed.
    const outranking = [
        ...["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"],
        ...["AWS_SECURITY_TOKEN", "AWS_DELEGATION_TOKEN", "AWS_ACCESS_KEY", "AWS_SECRET_KEY"],
        ...["AWS_CREDENTIAL_EXPIRATION", "AWS_CREDENTIAL_SCOPE", "AWS_ACCOUNT_ID"],
        ...["AWS_CREDENTIAL_FILE", "BOTO_CONFIG", "AWS_PROFILE", "AWS_DEFAULT_PROFILE"],
        ...["AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME", "AWS_WEB_IDENTITY_TOKEN_FILE"],
        ...["AWS_IAM_ROLE_ARN", "AWS_CONTAINER_CREDENTIALS_FULL_URI"],
        ...["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN"],
        ...["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "AWS_BEARER_TOKEN_BEDROCK"],
        ...["VAULT_TOKEN", "BAO_TOKEN", "OP_SERVICE_ACCOUNT_TOKEN", "OP_CONNECT_TOKEN"],
        ...["OP_SESSION_my", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_URL"],
        ...["CI_JOB_JWT_V2", "CIRCLE_OIDC_TOKEN", "CIRCLE_OIDC_TOKEN_V2"],
        ...["BITBUCKET_STEP_OIDC_TOKEN", "IAM_PROFILES_CREDENTIAL_PROCESS", "aws_profile"],
    ];
    const kept = {
        PATH: "/bin",
        HTTPS_PROXY: "http://proxy:3128",
        AWS_CA_BUNDLE: "/ca",
        AWS_CONFIG_FILE: "/config",
        AWS_PAGER: "",
        AWS_ENDPOINT_URL_S3: "https://s3.example",
        PULUMI_CONFIG_PASSPHRASE: "passphrase",
        MY_AWS_PROFILE: "x",
        VAULT_ADDR: "https://vault.example",
    };
    const caller = { ...kept, ...Object.fromEntries(outranking.map((name) => [name, "caller's"])) };

    it("has the session, and nothing that outranks it or leads to other rights", () => {
        expect(sessionEnvironment(caller, session, { region })).to.deep.equal({
            ...kept,
            ...usEast,
            ...sessionVariables,
        });
    });

    it("each row of the table withholds something, and says why", () => {
        for (const { name, when, why } of withheld) {
            const example = name.replace("*", "X");
            expect(withheldNames({ [example]: "" }, when === "local"), name).to.deep.equal([
                example,
            ]);
            expect(withheldNames({ [`X${example}`]: "" }, true), name).to.deep.equal([]);
            expect(why).to.have.length.above(10);
        }
    });

    it("the documentation lists each row", async () => {
        const text = await readFile(path.join(__dirname, "../../docs/sessions.md"), "utf8");
        for (const { name, why } of withheld) {
            expect(text).to.match(
                new RegExp(`^\\| \`${name.replace("*", "\\*")}\` +\\| ${why}`, "m"),
            );
        }
    });

    it("a local AWS is the only one that it reaches", () => {
        const env = {
            AWS_ENDPOINT_URL_S3: "https://a",
            AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true",
        };
        const endpoint = "http://127.0.0.1:4566";
        expect(sessionEnvironment(env, session, { region, endpoint })).to.deep.equal({
            AWS_ENDPOINT_URL: endpoint,
            NO_PROXY: "127.0.0.1",
            no_proxy: "127.0.0.1",
            ...usEast,
            ...sessionVariables,
        });
    });

    it("a local AWS is reached without the caller's proxy", () => {
        const endpoint = "http://127.0.0.1:4566";
        for (const name of ["NO_PROXY", "no_proxy"]) {
            const env = sessionEnvironment({ [name]: "a,b" }, session, { region, endpoint });
            expect([env["NO_PROXY"], env["no_proxy"]]).to.deep.equal([
                "a,b,127.0.0.1",
                "a,b,127.0.0.1",
            ]);
        }
    });

    it("an endpoint instead of a session: nothing that SDKs ask before it", () => {
        const server = { uri: "http://127.0.0.1:1/credentials", authorizationToken: "random" };
        expect(sessionEnvironment(caller, server, { region })).to.deep.equal({
            ...kept,
            ...usEast,
            AWS_CONTAINER_CREDENTIALS_FULL_URI: server.uri,
            AWS_CONTAINER_AUTHORIZATION_TOKEN: "random",
            AWS_CONFIG_FILE: devNull,
            AWS_SHARED_CREDENTIALS_FILE: devNull,
        });
    });

    for (const [what, env, forcedRegion, first, second] of [
        [
            "the platform's region where the caller has none",
            {},
            undefined,
            "us-east-1",
            "us-east-1",
        ],
        ["the caller's", { AWS_REGION: "a" }, undefined, "a", "a"],
        ["the caller's, by its other name", { AWS_DEFAULT_REGION: "b" }, undefined, "b", "b"],
        ["both of the caller's", { AWS_REGION: "a", AWS_DEFAULT_REGION: "b" }, undefined, "a", "b"],
        ["an empty one is none", { AWS_REGION: "" }, undefined, "us-east-1", "us-east-1"],
        ["--region", { AWS_REGION: "a", AWS_DEFAULT_REGION: "b" }, "c", "c", "c"],
    ] as const) {
        it(`region: ${what}`, () => {
            const options = { region, ...(forcedRegion === undefined ? {} : { forcedRegion }) };
            const result = sessionEnvironment(env, session, options);
            expect([result["AWS_REGION"], result["AWS_DEFAULT_REGION"]]).to.deep.equal([
                first,
                second,
            ]);
        });
    }
});
