import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect } from "chai";

import { awsServices } from "../../credentials/awsServices";
import { rotateAll } from "../../credentials/rotate";
import { storedSession } from "../../credentials/session";
import { statusOf } from "../../credentials/status";
import type { CredentialStore } from "../../credentials/store";
import { storeOf } from "../../credentials/storedIdentity";
import type { Target } from "../../credentials/target";
import { Clock } from "./clock";
import { observe } from "./awsWorld";
import { memoryWorld } from "./memoryWorld";
import { openStores } from "./openStores";
import type { OpenStores } from "./openStores";
import { secretsIn } from "./secretsIn";
import { storeTamperings } from "./storeTamperings";
import type { StoreTampering, TamperedSecret } from "./storeTamperings";
import { tamperings } from "./tamperings";

const hourMs = 3600_000;

/** What is tampered with in IAM alone, as the table for stores has it. */
const inIam = tamperings.filter((tampering) => tampering.inIam);

/** What people and other tools do by mistake, with the stores that aren't AWS's. */
describe("tampering with Vault and 1Password", () => {
    const world = memoryWorld();
    let stores: OpenStores;
    const printed: string[] = [];

    before(async () => {
        stores = await openStores();
    });
    after(async () => {
        await stores.stop();
    });

    for (const name of ["Vault", "1Password"] as const) {
        for (const tampering of storeTamperings) {
            it(`${name}: ${tampering.name}`, async () => {
                const { change, verified = [], exec, readable, force } = tampering;
                await check(name, {
                    change: (tampered) => change(tampered),
                    found: tampering.found[name],
                    verified,
                    exec,
                    refused: name === "Vault" ? tampering.refusedByVault : undefined,
                    mend: ({ secret }) => secret.mend(),
                    force: force === true,
                    readable: readable === true,
                });
            });
        }
        for (const { name: what, change, found, exec, refused, mend } of inIam) {
            it(`${name}: ${what}`, async () => {
                const target = (one: Checked): Parameters<typeof change>[0] => ({
                    world,
                    target: one.target,
                    other: one.otherTarget,
                    use: (key) => one.use(key),
                });
                await check(name, {
                    change: (one) => change(target(one)),
                    found,
                    verified: [],
                    exec,
                    refused,
                    mend: async (one) => mend?.(target(one)),
                    force: false,
                    readable: false,
                });
            });
        }
    }

    // After the others.
    it("nothing that was said holds a minted secret, nor do addresses", () => {
        expect(world.minted.size).to.be.greaterThan(40);
        const all = [...printed, ...stores.requests].join("\n");
        expect(secretsIn(all, world.minted)).to.deep.equal([]);
    });

    interface Checked extends TamperedSecret {
        readonly target: Target;
        readonly otherTarget: Target;
        readonly use: (key: { accessKeyId: string; secretAccessKey: string }) => Promise<unknown>;
    }

    interface Case extends Pick<StoreTampering, "exec"> {
        readonly change: (tampered: Checked) => Promise<unknown>;
        readonly found: readonly string[];
        readonly verified: readonly string[];
        readonly refused: RegExp | undefined;
        readonly mend: (tampered: Checked) => Promise<unknown>;
        readonly force: boolean;
        readonly readable: boolean;
    }

    async function check(name: "Vault" | "1Password", test: Case): Promise<void> {
        const clock = new Clock();
        const clients = world.clients((_, next) => next(), clock);
        const { rotator, reader, secretOf, targetOf } = stores[name];
        const services = (store: CredentialStore) =>
            awsServices(clients, (ms) => clock.sleep(ms), store);
        const rotate = async (one: Target, force = false, store = rotator) => {
            const options = { now: () => clock.now(), sleep: (ms: number) => clock.sleep(ms) };
            const [outcome] = await rotateAll([one], services(await store()), {
                ...options,
                force,
            });
            printed.push(JSON.stringify(outcome));
            return outcome;
        };
        const found = async (one: Target, verify: boolean): Promise<string[]> => {
            const store = await (verify ? reader : rotator)();
            const rows = await statusOf([one], services(store), { now: clock.now(), verify });
            printed.push(JSON.stringify(rows));
            return rows.flatMap(({ findings }) => findings.map(({ code }) => code));
        };
        const exec = async (one: Target): Promise<true | string> => {
            const { store, ownerOf } = services(await reader());
            const own = storeOf(store, one, ownerOf);
            const request = { roleArn: one.probeRoleArn, name: "test" };
            try {
                await storedSession(own, one.secret, world.admin.stsFor, request, (ms) =>
                    clock.sleep(ms),
                );
                return true;
            } catch (error) {
                printed.push((error as Error).message);
                return (error as Error).message;
            }
        };

        const target = targetOf(await world.newTarget());
        const otherTarget = targetOf(await world.newTarget());
        await rotate(target);
        await rotate(otherTarget);
        const tampered: Checked = {
            world,
            identity: target.identity,
            secret: secretOf(target),
            other: secretOf(otherTarget),
            target,
            otherTarget,
            use: (key) => clients.stsFor(key).send(new GetCallerIdentityCommand({})),
        };
        await test.change(tampered);
        const { active } = await activeOf(target);
        expect(await found(target, false)).to.include.members([...test.found]);
        expect(await found(target, true)).to.include.members([...test.verified]);
        const said = await exec(target);
        if (test.exec === true) expect(said).to.equal(true);
        else expect(said).to.match(test.exec);

        const outcome = await rotate(target, test.force);
        if (test.refused !== undefined) {
            expect(outcome?.result).to.equal("failed");
            expect(outcome?.detail).to.match(test.refused);
            await test.mend(tampered);
        } else {
            expect(outcome?.result, outcome?.detail).not.to.equal("failed");
        }
        if (test.readable) await rotate(target, false, reader);
        for (const hours of [0, 23]) {
            clock.advance(hours * hourMs);
            await rotate(target);
            // Within the grace period nothing that worked ends, and there is a credential that works.
            expect((await activeOf(target)).active).to.include.members(active);
            expect(await exec(target)).to.equal(true);
        }
        for (let day = 0; day < 3; day++) {
            clock.advance(25 * hourMs);
            await rotate(target);
        }
        expect(await exec(target)).to.equal(true);
        expect(await found(target, true)).to.deep.equal([]);
    }

    /** Keys that work; of the secret that Secrets Manager has for the identity, nothing is looked at. */
    const activeOf = (target: Target) =>
        observe(world, { ...target, secret: stores.awsSecretOf(target) });
});
