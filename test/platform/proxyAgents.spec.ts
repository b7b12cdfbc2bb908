import * as fs from "node:fs/promises";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { ListAccessKeysCommand } from "@aws-sdk/client-iam";
import { DescribeSecretCommand } from "@aws-sdk/client-secrets-manager";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect } from "chai";

import { liveClients } from "../../cli/sources/registryAccounts";
import { awsClients } from "../../credentials/awsServices";
import { httpsGet } from "../../credentials/consoleSignIn";
import { vaultClient } from "../../credentials/vaultClient";
import { proxyAgents } from "../../platform/proxyAgents";
import { startProxy } from "./connectProxy";
import type { TestProxy } from "./connectProxy";

const region = "us-east-1";
const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "kept-to-itself" };
const names = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "AWS_PROFILE"];

describe("proxies of the environment", () => {
    let proxy: TestProxy;
    const saved = { ...process.env };
    beforeEach(async () => {
        for (const name of names) {
            Reflect.deleteProperty(process.env, name);
            Reflect.deleteProperty(process.env, name.toLowerCase());
        }
        proxy = await startProxy();
    });
    afterEach(() => {
        proxy.stop();
        process.env = { ...saved };
    });

    const failed = (promise: Promise<unknown>): Promise<string> =>
        promise.then(
            () => "no error",
            (error: unknown) => `${(error as Error).name} ${(error as Error).message}`,
        );

    /** Asks each of the clients once. */
    async function askAll(): Promise<string[]> {
        const agents = await proxyAgents();
        const clients = awsClients({ region, credentials, agents });
        const vault = await vaultClient(
            { VAULT_ADDR: "https://vault.example.com:8200", VAULT_TOKEN: "vault-token" },
            agents,
        );
        return [
            await failed(clients.iam.send(new ListAccessKeysCommand({ UserName: "a" }))),
            await failed(clients.secretsManager.send(new DescribeSecretCommand({ SecretId: "a" }))),
            await failed(clients.sts.send(new GetCallerIdentityCommand({}))),
            await failed(clients.stsFor(credentials).send(new GetCallerIdentityCommand({}))),
            await failed(vault.read("secret/data/a")),
            await failed(httpsGet(agents)(new URL("https://signin.aws.amazon.com/federation"))),
        ];
    }
    const everyone = [
        "CONNECT iam.amazonaws.com:443",
        "CONNECT secretsmanager.us-east-1.amazonaws.com:443",
        "CONNECT sts.us-east-1.amazonaws.com:443",
        "CONNECT sts.us-east-1.amazonaws.com:443",
        "CONNECT vault.example.com:8200",
        "CONNECT signin.aws.amazon.com:443",
    ];

    for (const name of ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"]) {
        it(`${name} is where every client goes`, async () => {
            process.env[name] = proxy.url;
            await askAll();
            expect(proxy.requests).to.deep.equal(everyone);
        });
    }

    it("HTTPS stays HTTPS while errors have no stack traces, as while stacks are rendered", async () => {
        process.env["HTTPS_PROXY"] = proxy.url;
        const { stackTraceLimit } = Error;
        Error.stackTraceLimit = 0;
        try {
            await askAll();
        } finally {
            Error.stackTraceLimit = stackTraceLimit;
        }
        expect(proxy.requests).to.deep.equal(everyone);
    });

    it("its user and password go to the proxy, and into no error", async () => {
        process.env["HTTPS_PROXY"] = proxy.url.replace("//", "//jane:pass%20word@");
        const errors = await askAll();
        expect(proxy.authorization()).to.equal(
            `Basic ${Buffer.from("jane:pass word").toString("base64")}`,
        );
        expect(errors.join("\n")).not.to.match(/pass|kept-to-itself|vault-token/);
    });

    it("NO_PROXY names hosts that are reached without it", async () => {
        process.env["HTTPS_PROXY"] = proxy.url;
        process.env["NO_PROXY"] = "iam.amazonaws.com,.example.com,sts.us-east-1.amazonaws.com";
        await askAll();
        expect(proxy.requests).to.deep.equal([everyone[1], everyone[5]]);
    });

    it("the live reader of accounts goes through it", async () => {
        process.env["HTTPS_PROXY"] = proxy.url;
        const { sts } = awsClients({ region, credentials });
        const own = { id: "111111111111", arn: "me" };
        const { iam } = await liveClients(sts, { region, own, roleArnOf: () => undefined })(own.id);
        const send = iam.send.bind(iam) as (command: object, options: object) => Promise<unknown>;
        process.env["AWS_ACCESS_KEY_ID"] = credentials.accessKeyId;
        process.env["AWS_SECRET_ACCESS_KEY"] = credentials.secretAccessKey;
        await failed(
            send(new ListAccessKeysCommand({ UserName: "a" }), {
                abortSignal: AbortSignal.timeout(500),
            }),
        );
        expect(proxy.requests[0]).to.equal("CONNECT iam.amazonaws.com:443");
    });

    it("the role of a profile is assumed through it, too", async () => {
        const folder = await fs.mkdtemp(path.join(tmpdir(), "proxy-"));
        const file = path.join(folder, "config");
        await fs.writeFile(
            file,
            "[profile role]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = keys\nregion = us-east-1\n" +
                "[profile keys]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = secret\n",
        );
        process.env["AWS_CONFIG_FILE"] = file;
        process.env["AWS_SHARED_CREDENTIALS_FILE"] = path.join(folder, "none");
        process.env["AWS_PROFILE"] = "role";
        process.env["HTTPS_PROXY"] = proxy.url;
        const { iam } = awsClients({ region, agents: await proxyAgents() });
        await failed(iam.send(new ListAccessKeysCommand({ UserName: "a" })));
        expect(new Set(proxy.requests)).to.deep.equal(
            new Set(["CONNECT sts.us-east-1.amazonaws.com:443"]),
        );
        await fs.rm(folder, { recursive: true });
    });

    it("this machine is reached without a proxy, Vault's token included", async () => {
        const server = http.createServer((_, response) => {
            response.writeHead(200, { "content-type": "application/json" });
            response.end('{"data":{"here":"yes"}}');
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        process.env["HTTP_PROXY"] = proxy.url;
        process.env["ALL_PROXY"] = proxy.url;
        const { port } = server.address() as AddressInfo;
        try {
            for (const host of ["127.0.0.1", "localhost"]) {
                const vault = await vaultClient(
                    { VAULT_ADDR: `http://${host}:${port}`, VAULT_TOKEN: "vault-token" },
                    await proxyAgents(),
                );
                expect(await vault.read("a")).to.deep.equal({ here: "yes" });
            }
            expect(proxy.requests).to.deep.equal([]);
        } finally {
            server.close();
            server.closeAllConnections();
        }
    });

    it("without a proxy there are no agents", async () => {
        expect(await proxyAgents({})).to.deep.equal({});
        expect(await proxyAgents({ HTTPS_PROXY: "", NO_PROXY: "*" })).to.deep.equal({});
    });

    for (const [name, value] of [
        ["HTTPS_PROXY", "socks5://jane:password@proxy:1080"],
        ["HTTP_PROXY", "http://jane:password@"],
        ["ALL_PROXY", "file:///password"],
    ] as const) {
        it(`${name} that is no HTTP proxy's URL is named, and its value is not`, async () => {
            const error = await failed(proxyAgents({ [name]: value }));
            expect(error).to.equal(
                `Error ${name} is not the URL of an HTTP proxy; set it to e.g. http://proxy.example.com:3128, or unset it`,
            );
        });
    }
});
