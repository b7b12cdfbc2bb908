import pMap from "p-map";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

import {
    CreateAccessKeyCommand,
    DeleteAccessKeyCommand,
    UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";

import { awsServices } from "../../credentials/awsServices";
import { rotateAll } from "../../credentials/rotate";
import type { Outcome } from "../../credentials/outcome";
import type { RotateOptions } from "../../credentials/rotate";
import { statusOf } from "../../credentials/status";
import type { Target } from "../../credentials/target";
import { ensureLocalAws, stopLocalAws } from "../../sandbox/localAws";
import { checkout } from "../../platform/checkout";
import { Clock } from "./clock";
import { Interleaver } from "./interleaver";
import { expectSound, localWorld, observe } from "./localWorld";
import type { Gate, LocalWorld } from "./localWorld";
import { random } from "./random";

interface Key {
    readonly UserName: string;
    readonly AccessKeyId: string;
}

const hourMs = 3600_000;

/** Rotation on a real local AWS, cut off at every call, beside other runs, and by hand. */
describe("credentials on the local AWS", () => {
    let folder: string;
    let world: LocalWorld;
    const written: string[] = [];
    /** How often one clean run was not enough. */
    let later = 0;
    /** Found within a run, which would take an assertion for a fault and go on. */
    const dead: string[] = [];

    before(async () => {
        folder = await mkdtemp(path.join(tmpdir(), "credentials-"));
        const { endpoint } = await ensureLocalAws(folder, () => undefined);
        world = localWorld(endpoint);
    });
    beforeEach(() => {
        dead.length = 0;
    });
    afterEach(() => {
        expect(dead).to.deep.equal([]);
    });
    after(async () => {
        await stopLocalAws(folder);
        await rm(folder, { recursive: true, force: true });
    });

    /** One run, as the command line makes it; what it says is kept for the search for secrets. */
    async function rotate(
        target: Target,
        clock: Clock,
        gate: Gate = passing,
        options: RotateOptions = {},
    ): Promise<Outcome> {
        const [outcome] = await rotateAll(
            [target],
            awsServices(world.clients(gate, clock), (ms) => clock.sleep(ms)),
            {
                now: () => clock.now(),
                sleep: (ms) => clock.sleep(ms),
                onStep: (_, step) => void written.push(JSON.stringify(step)),
                ...options,
            },
        );
        written.push(JSON.stringify(outcome));
        if (outcome === undefined) throw new Error("no outcome");
        return outcome;
    }

    /** Minting, rotating, the end of the grace period, and that of the next one. */
    async function wholeRotation(target: Target, clock: Clock, gate: Gate): Promise<void> {
        await rotate(target, clock, gate);
        await rotate(target, clock, gate, { force: true });
        clock.advance(25 * hourMs);
        await rotate(target, clock, gate);
        clock.advance(25 * hourMs);
        await rotate(target, clock, gate);
    }

    it("mints, rotates, and lets the old key work for its grace period", async () => {
        const target = await world.newTarget();
        const clock = new Clock();
        expect((await rotate(target, clock)).result).to.equal("rotated");
        await expectSound(world, target);
        const first = await observe(world, target);
        expect((await rotate(target, clock)).result).to.equal("unchanged");

        expect((await rotate(target, clock, passing, { force: true })).result).to.equal("rotated");
        await expectSound(world, target);
        const second = await observe(world, target);
        expect(second.previous).to.equal(first.current);
        expect(second.active).to.have.members([first.current, second.current]);

        clock.advance(23 * hourMs);
        expect((await rotate(target, clock)).result).to.equal("unchanged");
        expect((await rotate(target, clock, passing, { force: true })).result).to.equal("waiting");

        clock.advance(2 * hourMs);
        expect((await rotate(target, clock)).result).to.equal("cleaned");
        const third = await observe(world, target);
        expect(third.active).to.deep.equal([second.current]);
        expect(third.all).to.have.length(2);
        clock.advance(23 * hourMs);
        expect((await rotate(target, clock)).result).to.equal("unchanged");

        clock.advance(2 * hourMs);
        expect((await rotate(target, clock)).result).to.equal("cleaned");
        expect((await observe(world, target)).all).to.deep.equal([second.current]);
        expect((await rotate(target, clock)).result).to.equal("unchanged");

        clock.advance(90 * 24 * hourMs);
        expect((await rotate(target, clock)).result).to.equal("rotated");
        await expectSound(world, target);
    });

    it("hands nobody a key before it is verified, and needs no right to read secrets", async () => {
        const target = await world.newTarget();
        const calls = new Set<string>();
        const currentAtTrial: (string | undefined)[] = [];
        await wholeRotation(target, new Clock(), async (name, next) => {
            calls.add(name.replace(/Command$/, ""));
            const result = await next();
            if (name === "AssumeRoleCommand") {
                currentAtTrial.push((await observe(world, target)).current);
            }
            return result;
        });
        expect(currentAtTrial).to.have.length(2);
        expect(currentAtTrial[0]).to.equal("no-credential-yet-0000000000");
        expect([...calls].sort()).to.deep.equal([
            "AssumeRole",
            "CreateAccessKey",
            "DeleteAccessKey",
            "DescribeSecret",
            "GetAccessKeyLastUsed",
            "GetCallerIdentity",
            "ListAccessKeys",
            "ListSecretVersionIds",
            "ListUserTags",
            "PutSecretValue",
            "TagUser",
            "UntagUser",
            "UpdateAccessKey",
            "UpdateSecretVersionStage",
        ]);
    });

    it("ends soundly when cut off before or after each AWS call", async function () {
        this.timeout(600_000);
        let calls = 0;
        const count: Gate = (_, next) => {
            calls++;
            return next();
        };
        await wholeRotation(await world.newTarget(), new Clock(), count);
        expect(calls).to.be.greaterThan(30);

        const schedules = Array.from({ length: 4 * calls }, (_, i) => ({
            position: i >> 2,
            carriedOut: i % 2 === 1,
            // Ended there, or an error that the run sees and lives on after.
            killed: (i >> 1) % 2 === 1,
        }));
        await pMap(
            schedules,
            async ({ position, carriedOut, killed }) => {
                const target = await world.newTarget();
                const clock = new Clock();
                let call = 0;
                let cut = false;
                let dies = false;
                const cutOff: Gate = async (name, next) => {
                    if (dies) throw new Error("killed");
                    const here = call++ === position;
                    cut ||= here;
                    dies = here && killed;
                    if (here && !carriedOut) throw new Error("cut off");
                    const result = await next();
                    if (changes(name)) await watch(target);
                    if (here) throw new Error("cut off");
                    return result;
                };
                for (const [hours, force] of [
                    [0, false],
                    [0, true],
                    [25, false],
                    [25, false],
                ] as const) {
                    clock.advance(hours * hourMs);
                    await rotate(target, clock, cutOff, { force });
                    dies = false;
                }
                expect(cut, `call ${position}`).to.equal(true);
                await cleanRun(target, clock);
            },
            { concurrency: 8 },
        );
    });

    it("ends soundly after 100 random schedules of faults", async () => {
        const seeds = Array.from({ length: 100 }, (_, seed) => seed);
        let faults = 0;
        await pMap(
            seeds,
            async (seed) => {
                const next = random(seed);
                const target = await world.newTarget();
                const clock = new Clock();
                for (let run = 0; run < 4; run++) {
                    const rate = next() / 4;
                    await rotate(
                        target,
                        clock,
                        async (name, call) => {
                            const fault = next() < rate;
                            if (fault) faults++;
                            if (fault && next() < 0.5) throw new Error("fault");
                            const result = await call();
                            if (changes(name)) await watch(target);
                            if (fault) throw new Error("fault");
                            return result;
                        },
                        { force: next() < 0.5 },
                    );
                    if (next() < 0.3) clock.advance(25 * hourMs);
                    await changeByHand(target, next);
                }
                await cleanRun(target, clock);
            },
            { concurrency: 8 },
        );
        expect(faults).to.be.greaterThan(100);
        expect(later).to.be.at.most(10);
    });

    for (const [how, change] of Object.entries({
        deleted: (key: Key) => world.admin.iam.send(new DeleteAccessKeyCommand(key)),
        deactivated: (key: Key) =>
            world.admin.iam.send(new UpdateAccessKeyCommand({ ...key, Status: "Inactive" })),
    })) {
        it(`replaces a current key that was ${how} by hand`, async () => {
            const target = await world.newTarget();
            const clock = new Clock();
            await rotate(target, clock);
            await rotate(target, clock, passing, { force: true });
            const { current = "" } = await observe(world, target);
            await change({ UserName: target.identity, AccessKeyId: current });
            await cleanRun(target, clock);
        });
    }

    it("takes a new key back that STS doesn't accept, and leaves the current one", async () => {
        const target = await world.newTarget();
        const clock = new Clock();
        await rotate(target, clock);
        const before = await observe(world, target);
        const wrong = { ...target, probeRoleArn: "arn:aws:iam::222222222222:role/Other" };
        const outcome = await rotate(wrong, clock, passing, { force: true });
        expect(outcome.result).to.equal("failed");
        expect(outcome.detail).to.match(/can't assume arn:aws:iam::222222222222:role\/Other/);
        expect(await observe(world, target)).to.deep.equal(before);
    });

    it("is sound when two runs take turns, with 50 seeds", async () => {
        let contested = 0;
        for (let seed = 0; seed < 50; seed++) {
            const target = await world.newTarget();
            const clock = new Clock();
            if (seed % 2 === 1) await rotate(target, clock);
            const turns = new Interleaver(clock, random(seed), 2);
            const run = async (id: number): Promise<Outcome> => {
                const sleep = (ms: number): Promise<void> => turns.sleep(id, ms);
                const gate: Gate = async (name, next) => {
                    await turns.turn(id);
                    const result = await next();
                    if (changes(name)) await watch(target);
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
            written.push(JSON.stringify(outcomes));
            if (outcomes.some(({ steps }) => steps.some((step) => step.do === "wait"))) contested++;
            await cleanRun(target, clock);
        }
        expect(contested).to.be.greaterThan(10);
    });

    it("rotates 100 identities, ten at once, with few more calls than alone, though AWS throttles", async () => {
        const targets = await pMap(Array.from({ length: 105 }), () => world.newTarget(), {
            concurrency: 8,
        });
        let calls = 0;
        let throttles = 0;
        // AWS takes this long to answer, whoever else asks; the local one has a single thread.
        const gate: Gate = async (_, next) => {
            await new Promise((resolve) => setTimeout(resolve, 10));
            if (++calls % 50 !== 0) return next();
            throttles++;
            throw Object.assign(new Error("Rate exceeded"), { name: "Throttling" });
        };
        const services = awsServices(world.clients(gate, new Clock()));
        let running = 0;
        let most = 0;
        const callsFor = async (some: readonly Target[], atOnce: number): Promise<number> => {
            const before = calls;
            const outcomes = await rotateAll(
                some,
                {
                    ...services,
                    verify: async (target, key) => {
                        most = Math.max(most, ++running);
                        await services.verify(target, key);
                        running--;
                    },
                },
                { atOnce },
            );
            written.push(JSON.stringify(outcomes));
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

    it("leaves no minted secret in any file or output", async () => {
        expect(world.minted.size).to.be.greaterThan(400);
        const status = await statusOf([await world.newTarget()], awsServices(world.admin));
        const texts = [JSON.stringify(status), ...written];
        for (const root of [folder, path.join(checkout, ".sandbox")]) {
            const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(
                () => [],
            );
            for (const entry of entries.filter((found) => found.isFile())) {
                // Another spec file's sandbox may be removed meanwhile.
                const file = path.join(entry.parentPath, entry.name);
                texts.push(await readFile(file, "latin1").catch(() => ""));
            }
        }
        const all = texts.join("\n");
        const found = [...world.minted].filter((secret) => all.includes(secret));
        expect(found.length).to.equal(0);
    });

    /** The store never hands out a key that doesn't work. */
    async function watch(target: Target): Promise<void> {
        const { current = "", active } = await observe(world, target);
        if (current.startsWith("AKIA") && !active.includes(current)) {
            dead.push(`${target.identity}: the current key ${current} doesn't work`);
        }
    }

    /**
     * A run that nothing disturbs; time passes only where it waits. Where two keys that were left or made by hand take all
     * places before there is any credential, runs end them step by step first.
     */
    async function cleanRun(target: Target, clock: Clock): Promise<void> {
        let outcome = await rotate(target, clock);
        for (let run = 0; run < 3 && outcome.result === "waiting"; run++) {
            const { active, current = "" } = await observe(world, target);
            if (active.includes(current)) break;
            later++;
            clock.advance(25 * hourMs);
            outcome = await rotate(target, clock);
        }
        expect(outcome.result, outcome.detail).not.to.equal("failed");
        await expectSound(world, target);
    }

    /** What people and other tools do to keys, short of killing the current one. */
    async function changeByHand(target: Target, next: () => number): Promise<void> {
        const { iam } = world.admin;
        const { all, current } = await observe(world, target);
        const other = all.find((id) => id !== current);
        const key = { UserName: target.identity, AccessKeyId: other };
        const choice = next();
        if (choice < 0.2 && all.length < 2) {
            await iam.send(new CreateAccessKeyCommand({ UserName: target.identity }));
        } else if (choice < 0.4 && other !== undefined) {
            await iam.send(new DeleteAccessKeyCommand(key));
        } else if (choice < 0.6 && other !== undefined) {
            await iam.send(new UpdateAccessKeyCommand({ ...key, Status: "Inactive" }));
        }
    }
});

const passing: Gate = (_, next) => next();

/** Whether a call may change what the local AWS holds. */
const changes = (call: string): boolean => !/^(Get|List|Assume)/.test(call);
