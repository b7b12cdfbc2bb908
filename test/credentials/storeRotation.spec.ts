import pMap from "p-map";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect } from "chai";

import { awsServices } from "../../credentials/awsServices";
import { onePasswordConnect } from "../../credentials/onePasswordConnect";
import { onePasswordStore } from "../../credentials/onePasswordStore";
import { rotateAll } from "../../credentials/rotate";
import { secretsManagerStore } from "../../credentials/secretsManagerStore";
import { needsAttention, statusOf } from "../../credentials/status";
import type { CredentialStore } from "../../credentials/store";
import type { Target } from "../../credentials/target";
import { vaultClient } from "../../credentials/vaultClient";
import { vaultStore } from "../../credentials/vaultStore";
import { Clock } from "./clock";
import { observe } from "./awsWorld";
import { memoryWorld } from "./memoryWorld";

import { stubOnePassword } from "./onePasswordServer";
import type { OnePasswordServer } from "./onePasswordServer";
import { secretsIn } from "./secretsIn";
import { inProcess } from "./serving";
import { stubVault } from "./vaultServers";
import type { VaultServer } from "./vaultServers";

const noSleep = (): Promise<void> => Promise.resolve();

/** A store that breaks once: before or after its so many-th call took effect. `hasBroken`: whether there was that call. */
function breaking(
    store: CredentialStore,
    at: number,
    when: "before" | "after",
): CredentialStore & { readonly hasBroken: () => boolean } {
    let calls = 0;
    const around = async <Result>(call: () => Promise<Result>): Promise<Result> => {
        const breaks = calls++ === at;
        if (breaks && when === "before") throw new Error("broken before");
        const result = await call();
        if (breaks) throw new Error("broken after");
        return result;
    };
    return {
        hasBroken: () => calls > at,
        name: store.name,
        restores: store.restores,
        place: (secret) => store.place(secret),
        requireUsable: (secret) => around(() => store.requireUsable(secret)),
        findings: (secret) => store.findings(secret),
        versions: (secret) => around(() => store.versions(secret)),
        putPending: (secret, credential) => around(() => store.putPending(secret, credential)),
        promote: (secret, key) => around(() => store.promote(secret, key)),
        discard: (secret, key) => around(() => store.discard(secret, key)),
        readCurrent: (secret) => around(() => store.readCurrent(secret)),
    };
}

