import {
    CreateAccessKeyCommand,
    DeleteAccessKeyCommand,
    UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";

import { awsServices } from "../../credentials/awsServices";
import type { Outcome } from "../../credentials/outcome";
import { rotateAll } from "../../credentials/rotate";
import type { RotateOptions } from "../../credentials/rotate";
import type { Target } from "../../credentials/target";
import { expectSound, observe } from "./awsWorld";
import type { AwsWorld, Gate } from "./awsWorld";
import { Clock } from "./clock";
import { random } from "./random";

export const hourMs = 3600_000;

/** Where in a rotation, and how, it is cut off. */
export interface Cut {
    /** The so many-th AWS call, from 0. */
    readonly position: number;
    /** Its name, e.g. `CreateAccessKeyCommand`. */
    readonly call: string;
    /** Whether AWS carried the call out. */
    readonly carriedOut: boolean;
    /** Whether the run ended there; else it sees an error, and goes on. */
    readonly killed: boolean;
}

/** Runs of a rotation in a world, as the command line makes them, and what must be true meanwhile. */
export class RotationRuns {
    /** What runs said, for the search for secrets. */
    readonly written: string[] = [];
    /** How often one clean run was not enough. */
    later = 0;
    /** Found within a run, which would take an assertion for a fault and go on. */
    readonly dead: string[] = [];

    constructor(private readonly world: AwsWorld) {}

    async rotate(
        target: Target,
        clock: Clock,
        gate: Gate = passing,
        options: RotateOptions = {},
    ): Promise<Outcome> {
        const [outcome] = await rotateAll(
            [target],
            awsServices(this.world.clients(gate, clock), (ms) => clock.sleep(ms)),
            {
                now: () => clock.now(),
                sleep: (ms) => clock.sleep(ms),
                onStep: (_, step) => void this.written.push(JSON.stringify(step)),
                ...options,
            },
        );
        this.written.push(JSON.stringify(outcome));
        if (outcome === undefined) throw new Error("no outcome");
        return outcome;
    }

    /** Minting, rotating, the end of the grace period, and that of the next one. */
    async whole(target: Target, clock: Clock, gate: Gate, atEnd?: () => void): Promise<void> {
        for (const [hours, force] of [
            [0, false],
            [0, true],
            [25, false],
            [25, false],
        ] as const) {
            clock.advance(hours * hourMs);
            await this.rotate(target, clock, gate, { force });
            atEnd?.();
        }
    }

    /** The cuts before and after each call of a whole rotation, as an error and as the run's end. */
    async everyCut(): Promise<readonly Cut[]> {
        const calls: string[] = [];
        await this.whole(await this.world.newTarget(), new Clock(), (call, next) => {
            calls.push(call);
            return next();
        });
        expect(calls.length).to.be.greaterThan(30);
        return calls.flatMap((call, position) =>
            [false, true].flatMap((killed) =>
                [false, true].map((carriedOut) => ({ position, call, carriedOut, killed })),
            ),
        );
    }

    /** A whole rotation that is cut off once, and a clean run. */
    async cutOff({ position, carriedOut, killed }: Omit<Cut, "call">): Promise<void> {
        const target = await this.world.newTarget();
        const clock = new Clock();
        let call = 0;
        let dies = false;
        const gate: Gate = async (name, next) => {
            if (dies) throw new Error("killed");
            const here = call++ === position;
            dies = here && killed;
            if (here && !carriedOut) throw new Error("cut off");
            const result = await next();
            if (changes(name)) await this.watch(target);
            if (here) throw new Error("cut off");
            return result;
        };
        await this.whole(target, clock, gate, () => {
            dies = false;
        });
        expect(call, "calls").to.be.greaterThan(position);
        await this.clean(target, clock);
    }

    /**
     * Runs with faults at random calls and changes by hand in between, and a clean run.
     *
     * @returns the number of faults
     */
    async faulty(seed: number): Promise<number> {
        const next = random(seed);
        const target = await this.world.newTarget();
        const clock = new Clock();
        let faults = 0;
        for (let run = 0; run < 4; run++) {
            const rate = next() / 4;
            const gate: Gate = async (name, call) => {
                const fault = next() < rate;
                if (fault) faults++;
                if (fault && next() < 0.5) throw new Error("fault");
                const result = await call();
                if (changes(name)) await this.watch(target);
                if (fault) throw new Error("fault");
                return result;
            };
            await this.rotate(target, clock, gate, { force: next() < 0.5 });
            if (next() < 0.3) clock.advance(25 * hourMs);
            await this.changeByHand(target, next);
        }
        await this.clean(target, clock);
        return faults;
    }

    /** The store never hands out a key that doesn't work. */
    async watch(target: Target): Promise<void> {
        const { current = "", active } = await observe(this.world, target);
        if (current.startsWith("AKIA") && !active.includes(current)) {
            this.dead.push(`${target.identity}: the current key ${current} doesn't work`);
        }
    }

    /**
     * A run that nothing disturbs; time passes only where it waits. Where two keys that were left or made by hand take all
     * places before there is any credential, runs end them step by step first.
     */
    async clean(target: Target, clock: Clock): Promise<void> {
        let outcome = await this.rotate(target, clock);
        for (let run = 0; run < 3 && outcome.result === "waiting"; run++) {
            const { active, current = "" } = await observe(this.world, target);
            if (active.includes(current)) break;
            this.later++;
            clock.advance(25 * hourMs);
            outcome = await this.rotate(target, clock);
        }
        expect(outcome.result, outcome.detail).not.to.equal("failed");
        await expectSound(this.world, target);
    }

    /** What people and other tools do to keys, short of killing the current one. */
    private async changeByHand(target: Target, next: () => number): Promise<void> {
        const { iam } = this.world.admin;
        const { all, current } = await observe(this.world, target);
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
}

export const passing: Gate = (_, next) => next();

/** Whether a call may change what AWS holds. */
export const changes = (call: string): boolean => !/^(Get|List|Describe|Assume)/.test(call);
