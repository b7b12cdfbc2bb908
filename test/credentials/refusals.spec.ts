import { expect } from "chai";

import { awsServices } from "../../credentials/awsServices";
import { rotateAll } from "../../credentials/rotate";
import type { Outcome } from "../../credentials/outcome";
import type { RotateOptions } from "../../credentials/rotate";
import type { CredentialStore } from "../../credentials/store";
import type { Target } from "../../credentials/target";
import { Clock } from "./clock";
import { observe } from "./awsWorld";
import { memoryWorld } from "./memoryWorld";
import type { Gate } from "./awsWorld";

/** What a service says, and whether the call was surely not carried out. */
const refusals: readonly [string, number][] = [
    ["InvalidRequestException", 400],
    ["AccessDeniedException", 400],
    ["EncryptionFailure", 400],
    ["KMSAccessDeniedException", 400],
    ["LimitExceededException", 400],
    ["ThrottlingException", 400],
    ["InternalServiceError", 500],
    ["ServiceUnavailable", 503],
];

describe("a store that refuses", () => {
    const world = memoryWorld();

    async function rotate(
        target: Target,
        clock: Clock,
        gate: Gate,
        options: RotateOptions = {},
        change: (store: CredentialStore) => CredentialStore = (store) => store,
    ): Promise<Outcome> {
        const services = awsServices(world.clients(gate, clock), (ms) => clock.sleep(ms));
        const [outcome] = await rotateAll(
            [target],
            { ...services, store: change(services.store) },
            { now: () => clock.now(), sleep: (ms) => clock.sleep(ms), ...options },
        );
        if (outcome === undefined) throw new Error("no outcome");
        return outcome;
    }
    const passing: Gate = (_, next) => next();

    for (const call of ["PutSecretValue", "UpdateSecretVersionStage"]) {
        for (const [name, httpStatusCode] of refusals) {
            it(`${call}: ${name} leaves no key, and its answer isn't repeated`, async () => {
                const target = await world.newTarget();
                const clock = new Clock();
                await rotate(target, clock, passing);
                const before = await observe(world, target);
                const outcome = await rotate(
                    target,
                    clock,
                    (made, next) => {
                        if (made !== `${call}Command`) return next();
                        const quoted = [...world.minted].at(-1) ?? "";
                        throw Object.assign(new Error(`can't store "${quoted}"`), {
                            name,
                            $metadata: { httpStatusCode },
                        });
                    },
                    { force: true },
                );
                expect(outcome.result).to.equal("failed");
                expect(outcome.detail).to.contain(
                    `AWS Secrets Manager refuses ${call} for ${target.secret.id}: ${name}`,
                );
                expect(outcome.detail).not.to.contain("can't store");
                const after = await observe(world, target);
                // Whether a promotion without an answer was carried out can't be known: the next run decides.
                const unknown = call !== "PutSecretValue" && httpStatusCode >= 500;
                expect(after.all.length).to.equal(before.all.length + (unknown ? 1 : 0));
                expect(after.current).to.equal(before.current);
                if (!unknown)
                    expect(outcome.detail).to.match(/its new key …\w{4} was deleted again$/);

                expect((await rotate(target, clock, passing)).result).not.to.equal("failed");
                expect((await observe(world, target)).active).to.deep.equal([before.current]);
            });
        }
    }

    it("a store that takes what it is given and doesn't keep it gets one key, which is deleted again", async () => {
        const target = await world.newTarget();
        const clock = new Clock();
        const forgetful = (store: CredentialStore): CredentialStore => ({
            ...store,
            versions: () => Promise.resolve([]),
            putPending: () => Promise.resolve(),
        });
        const minted = world.minted.size;
        const outcome = await rotate(target, clock, passing, {}, forgetful);
        expect(outcome.detail).to.match(
            /AWS Secrets Manager took the new key and doesn't list it; .*was deleted again$/,
        );
        expect(world.minted.size).to.equal(minted + 1);
        expect((await observe(world, target)).all).to.deep.equal([]);
    });

    it("a store that doesn't discard is given up", async () => {
        const target = await world.newTarget();
        const clock = new Clock();
        await rotate(target, clock, passing);
        const stuck = (store: CredentialStore): CredentialStore => ({
            ...store,
            versions: async (secret) => [
                ...(await store.versions(secret)),
                { accessKeyId: "AKIAGONE", stage: "previous", storedAt: clock.now() },
            ],
        });
        const outcome = await rotate(target, clock, passing, {}, stuck);
        expect(outcome.detail).to.match(/no progress: "discard the stored key …GONE/);
        expect(outcome.steps.length).to.be.at.most(3);
    });

    it("one 503 of STS ends nothing", async () => {
        const target = await world.newTarget();
        const seen = new Set<string>();
        const outcome = await rotate(target, new Clock(), (call, next) => {
            const isFirst = !seen.has(call);
            seen.add(call);
            if (!isFirst || !/^(AssumeRole|GetCallerIdentity)Command$/.test(call)) return next();
            throw Object.assign(new Error("busy"), {
                name: "ServiceUnavailable",
                $metadata: { httpStatusCode: 503 },
            });
        });
        expect(outcome.result).to.equal("rotated");
    });
});
