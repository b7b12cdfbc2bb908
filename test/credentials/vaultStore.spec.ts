import { expect } from "chai";

import { StoreConflict } from "../../credentials/store";
import type { Credential, CredentialStore } from "../../credentials/store";
import { vaultClient } from "../../credentials/vaultClient";
import { vaultStore } from "../../credentials/vaultStore";
import { realVault, stubVault } from "./vaultServers";
import type { VaultServer } from "./vaultServers";

const noSleep = (): Promise<void> => Promise.resolve();

const credentialOf = (accessKeyId: string): Credential => ({
    accessKeyId,
    secretAccessKey: `secret-of-${accessKeyId}`,
    identityArn: "arn:aws:iam::111111111111:user/PSKServiceAccounts/nonprod/PSKA",
    createdAt: "2026-01-01T00:00:00.000Z",
    expiresAt: "2026-04-01T00:00:00.000Z",
});

const errorOf = (promise: Promise<unknown>): Promise<Error> =>
    promise.then(
        () => new Error("no error"),
        (error: unknown) => error as Error,
    );

for (const [kind, start] of [
    ["a stub of its documented API", stubVault],
    ["a real server", realVault],
] as const) {
    describe(`the Vault store against ${kind}`, () => {
        let server: VaultServer;
        let count = 0;
        let secret = { identity: "PSKA", id: "" };

        before(async function () {
            const started = await start();
            // Where no build of OpenBao is pinned.
            if (started === undefined) this.skip();
            server = started;
        });
        after(() => (server as VaultServer | undefined)?.stop());
        beforeEach(() => {
            secret = { identity: "PSKA", id: `iam-profiles/nonprod/PSKA${count++}` };
        });

        const open = async (token: "root" | "rotator" | "reader"): Promise<CredentialStore> =>
            vaultStore(
                await vaultClient({
                    VAULT_ADDR: server.address,
                    VAULT_TOKEN: server[token],
                }),
                "secret",
                noSleep,
            );
        const stages = async (store: CredentialStore): Promise<string[]> =>
            (await store.versions(secret)).map(
                ({ accessKeyId = "(foreign)", stage }) => `${stage} ${accessKeyId}`,
            );

        it("a rotation, without the right to read a secret", async () => {
            const began = Date.now();
            const store = await open("rotator");
            const reader = await open("reader");
            expect(await stages(store)).to.deep.equal([]);

            await store.putPending(secret, credentialOf("AKIA1"));
            expect(await stages(store)).to.deep.equal(["pending AKIA1"]);
            await store.promote(secret, "AKIA1");
            expect(await stages(store)).to.deep.equal(["current AKIA1"]);
            expect((await reader.readCurrent(secret)).secretAccessKey).to.equal("secret-of-AKIA1");

            await store.putPending(secret, credentialOf("AKIA2"));
            expect(await stages(store)).to.deep.equal(["pending AKIA2", "current AKIA1"]);
            // Whoever reads meanwhile is handed the key that is verified.
            expect(await reader.readCurrent(secret)).to.deep.equal(credentialOf("AKIA1"));
            await store.promote(secret, "AKIA2");
            expect(await stages(store)).to.deep.equal(["current AKIA2", "previous AKIA1"]);
            await store.discard(secret, "AKIA1");
            expect(await stages(store)).to.deep.equal(["current AKIA2"]);
            expect(await reader.readCurrent(secret)).to.deep.equal(credentialOf("AKIA2"));

            const refused = await errorOf(store.readCurrent(secret));
            expect(refused.message).to.match(/^Vault refuses reading secret\/data\/.*status 403/);
            const [version] = await store.versions(secret);
            // Stores keep whole seconds.
            expect(version?.storedAt.getTime()).to.be.within(began - 1000, Date.now() + 1000);
        });

        it("every call made twice does what it does once", async () => {
            const store = await open("rotator");
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

        it("the current version is never discarded", async () => {
            const store = await open("rotator");
            await store.putPending(secret, credentialOf("AKIA1"));
            await store.promote(secret, "AKIA1");
            const error = await errorOf(store.discard(secret, "AKIA1"));
            expect(error.message).to.match(/can't be discarded; rotate first$/);
            expect(await stages(store)).to.deep.equal(["current AKIA1"]);
        });

        it("two rotations at once: one wins, the other is refused", async () => {
            const [one, other] = [await open("rotator"), await open("rotator")];
            await one.putPending(secret, credentialOf("AKIA1"));
            await other.putPending(secret, credentialOf("AKIA2"));
            expect(await errorOf(one.promote(secret, "AKIA1"))).to.be.instanceOf(StoreConflict);
            await other.promote(secret, "AKIA2");
            expect(await stages(one)).to.deep.equal(["current AKIA2"]);
        });

        it("a promotion whose version was taken meanwhile is refused by check-and-set", async () => {
            const root = await vaultClient({
                VAULT_ADDR: server.address,
                VAULT_TOKEN: server.root,
            });
            const racing = {
                ...root,
                async write(path: string, body: object) {
                    if (path.endsWith(secret.id) && "options" in body) {
                        await root.write(path, { data: { accessKeyId: "by hand" } });
                    }
                    await root.write(path, body);
                },
            };
            const store = vaultStore(racing, "secret", noSleep);
            await store.putPending(secret, credentialOf("AKIA1"));
            expect(await errorOf(store.promote(secret, "AKIA1"))).to.be.instanceOf(StoreConflict);
            // What was written by hand names no key.
            expect(await stages(store)).to.deep.equal(["pending AKIA1", "current (foreign)"]);
        });

        it("a promotion that was cut short is a promotion, and is finished by another run", async () => {
            const env = { VAULT_ADDR: server.address, VAULT_TOKEN: server.rotator };
            const client = await vaultClient(env);
            const cut = { ...client, delete: () => Promise.reject(new Error("cut short")) };
            const store = vaultStore(cut, "secret", noSleep);
            await store.putPending(secret, credentialOf("AKIA1"));
            expect((await errorOf(store.promote(secret, "AKIA1"))).message).to.equal("cut short");
            const other = await open("rotator");
            expect(await stages(other)).to.deep.equal(["current AKIA1"]);
            await other.promote(secret, "AKIA1");
            expect(await client.read(`secret/metadata/${secret.id}/pending`)).to.equal(undefined);
        });

        it("a key that another run stored can be discarded, not promoted", async () => {
            await (await open("rotator")).putPending(secret, credentialOf("AKIA1"));
            const store = await open("rotator");
            const error = await errorOf(store.promote(secret, "AKIA1"));
            expect(error.message).to.match(/was stored by another run/);
            await store.discard(secret, "AKIA1");
            expect(await stages(store)).to.deep.equal([]);
        });

        it("a mount of version 1 is refused before a key is made for it", async () => {
            const root = await vaultClient({
                VAULT_ADDR: server.address,
                VAULT_TOKEN: server.root,
            });
            const store = vaultStore(root, "kv1", noSleep);
            expect((await errorOf(store.requireUsable(secret))).message).to.match(
                /^Vault's mount kv1 is a KV engine of version 1; must be KV, version 2: /,
            );
            await (await open("rotator")).requireUsable(secret);
        });

        it("a secret that requires check-and-set", async () => {
            const root = await vaultClient({
                VAULT_ADDR: server.address,
                VAULT_TOKEN: server.root,
            });
            const store = vaultStore(root, "secret", noSleep);
            const cas = { identity: "A", id: "cas/nonprod/A" };
            for (const key of ["AKIA1", "AKIA2"]) {
                await store.putPending(cas, credentialOf(key));
                await store.promote(cas, key);
            }
            expect((await store.readCurrent(cas)).accessKeyId).to.equal("AKIA2");
        });

        it("another program's secret is left alone", async () => {
            const root = await vaultClient({
                VAULT_ADDR: server.address,
                VAULT_TOKEN: server.root,
            });
            await root.write(`secret/data/${secret.id}`, { data: { password: "theirs" } });
            const error = await errorOf((await open("rotator")).versions(secret));
            expect(error.message).to.match(/holds something else than an access key/);
        });

        it("no error holds a secret or the token", async () => {
            const store = await open("reader");
            const error = await errorOf(store.putPending(secret, credentialOf("AKIA1")));
            expect(error.message).to.match(/^Vault refuses reading .*status 403; VAULT_TOKEN/);
            const whole = JSON.stringify(error, Object.getOwnPropertyNames(error));
            expect(whole).not.to.contain("secret-of");
            expect(whole).not.to.contain(server.reader);
        });

        it("a mount that isn't there is an error, not an empty secret", async () => {
            const root = await vaultClient({
                VAULT_ADDR: server.address,
                VAULT_TOKEN: server.root,
            });
            const store = vaultStore(root, "nowhere", noSleep);
            expect((await errorOf(store.versions(secret))).message).to.match(
                /no handler for route/,
            );
        });
    });
}

describe("the Vault client", () => {
    for (const [env, message] of [
        [{}, /^VAULT_ADDR is missing/],
        [{ VAULT_ADDR: "http://vault.example.com" }, /^VAULT_ADDR has the scheme "http:"/],
        [{ VAULT_ADDR: "https://u:p@vault.example.com" }, /^VAULT_ADDR holds a user or password/],
        [{ VAULT_ADDR: "https://vault.example.com" }, /^VAULT_TOKEN is not set/],
    ] as const) {
        it(`refuses ${JSON.stringify(env)}`, async () => {
            expect((await errorOf(vaultClient(env))).message).to.match(message);
        });
    }

    for (const path of ["../sys/x", "a/../b", "a?b", "a//b", "/a", "a b", "a/%2e%2e/b", ""]) {
        it(`refuses the path ${JSON.stringify(path)}`, async () => {
            const client = await vaultClient({
                VAULT_ADDR: "http://127.0.0.1:9",
                VAULT_TOKEN: "t",
            });
            const store = vaultStore(client, "secret", noSleep);
            const error = await errorOf(store.versions({ identity: "x", id: path }));
            expect(error.message).to.match(/^the secret's path in Vault is/);
        });
    }
});
