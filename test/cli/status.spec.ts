import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

import { expect } from "chai";

import type { CliResult } from "./runCli";
import { useHere } from "./useHere";

const callerArn = "arn:aws:iam::111111111111:user/Caller";

/** STS and Service Quotas as far as `status` asks them. What is granted in an account is known by its key. */
function fakeAws(denied: string): Promise<Server> {
    const server = createServer((request, response) => {
        let body = "";
        request.on("data", (chunk) => (body += String(chunk)));
        request.on("end", () => {
            const accountId = /Credential=K(\d{12})/.exec(request.headers.authorization ?? "")?.[1];
            const [status, type, text] = answerTo(
                String(request.headers["x-amz-target"] ?? ""),
                new URLSearchParams(body),
                accountId ?? "",
                denied,
            );
            response.writeHead(status, { "content-type": type }).end(text);
        });
    });
    return new Promise((resolve) => {
        server.listen(0, "127.0.0.1", () => {
            resolve(server);
        });
    });
}

type Answer = readonly [number, string, string];
const xml = (text: string): Answer => [200, "text/xml", text];
const json = (status: number, value: object): Answer => [
    status,
    "application/x-amz-json-1.1",
    JSON.stringify(value),
];

function answerTo(
    target: string,
    query: URLSearchParams,
    accountId: string,
    denied: string,
): Answer {
    const wrap = (action: string, result: string): Answer =>
        xml(
            `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${result}</${action}Result></${action}Response>`,
        );
    switch (query.get("Action") ?? target) {
        case "GetCallerIdentity":
            return wrap(
                "GetCallerIdentity",
                `<Arn>${callerArn}</Arn><Account>111111111111</Account><UserId>A</UserId>`,
            );
        case "AssumeRole": {
            const [, id = ""] = /::(\d{12}):role/.exec(query.get("RoleArn") ?? "") ?? [];
            return wrap(
                "AssumeRole",
                `<Credentials><AccessKeyId>K${id}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials>`,
            );
        }
        case "ServiceQuotasV20190624.ListServiceQuotas":
            if (accountId === denied) {
                return json(400, { __type: "AccessDeniedException", message: "no" });
            }
            return json(200, {
                Quotas: [
                    ["L-C07B4B0D", "Role trust policy length", 2048],
                    ["L-0DA4ABF3", "Managed policies per role", 10],
                    ["L-E95E4862", "Customer managed policies per account", 1500],
                    ["L-F4A5425F", "Groups per account", accountId === "222222222222" ? 250 : 300],
                ].map(([QuotaCode, QuotaName, Value]) => ({ QuotaCode, QuotaName, Value })),
            });
        default:
            return [400, "text/plain", `not expected: ${target}${query.toString()}`];
    }
}

describe("iam-profiles status", () => {
    let server: Server;
    before(async () => {
        server = await fakeAws("333333333333");
    });
    after(() => {
        server.close();
    });

    const status = (...args: readonly string[]): Promise<CliResult> => {
        const { port } = server.address() as AddressInfo;
        return useHere(["status", ...args], {
            AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
            AWS_ACCESS_KEY_ID: "K111111111111",
            AWS_SECRET_ACCESS_KEY: "s",
            AWS_REGION: "us-east-1",
        });
    };
    const role = ["--read-role", "PSKRoles/PSKAccessAuditRole"];

    it("is fine where AWS grants what is configured", async () => {
        const { code, stdout } = await status("--account", "state", "--json", ...role);
        expect(code).to.equal(0);
        const { status: verdict, quotas } = JSON.parse(stdout) as {
            status: string;
            quotas: readonly { account: string; granted: number }[];
        };
        expect(verdict).to.equal("fine");
        expect(quotas.map(({ account, granted }) => [account, granted])).to.deep.equal([
            ["state", 2048],
            ["state", 10],
            ["state", 1500],
            ["state", 300],
        ]);
    });

    it("says where AWS grants less, and what to request", async () => {
        const { code, stdout } = await status("--account", "state", "nonprod", ...role);
        expect(code).to.equal(1);
        expect(stdout).to.match(/nonprod +Groups per account +300 \(default\) +250 +claims more/);
        expect(stdout.replace(/\s+/g, " ")).to.contain(
            "--quota-code L-F4A5425F --desired-value 300",
        );
    });

    it("doesn't take for granted what it may not read", async () => {
        const { code, stdout } = await status(...role);
        expect(code).to.equal(2);
        expect(stdout).to.match(/prod +Role trust policy length +2048 \(default\) +not read/);
        expect(stdout.replace(/\s+/g, " ")).to.contain("AccessDeniedException");
    });

    it("says which accounts there are", async () => {
        const { code, stderr } = await status("--account", "prd");
        expect(code).to.equal(2);
        expect(stderr).to.contain(
            '--account "prd" has no stack in Pulumi.yaml; did you mean prod?',
        );
    });
});
