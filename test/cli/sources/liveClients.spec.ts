import type { STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";

import { keyHoldersOf } from "../../../platform/keyHolders";
import { readLiveRegistry } from "../../../cli/sources/liveRegistry";
import { liveClients } from "../../../cli/sources/registryAccounts";

const own = { id: "111111111111", arn: "arn:aws:iam::111111111111:user/Caller" };

const sts = (answer: () => object, asked: unknown[] = []): Pick<STSClient, "send"> => ({
    send: (command: { readonly input: unknown }) => {
        asked.push(command.input);
        // Of whatever type the command asks for.
        return new Promise<never>((resolve) => {
            resolve(answer() as never);
        });
    },
});

const clients = (client: Pick<STSClient, "send">, role?: string) =>
    liveClients(client, {
        region: "us-east-1",
        own,
        roleArnOf: (id) => (role === undefined ? undefined : `arn:aws:iam::${id}:role/${role}`),
    });

async function messageOf(promise: Promise<unknown>): Promise<string> {
    const error: unknown = await promise.then(
        () => undefined,
        (thrown: unknown) => thrown,
    );
    return (error as Error).message;
}

describe("liveClients", () => {
    it("reads the caller's own account with its own credentials", async () => {
        const asked: unknown[] = [];
        const { caller } = await clients(
            sts(() => ({}), asked),
            "Reader",
        )("111111111111");
        expect(caller).to.equal(own.arn);
        expect(asked).to.deep.equal([]);
    });

    it("reads any other account with the role there", async () => {
        const asked: unknown[] = [];
        const Credentials = { AccessKeyId: "ASIA", SecretAccessKey: "s", SessionToken: "t" };
        const { caller, iam } = await clients(
            sts(() => ({ Credentials }), asked),
            "Path/Reader",
        )("222222222222");
        expect(caller).to.equal("arn:aws:iam::222222222222:role/Path/Reader");
        expect(asked).to.deep.equal([
            {
                RoleArn: "arn:aws:iam::222222222222:role/Path/Reader",
                RoleSessionName: "iam-profiles-access",
            },
        ]);
        const { config } = iam as unknown as {
            readonly config: { readonly credentials: () => Promise<Record<string, unknown>> };
        };
        expect(await config.credentials()).to.include({
            accessKeyId: "ASIA",
            secretAccessKey: "s",
            sessionToken: "t",
        });
    });

    it("reads the caller's own account with the role too, where it is there", async () => {
        const Credentials = { AccessKeyId: "ASIA", SecretAccessKey: "s", SessionToken: "t" };
        const { caller } = await liveClients(
            sts(() => ({ Credentials })),
            {
                region: "us-east-1",
                own,
                assumesInOwn: true,
                roleArnOf: (id) => `arn:aws:iam::${id}:role/PSKRoles/PSKAccessAuditRole`,
            },
        )("111111111111");
        expect(caller).to.equal("arn:aws:iam::111111111111:role/PSKRoles/PSKAccessAuditRole");
    });

    it("asks for a role where the caller has none", async () => {
        expect(await messageOf(clients(sts(() => ({})))("222222222222"))).to.equal(
            "arn:aws:iam::111111111111:user/Caller belongs to account 111111111111; pass --read-role NAME, the role to assume in the other accounts",
        );
    });

    it("reports a role that may not be assumed", async () => {
        const denied = sts(() => {
            throw Object.assign(new Error("not authorized"), { name: "AccessDenied" });
        });
        expect(await messageOf(clients(denied, "Reader")("222222222222"))).to.equal(
            "sts:AssumeRole of arn:aws:iam::222222222222:role/Reader as arn:aws:iam::111111111111:user/Caller failed with AccessDenied: not authorized; allow it there, or name a role that has the permission with --read-role NAME",
        );
    });

    it("refuses an answer of STS without credentials", async () => {
        expect(
            await messageOf(
                clients(
                    sts(() => ({})),
                    "Reader",
                )("222222222222"),
            ),
        ).to.equal("STS returned no credentials for arn:aws:iam::222222222222:role/Reader; retry.");
    });
});

describe("readLiveRegistry", () => {
    for (const readRole of ["", "arn:aws:iam::222222222222:role/Reader", "a b", "/Reader", "*"]) {
        it(`refuses ${JSON.stringify(readRole)} as the name of a role`, async () => {
            expect(await messageOf(readLiveRegistry({ readRole }))).to.equal(
                `--read-role is ${JSON.stringify(readRole)}; must be the name of a role, e.g. PSKRoles/PSKReader`,
            );
        });
    }
});

describe("keyHoldersOf", () => {
    it("says whose key a secret holds, and nothing of a secret without an identity", () => {
        expect([
            ...keyHoldersOf({
                identities: { A: { arn: "arn:a" }, B: { arn: "arn:b" } },
                secrets: { A: "secret:a", toString: "secret:c" },
            }),
        ]).to.deep.equal([["secret:a", "arn:a"]]);
    });
});