describe("rotation into other stores", () => {
    const world = memoryWorld();
    let vault: VaultServer;
    let onePassword: OnePasswordServer;
    const said: string[] = [];

    before(async () => {
        vault = await stubVault(inProcess);
        onePassword = await stubOnePassword(inProcess);
    });
    after(async () => {
        await vault.stop();
        await onePassword.stop();
    });

    const openVault = async (token: "rotator" | "reader"): Promise<CredentialStore> => {
        const env = { VAULT_ADDR: vault.address, VAULT_TOKEN: vault[token] };
        return vaultStore(await vaultClient(env), "secret", noSleep);
    };
    const openOnePassword = async (): Promise<CredentialStore> => {
        const env = { OP_CONNECT_HOST: onePassword.address, OP_CONNECT_TOKEN: onePassword.token };
        return onePasswordStore(
            await onePasswordConnect("Platform", env),
            "{identity}-aws-",
            noSleep,
        );
    };
    const at = (target: Target, id: string): Target => ({
        ...target,
        secret: { identity: target.identity, identityArn: target.identityArn, id },
    });

    /** A store, where a target's secret is in it, and what a reader of it uses. */
    const stores = {
        "AWS Secrets Manager": {
            open: () => Promise.resolve(secretsManagerStore(world.admin.secretsManager, noSleep)),
            reader: () => Promise.resolve(secretsManagerStore(world.admin.secretsManager, noSleep)),
            of: (target: Target) => target,
        },
        Vault: {
            open: () => openVault("rotator"),
            reader: () => openVault("reader"),
            of: (target: Target) => at(target, `iam-profiles/nonprod/${target.identity}`),
        },
        "another path in Vault": {
            open: () => openVault("rotator"),
            reader: () => openVault("reader"),
            of: (target: Target) => at(target, `iam-profiles/other/${target.identity}`),
        },
        "1Password": {
            open: openOnePassword,
            reader: openOnePassword,
            of: (target: Target) => at(target, "aws-state"),
        },
    };
    type Store = (typeof stores)[keyof typeof stores];
    const entries = Object.entries(stores);

    const clock = new Clock();
    const services = (store: CredentialStore) =>
        awsServices(
            world.clients((_, next) => next(), clock),
            noSleep,
            store,
        );
    const options = { sleep: noSleep, otherRunMs: 0, graceMs: 0, now: () => clock.now() };
    const run = async (store: CredentialStore, target: Target, more: object) => {
        const [outcome] = await rotateAll([target], services(store), { ...options, ...more });
        said.push(JSON.stringify(outcome));
        return outcome;
    };
    const readers = new Map<Store, Promise<CredentialStore>>();
    const works = async (store: Store, target: Target): Promise<string> => {
        const reader = readers.get(store) ?? store.reader();
        readers.set(store, reader);
        const credential = await (await reader).readCurrent(store.of(target).secret);
        const sts = world.admin.stsFor(credential);
        const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
        expect(Arn).to.equal(target.identityArn);
        return credential.accessKeyId;
    };

    for (const name of ["Vault", "1Password"] as const) {
        it(`${name}, broken at every call: the reader's key always works, and the next runs clean up`, async () => {
            const store = stores[name];
            let calls = 0;
            for (let hasBroken = true; hasBroken; calls++) {
                for (const when of ["before", "after"] as const) {
                    const made = await world.newTarget();
                    const target = store.of(made);
                    const clean = await store.open();
                    await run(clean, target, { force: true });
                    await works(store, made);
                    const broken = breaking(await store.open(), calls, when);
                    await run(broken, target, { force: true });
                    hasBroken = broken.hasBroken();
                    await works(store, made);
                    // The second one deletes what the first one deactivated.
                    for (let again = 0; again < 2; again++) {
                        const outcome = await run(clean, target, {});
                        expect(outcome?.result, outcome?.detail).not.to.be.oneOf([
                            "failed",
                            "waiting",
                        ]);
                        await works(store, made);
                    }
                    const rows = await statusOf([target], services(clean), { now: clock.now() });
                    said.push(JSON.stringify(rows));
                    expect(needsAttention(rows), JSON.stringify(rows)).to.equal(false);
                }
            }
            expect(calls).to.be.greaterThan(7);
        });
    }

    it("1Password: ten identities at once in one item", async () => {
        const store = stores["1Password"];
        const made = await pMap(Array.from({ length: 10 }), () => world.newTarget(), {
            concurrency: 4,
        });
        const outcomes = await rotateAll(
            made.map((target) => store.of(target)),
            services(await store.open()),
            { ...options, graceMs: 3600_000 },
        );
        expect(outcomes.map(({ result }) => result)).to.deep.equal(made.map(() => "rotated"));
        for (const target of made) await works(store, target);
    });

    for (const [right, one] of entries) {
        for (const [wrong, other] of entries.filter(([name]) => name !== right)) {
            it(`bound to ${right}, and pointed at ${wrong}: refused, with both named, and no key ends`, async () => {
                const made = await world.newTarget();
                const target = one.of(made);
                const store = await one.open();
                await run(store, target, { graceMs: 24 * 3600_000 });
                await run(store, target, { graceMs: 24 * 3600_000, force: true });
                const before = await observe(world, made);
                const current = await works(one, made);

                const mistaken = await other.open();
                const places = [store.place(target.secret), mistaken.place(other.of(made).secret)];
                for (const more of [{}, { force: true }]) {
                    const outcome = await run(mistaken, other.of(made), more);
                    expect(outcome?.result).to.equal("failed");
                    for (const place of places) expect(outcome?.detail).to.contain(place);
                }
                const rows = await statusOf([other.of(made)], services(mistaken));
                expect(
                    rows.flatMap(({ findings }) => findings.map(({ code }) => code)),
                ).to.deep.equal(["wrong-store"]);
                expect((await observe(world, made)).active).to.have.members(before.active);
                expect(await works(one, made)).to.equal(current);
            });
        }
    }

    it("--rebind moves an identity: a new key in the new store, and no key ends within its grace", async () => {
        const grace = { graceMs: 24 * 3600_000 };
        const made = await world.newTarget();
        const old = stores.Vault;
        const next = stores["1Password"];
        await run(await old.open(), old.of(made), grace);
        const first = await works(old, made);
        const moved = await run(await next.open(), next.of(made), { ...grace, rebind: true });
        expect(moved?.result, moved?.detail).to.equal("rotated");
        const second = await works(next, made);
        expect(await works(old, made)).to.equal(first);
        expect((await observe(world, made)).active).to.have.members([first, second]);
        expect((await run(await old.open(), old.of(made), grace))?.result).to.equal("failed");
    });

    it("nothing that was said holds a minted secret, nor do addresses", () => {
        expect(world.minted.size).to.be.greaterThan(100);
        const all = [...said, ...onePassword.requests].join("\n");
        expect(secretsIn(all, world.minted)).to.deep.equal([]);
    });
});
