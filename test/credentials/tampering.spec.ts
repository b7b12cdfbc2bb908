import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect } from "chai";

import { awsServices } from "../../credentials/awsServices";
import { rotateAll } from "../../credentials/rotate";
import type { Outcome } from "../../credentials/outcome";
import type { RotateOptions } from "../../credentials/rotate";
import { storedSession } from "../../credentials/session";
import { statusOf } from "../../credentials/status";
import { storeOf } from "../../credentials/storedIdentity";
import type { CredentialServices, Target } from "../../credentials/target";
import { Clock } from "./clock";
import { observe } from "./awsWorld";
import { memoryWorld } from "./memoryWorld";
import { secretsIn } from "./secretsIn";
import { tamperings } from "./tamperings";
import type { Tampering } from "./tamperings";

const hourMs = 3600_000;
/** What a change of the store makes of keys. */
const unstored = ["superseded", "leftover", "third-party-key"];

/** What people and other tools do to keys and secrets by mistake: each is found, and none makes a rotation end a key. */
describe("tampering", () => {
    const world = memoryWorld();
    const printed: string[] = [];

    // AWS reports a use late, the local one never: rotation knows what it handed out without it.
    for (const lastUse of [true, false]) {
        describe(lastUse ? "IAM says when keys were used last" : "IAM doesn't say yet", () => {
            for (const tampering of tamperings) {
                it(tampering.name, () => check(tampering, lastUse));
            }
        });
    }

    // After the others.
    describe("what was said", () => {
        it("holds no minted secret", () => {
            expect(world.minted.size).to.be.greaterThan(50);
            const all = printed.join("\n");
            expect(secretsIn(all, world.minted)).to.deep.equal([]);
        });
    });

    async function check(tampering: Tampering, lastUse: boolean): Promise<void> {
        const clock = new Clock();
        const clients = world.clients((_, next) => next(), clock, lastUse);
        const services = awsServices(clients, (ms) => clock.sleep(ms));
        const rotate = (one: Target, options: RotateOptions = {}) =>
            run(one, services, clock, options);
        const target = await world.newTarget();
        const other = await world.newTarget();
        await rotate(other);
        await rotate(target);
        if (tampering.alone === undefined) await rotate(target, { force: true });
        const use = (key: { accessKeyId: string; secretAccessKey: string }) =>
            clients.stsFor(key).send(new GetCallerIdentityCommand({}));

        const tampered = { world, target, other, use };
        await tampering.change(tampered);
        const working = (await observe(world, target)).active;

        if (lastUse || !tampering.found.includes("third-party-key")) {
            const codes = await found(target, services, clock);
            expect(codes).to.include.members([...tampering.found]);
            const others = codes.filter((code) => !(tampering.found as string[]).includes(code));
            expect([...unstored]).to.include.members(others);
        }
        const verified = await found(target, services, clock, true);
        expect(verified).to.include.members(tampering.verified ?? []);
        const said = await exec(target, services);
        if (tampering.exec === true) expect(said).to.equal(true);
        else expect(said).to.match(tampering.exec);

        const outcome = await rotate(target);
        await expectAlive(target, working, lastUse, tampering);
        if (tampering.refused !== undefined) {
            expect(outcome.result).to.equal("failed");
            expect(outcome.detail).to.match(tampering.refused);
            await tampering.mend?.(tampered);
            await rotate(target);
        } else {
            expect(outcome.result, outcome.detail).not.to.equal("failed");
        }
        // Within the grace period nothing that worked ends, and there is a credential that works.
        expect(await exec(target, services), outcome.detail).to.equal(true);
        clock.advance(23 * hourMs);
        await rotate(target);
        await expectAlive(target, working, lastUse, tampering);
        expect(await exec(target, services)).to.equal(true);

        for (let day = 0; day < 4; day++) {
            clock.advance(25 * hourMs);
            await rotate(target);
            expect(await exec(target, services)).to.equal(true);
        }
        const rest = await found(target, services, clock, true);
        expect(rest).to.deep.equal(tampering.stays ?? []);
    }

    async function run(
        target: Target,
        services: CredentialServices,
        clock: Clock,
        options: RotateOptions,
    ): Promise<Outcome> {
        const [outcome] = await rotateAll([target], services, {
            now: () => clock.now(),
            sleep: (ms) => clock.sleep(ms),
            ...options,
        });
        if (outcome === undefined) throw new Error("no outcome");
        printed.push(JSON.stringify(outcome));
        return outcome;
    }

    async function found(
        target: Target,
        services: CredentialServices,
        clock: Clock,
        verify = false,
    ): Promise<string[]> {
        const rows = await statusOf([target], services, { now: clock.now(), verify });
        printed.push(JSON.stringify(rows));
        return rows.flatMap(({ findings }) => findings.map(({ code }) => code));
    }

    /** @returns true for a session, else what is said */
    async function exec(target: Target, services: CredentialServices): Promise<true | string> {
        const store = storeOf(services.store, target, services.ownerOf);
        const { stsFor } = world.admin;
        const sleep = (): Promise<void> => Promise.resolve();
        const request = { roleArn: target.probeRoleArn, name: "test" };
        try {
            await storedSession(store, target.secret, stsFor, request, sleep);
            return true;
        } catch (error) {
            const { message } = error as Error;
            printed.push(message);
            return message;
        }
    }

    /** A key that nothing ever used is what a crash leaves, where IAM says so. */
    async function expectAlive(
        target: Target,
        working: readonly string[],
        lastUse: boolean,
        { found: codes }: Tampering,
    ): Promise<void> {
        if (!lastUse && codes.includes("third-party-key")) return;
        expect((await observe(world, target)).active).to.include.members([...working]);
    }
});
