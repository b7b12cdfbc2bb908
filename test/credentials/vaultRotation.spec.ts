import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect } from "chai";

import { awsServices } from "../../credentials/awsServices";
import { rotateAll } from "../../credentials/rotate";
import { needsAttention, statusOf } from "../../credentials/status";
import type { CredentialStore } from "../../credentials/store";
import { vaultClient } from "../../credentials/vaultClient";
import { vaultStore } from "../../credentials/vaultStore";
import { ensureLocalAws, stopLocalAws } from "../../sandbox/localAws";
import { localWorld } from "./localWorld";
import { stubVault } from "./vaultServers";
import type { VaultServer } from "./vaultServers";

const noSleep = (): Promise<void> => Promise.resolve();

/** A store that breaks once: before or after its so many-th call took effect. */
function breaking(store: CredentialStore, at: number, when: "before" | "after"): CredentialStore {
    let calls = 0;
    const around = async <Result>(call: () => Promise<Result>): Promise<Result> => {
        const breaks = calls++ === at;
        if (breaks && when === "before") throw new Error("broken before");
        const result = await call();
        if (breaks) throw new Error("broken after");
        return result;
    };
    return {
        name: store.name,
        versions: (secret) => around(() => store.versions(secret)),
        putPending: (secret, credential) => around(() => store.putPending(secret, credential)),
        promote: (secret, key) => around(() => store.promote(secret, key)),
        discard: (secret, key) => around(() => store.discard(secret, key)),
        readCurrent: (secret) => around(() => store.readCurrent(secret)),
    };
}

describe("rotation into Vault, on a local AWS", () => {
    let folder: string;
    let endpoint: string;
    let server: VaultServer;

    before(async () => {
        folder = await fs.mkdtemp(path.join(tmpdir(), "vault-"));
        ({ endpoint } = await ensureLocalAws(folder, () => undefined));
        server = await stubVault();
    });
    after(async () => {
        await server.stop();
        await stopLocalAws(folder);
        await fs.rm(folder, { recursive: true, force: true });
    });

    const open = async (token: "rotator" | "reader"): Promise<CredentialStore> => {
        const env = { VAULT_ADDR: server.address, VAULT_TOKEN: server[token] };
        return vaultStore(await vaultClient(env), "secret", noSleep);
    };

    it("broken at every call of the store: the reader's key always works, and the next run cleans up", async () => {
        const world = localWorld(endpoint);
        for (let at = 0; at < 12; at++) {
            for (const when of ["before", "after"] as const) {
                const target = await world.newTarget();
                const { identity } = target;
                const vaulted = {
                    ...target,
                    secret: { identity, id: `iam-profiles/nonprod/${identity}` },
                };
                const services = (store: CredentialStore) =>
                    awsServices(world.admin, noSleep, store);
                const clean = services(await open("rotator"));
                const options = { sleep: noSleep, otherRunMs: 0, graceMs: 0, force: true };
                const works = async (): Promise<void> => {
                    const credential = await (await open("reader")).readCurrent(vaulted.secret);
                    const sts = world.admin.stsFor(credential);
                    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
                    expect(Arn).to.equal(target.identityArn);
                };

                await rotateAll([vaulted], clean, options);
                await works();
                const broken = breaking(await open("rotator"), at, when);
                await rotateAll([vaulted], services(broken), options);
                await works();
                const [outcome] = await rotateAll([vaulted], clean, { ...options, force: false });
                expect(outcome?.result, outcome?.detail).not.to.be.oneOf(["failed", "waiting"]);
                await works();
                const rows = await statusOf([vaulted], clean);
                expect(needsAttention(rows), JSON.stringify(rows)).to.equal(false);
            }
        }
    });
});
