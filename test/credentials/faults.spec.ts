import { DeleteAccessKeyCommand, UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import { expect } from "chai";
import pMap from "p-map";

import { awsServices } from "../../credentials/awsServices";
import type { Outcome } from "../../credentials/outcome";
import { rotateAll } from "../../credentials/rotate";
import type { Target } from "../../credentials/target";
import { observe } from "./awsWorld";
import type { Gate } from "./awsWorld";
import { Clock } from "./clock";
import { Interleaver } from "./interleaver";
import { memoryWorld } from "./memoryWorld";
import { random } from "./random";
import { RotationRuns, changes, passing } from "./rotationRuns";
import { secretsIn } from "./secretsIn";

interface Key {
    readonly UserName: string;
    readonly AccessKeyId: string;
}

/** Rotation cut off at every call, beside other runs, and beside changes by hand. */
describe("rotation with faults", () => {
    const world = memoryWorld();
    const runs = new RotationRuns(world);

    afterEach(() => {
        expect(runs.dead).to.deep.equal([]);
    });

    it("ends soundly when cut off before or after each AWS call", async () => {
        for (const cut of await runs.everyCut()) await runs.cutOff(cut);
    });

    it("ends soundly after 100 random schedules of faults", async () => {
        let faults = 0;
        for (let seed = 0; seed < 100; seed++) faults += await runs.faulty(seed);
        expect(faults).to.be.greaterThan(100);
        expect(runs.later).to.be.at.most(10);
    });

    for (const [how, change] of Object.entries({
        deleted: (key: Key) => world.admin.iam.send(new DeleteAccessKeyCommand(key)),
        deactivated: (key: Key) =>
            world.admin.iam.send(new UpdateAccessKeyCommand({ ...key, Status: "Inactive" })),
    })) {
        it(`replaces a current key that was ${how} by hand`, async () => {
            const target = await world.newTarget();
            const clock = new Clock();
            await runs.rotate(target, clock);
            await runs.rotate(target, clock, passing, { force: true });
            const { current = "" } = await observe(world, target);
            await change({ UserName: target.identity, AccessKeyId: current });
            await runs.clean(target, clock);
        });
    }

    it("takes a new key back that STS doesn't accept, and leaves the current one", async () => {
        const target = await world.newTarget();
        const clock = new Clock();
        await runs.rotate(target, clock);
        const before = await observe(world, target);
        const wrong = { ...target, probeRoleArn: "arn:aws:iam::222222222222:role/Other" };
        const outcome = await runs.rotate(wrong, clock, passing, { force: true });
        expect(outcome.result).to.equal("failed");
        expect(outcome.detail).to.match(/can't assume arn:aws:iam::222222222222:role\/Other/);
        expect(await observe(world, target)).to.deep.equal(before);
    });

    it("is sound when two runs take turns, with 50 seeds", async () => {
        let contested = 0;
        for (let seed = 0; seed < 50; seed++) {
            const target = await world.newTarget();
            const clock = new Clock();
            if (seed % 2 === 1) await runs.rotate(target, clock);
            const outcomes = await takeTurns(
                target,
                clock,
                new Interleaver(clock, random(seed), 2),
            );
            if (outcomes.some(({ steps }) => steps.some((step) => step.do === "wait"))) contested++;
            await runs.clean(target, clock);
        }
        expect(contested).to.be.greaterThan(10);
    });

    it("rotates 100 identities, ten at once, with few more calls than alone, though AWS throttles", async () => {
        const targets = await pMap(Array.from({ length: 105 }), () => world.newTarget());
        let calls = 0;
        let throttles = 0;
        const gate: Gate = async (_, next) => {
            await new Promise(setImmediate);
            if (++calls % 50 !== 0) return next();
            throttles++;
            throw Object.assign(new Error("Rate exceeded"), { name: "Throttling" });
        };
        const services = awsServices(world.clients(gate, new Clock()));
        let running = 0;
        let most = 0;
        const callsFor = async (some: readonly Target[], atOnce: number): Promise<number> => {
            const before = calls;
            const verify: typeof services.verify = async (target, key) => {
                most = Math.max(most, ++running);
                await services.verify(target, key);
                running--;
            };
            const outcomes = await rotateAll(some, { ...services, verify }, { atOnce });
            runs.written.push(JSON.stringify(outcomes));
            expect(outcomes.every(({ result }) => result === "rotated")).to.equal(true);
            return calls - before;
        };
        const alone: number[] = [];
        for (const target of targets.slice(100)) alone.push(await callsFor([target], 1));
        const all = await callsFor(targets.slice(0, 100), 10);
        expect(throttles).to.be.greaterThan(20);
        expect(most).to.be.within(2, 10);
        // One call in 50 is throttled, and asked again.
        expect(all / 100).to.be.at.most(1.1 * Math.max(...alone));
    });

    it("says no minted secret", () => {
        expect(world.minted.size).to.be.greaterThan(400);
        const all = runs.written.join("\n");
        expect(secretsIn(all, world.minted)).to.deep.equal([]);
    });

    async function takeTurns(target: Target, clock: Clock, turns: Interleaver): Promise<Outcome[]> {
        const run = async (id: number): Promise<Outcome> => {
            const sleep = (ms: number): Promise<void> => turns.sleep(id, ms);
            const gate: Gate = async (name, next) => {
                await turns.turn(id);
                const result = await next();
                if (changes(name)) await runs.watch(target);
                return result;
            };
            const [outcome] = await rotateAll(
                [target],
                awsServices(world.clients(gate, clock), sleep),
                { now: () => clock.now(), sleep, force: true },
            );
            turns.leave(id);
            if (outcome === undefined) throw new Error("no outcome");
            return outcome;
        };
        const outcomes = await Promise.all([run(0), run(1)]);
        runs.written.push(JSON.stringify(outcomes));
        return outcomes;
    }
});
