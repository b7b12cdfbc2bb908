import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { setImmediate } from "node:timers/promises";

import { expect } from "chai";

import type { OnePasswordClient } from "../../credentials/onePasswordClient";
import { onePasswordCommand } from "../../credentials/onePasswordCommand";
import { onePasswordConnect } from "../../credentials/onePasswordConnect";
import { onePasswordStore } from "../../credentials/onePasswordStore";
import { NoCredential, StoreConflict } from "../../credentials/store";
import type { Credential, CredentialStore, SecretLocation } from "../../credentials/store";
import { stubOnePassword } from "./onePasswordServer";
import type { OnePasswordServer } from "./onePasswordServer";

const noSleep = (): Promise<void> => Promise.resolve();
const identityArn = "arn:aws:iam::111111111111:user/PSKServiceAccounts/nonprod/PSKA";

const credentialOf = (accessKeyId: string): Credential => ({
    accessKeyId,
    secretAccessKey: `secret-of-${accessKeyId}`,
    identityArn,
    createdAt: "2026-01-01T00:00:00.000Z",
    expiresAt: "2026-04-01T00:00:00.000Z",
});

const errorOf = (promise: Promise<unknown>): Promise<Error> =>
    promise.then(
        () => new Error("no error"),
        (error: unknown) => error as Error,
    );

for (const how of ["Connect", "op"] as const) {
    describe(`the 1Password store through ${how}`, () => {
        let folder: string;
        let server: OnePasswordServer;
        let count = 0;
        let secret: SecretLocation = { identity: "PSKA", id: "" };

        // What the store does with either is the same, and each call of the command is a process.
        const onConnect = (title: string, test: () => Promise<void>): void => {
            if (how === "Connect") it(title, test);
        };

        before(async function () {
            if (how === "op" && process.platform === "win32") this.skip();
            folder = await fs.mkdtemp(path.join(tmpdir(), "op-"));
            server = await stubOnePassword();
            await server.installOp(folder);
        });
        after(async () => {
            await server.stop();
            await fs.rm(folder, { recursive: true, force: true });
        });
        beforeEach(() => {
            secret = { identity: "PSKA", identityArn, id: `aws-state${count++}` };
        });

        const client = (vault = "Platform"): Promise<OnePasswordClient> =>
            how === "Connect"
                ? onePasswordConnect(vault, {
                      OP_CONNECT_HOST: server.address,
                      OP_CONNECT_TOKEN: server.token,
                  })
                : onePasswordCommand(vault, { ...process.env, PATH: folder });
        const open = async (): Promise<CredentialStore> =>
            onePasswordStore(await client(), "{identity}-aws-", noSleep);
        const stages = async (store: CredentialStore, at = secret): Promise<string[]> =>
            (await store.versions(at)).map(
                ({ accessKeyId = "(foreign)", stage }) => `${stage} ${accessKeyId}`,
            );

        it("a rotation, in the fields that the starter kit's pipelines read", async () => {
            const began = Date.now();
            const store = await open();
            expect(await stages(store)).to.deep.equal([]);
            await store.putPending(secret, credentialOf("AKIA1"));
            expect(await stages(store)).to.deep.equal(["pending AKIA1"]);
            await store.promote(secret, "AKIA1");
            expect(await stages(store)).to.deep.equal(["current AKIA1"]);

            await store.putPending(secret, credentialOf("AKIA2"));
            expect(await stages(store)).to.deep.equal(["pending AKIA2", "current AKIA1"]);
            expect(await store.readCurrent(secret)).to.deep.equal(credentialOf("AKIA1"));
            await store.promote(secret, "AKIA2");
            expect(await stages(store)).to.deep.equal(["current AKIA2", "previous AKIA1"]);
            expect(await store.readCurrent(secret)).to.deep.equal(credentialOf("AKIA2"));
            const item = await (await client()).find(secret.id);
            const read = (label: string) =>
                item?.fields.find((field) => field.label === label)?.value;
            expect(read("PSKA-aws-access-key-id")).to.equal("AKIA2");
            expect(read("PSKA-aws-secret-access-key")).to.equal("secret-of-AKIA2");

            await store.discard(secret, "AKIA1");
            expect(await stages(store)).to.deep.equal(["current AKIA2"]);
            const [version] = await store.versions(secret);
            // Stores keep whole seconds.
            expect(version?.storedAt.getTime()).to.be.within(began - 1000, Date.now() + 1000);
        });

        onConnect("every call made twice does what it does once", async () => {
            const store = await open();
            for (const key of ["AKIA1", "AKIA2"]) {
                await store.putPending(secret, credentialOf(key));
                await store.putPending(secret, credentialOf(key));
                await store.promote(secret, key);
                await store.promote(secret, key);
            }
            expect(await stages(store)).to.deep.equal(["current AKIA2", "previous AKIA1"]);
            await store.discard(secret, "AKIA1");
            await store.discard(secret, "AKIA1");
            expect(await stages(store)).to.deep.equal(["current AKIA2"]);
        });

        onConnect("the current credential is never discarded", async () => {
            const store = await open();
            await store.putPending(secret, credentialOf("AKIA1"));
            await store.promote(secret, "AKIA1");
            const error = await errorOf(store.discard(secret, "AKIA1"));
            expect(error.message).to.match(/can't be discarded; rotate first$/);
        });

        it("two rotations at once: one wins, the other is refused", async () => {
            const [one, other] = [await open(), await open()];
            await one.putPending(secret, credentialOf("AKIA1"));
            await other.putPending(secret, credentialOf("AKIA2"));
            expect(await errorOf(one.promote(secret, "AKIA1"))).to.be.instanceOf(StoreConflict);
            await other.promote(secret, "AKIA2");
            expect(await stages(one)).to.deep.equal(["current AKIA2"]);
        });

        onConnect("identities that share an item don't overwrite each other", async () => {
            const store = await open();
            const all = ["A", "B", "C", "D"].map((identity) => ({ ...secret, identity }));
            await Promise.all(
                all.map(async (one) => {
                    await store.putPending(one, credentialOf(`AKIA${one.identity}`));
                    await store.promote(one, `AKIA${one.identity}`);
                }),
            );
            for (const one of all) {
                expect(await stages(store, one)).to.deep.equal([`current AKIA${one.identity}`]);
            }
        });

        onConnect(
            "a promotion that was cut short is a promotion, and is finished by another run",
            async () => {
                const cut = {
                    ...(await client()),
                    remove: () => Promise.reject(new Error("cut short")),
                };
                const store = onePasswordStore(cut, "{identity}-aws-", noSleep);
                await store.putPending(secret, credentialOf("AKIA1"));
                expect((await errorOf(store.promote(secret, "AKIA1"))).message).to.equal(
                    "cut short",
                );
                const other = await open();
                expect(await stages(other)).to.deep.equal(["current AKIA1"]);
                await other.promote(secret, "AKIA1");
                expect(await (await client()).find(`${secret.id} PSKA pending`)).to.equal(
                    undefined,
                );
            },
        );

        it("an item that was made by hand, with the key alone", async () => {
            const prefix = "PSKA-aws-";
            await (
                await client()
            ).create(secret.id, [
                { label: `${prefix}access-key-id`, value: "AKIA9", isSecret: false },
                { label: `${prefix}secret-access-key`, value: "s", isSecret: true },
            ]);
            const store = await open();
            expect(await stages(store)).to.deep.equal(["current AKIA9"]);
            expect((await store.readCurrent(secret)).identityArn).to.equal(identityArn);
            server.edit(secret.id, `${prefix}access-key-id`, "no key");
            expect(await stages(store)).to.deep.equal(["current (foreign)"]);
            server.edit(secret.id, `${prefix}access-key-id`, "");
            expect(await stages(store)).to.deep.equal([]);
            expect(await errorOf(store.readCurrent(secret))).to.be.instanceOf(NoCredential);
        });

        it("the place is the same however it is reached", async () => {
            const store = onePasswordStore(
                await client(server.vaultId),
                "{identity}-aws-",
                noSleep,
            );
            expect(store.place(secret)).to.equal(
                `1password ${server.vaultId}/${secret.id}/PSKA-aws-`,
            );
            expect((await open()).place(secret)).to.equal(store.place(secret));
        });

        it("two items of one title are refused", async () => {
            const made = await client();
            await made.create(secret.id, []);
            await made.create(secret.id, []);
            const error = await errorOf((await open()).versions(secret));
            expect(error.message).to.match(/^1Password has 2 of the item aws-state\d+; rename/);
        });

        for (const twin of ["PSKA-aws-access-key-id", "PSKA-AWS-access-key-ID"]) {
            onConnect(`a second field ${twin} is refused, and nothing written`, async () => {
                const labels = ["PSKA-aws-access-key-id", twin];
                await (
                    await client()
                ).create(
                    secret.id,
                    labels.map((label) => ({ label, value: "AKIA1", isSecret: false })),
                );
                const store = await open();
                await store.putPending(secret, credentialOf("AKIA2"));
                for (const refused of [
                    store.versions(secret),
                    store.readCurrent(secret),
                    store.promote(secret, "AKIA2"),
                ]) {
                    expect((await errorOf(refused)).message).to.equal(
                        `the item ${secret.id} in 1Password has two fields "${twin}", but for section or case; rename one`,
                    );
                }
                const item = await (await client()).find(secret.id);
                expect(item?.fields.map(({ value }) => value)).to.deep.equal(["AKIA1", "AKIA1"]);
            });
        }

        onConnect("fields of others may have one name", async () => {
            const values = ["one", "Notes", "notes"].map((label) => ({
                ...{ label, value: "", isSecret: false },
            }));
            await (await client()).create(secret.id, values);
            expect(await stages(await open())).to.deep.equal([]);
        });

        for (const title of ["", '" or true', "-v", "a\\b", "a\nb"]) {
            onConnect(`refuses the title ${JSON.stringify(title)}`, async () => {
                const error = await errorOf((await open()).versions({ ...secret, id: title }));
                expect(error.message).to.match(/^the item in 1Password is /);
            });
        }

        it("a vault that isn't there", async () => {
            expect((await errorOf(client("Elsewhere"))).message).to.match(
                /^1Password('s op command fails| Connect refuses) reading the vault Elsewhere: /,
            );
        });

        it("no address, argument or error holds a secret", async () => {
            const log = how === "op" ? await fs.readFile(path.join(folder, "op.log"), "utf8") : "";
            const all = [...server.requests, log].join("\n");
            expect(all.length).to.be.greaterThan(500);
            expect(all).not.to.match(/secret-of|connect-token/);
        });
    });
}

describe("the 1Password clients", () => {
    for (const [env, message] of [
        [{}, /^OP_CONNECT_HOST is missing/],
        [
            { OP_CONNECT_HOST: "http://connect.example.com" },
            /^OP_CONNECT_HOST has the scheme "http:"/,
        ],
        [{ OP_CONNECT_HOST: "https://u:p@connect.example.com" }, /^OP_CONNECT_HOST holds a user/],
        [{ OP_CONNECT_HOST: "https://connect.example.com" }, /^OP_CONNECT_TOKEN is not set/],
    ] as const) {
        it(`Connect refuses ${JSON.stringify(env)}`, async () => {
            expect((await errorOf(onePasswordConnect("V", env))).message).to.match(message);
        });
    }

    it("say that there is no op command, at once", async () => {
        const timers = (): number =>
            process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
        // By then, mocha's own for this test has begun.
        await setImmediate();
        const before = timers();
        const error = await errorOf(onePasswordCommand("V", { PATH: "/nowhere" }));
        expect(error.message).to.match(/it isn't installed, or OP_CONNECT_HOST isn't set/);
        // The process would wait for one.
        expect(timers()).to.equal(before);
    });

    it("a refused token, without repeating it", async () => {
        const server = await stubOnePassword();
        const env = { OP_CONNECT_HOST: server.address, OP_CONNECT_TOKEN: "wrong-token" };
        const error = await errorOf(onePasswordConnect("Platform", env));
        await server.stop();
        expect(error.message).to.match(/status 401; OP_CONNECT_TOKEN has expired/);
        expect(error.message).not.to.contain("wrong-token");
    });
});
