import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { awsServices } from "../../credentials/awsServices";
import { statusOf } from "../../credentials/status";
import { checkout } from "../../platform/checkout";
import { ensureLocalAws, stopLocalAws } from "../../sandbox/localAws";
import { expectSound, observe } from "./awsWorld";
import type { AwsWorld } from "./awsWorld";
import { Clock } from "./clock";
import { localWorld } from "./localWorld";
import { memoryWorld } from "./memoryWorld";
import { RotationRuns, changes, hourMs, passing } from "./rotationRuns";
import { Questions } from "./worldQuestions";

/** What `faults.spec.ts` asks of AWS in memory, in part, and that both answer alike. */
describe("rotation on the local AWS", () => {
    let folder: string;
    let world: AwsWorld;
    let runs: RotationRuns;

    before(async () => {
        folder = await mkdtemp(path.join(tmpdir(), "credentials-"));
        const { endpoint } = await ensureLocalAws(folder, () => undefined);
        world = localWorld(endpoint);
        runs = new RotationRuns(world);
    });
    afterEach(() => {
        expect(runs.dead).to.deep.equal([]);
    });
    after(async () => {
        await stopLocalAws(folder);
        await rm(folder, { recursive: true, force: true });
    });

    it("mints, rotates, and lets the old key work for its grace period", async () => {
        const target = await world.newTarget();
        const clock = new Clock();
        expect((await runs.rotate(target, clock)).result).to.equal("rotated");
        await expectSound(world, target);
        const first = await observe(world, target);
        expect((await runs.rotate(target, clock)).result).to.equal("unchanged");

        const forced = (): ReturnType<RotationRuns["rotate"]> =>
            runs.rotate(target, clock, passing, { force: true });
        expect((await forced()).result).to.equal("rotated");
        await expectSound(world, target);
        const second = await observe(world, target);
        expect(second.previous).to.equal(first.current);
        expect(second.active).to.have.members([first.current, second.current]);

        clock.advance(23 * hourMs);
        expect((await runs.rotate(target, clock)).result).to.equal("unchanged");
        expect((await forced()).result).to.equal("waiting");

        clock.advance(2 * hourMs);
        expect((await runs.rotate(target, clock)).result).to.equal("cleaned");
        const third = await observe(world, target);
        expect(third.active).to.deep.equal([second.current]);
        expect(third.all).to.have.length(2);
        clock.advance(23 * hourMs);
        expect((await runs.rotate(target, clock)).result).to.equal("unchanged");

        clock.advance(2 * hourMs);
        expect((await runs.rotate(target, clock)).result).to.equal("cleaned");
        expect((await observe(world, target)).all).to.deep.equal([second.current]);
        expect((await runs.rotate(target, clock)).result).to.equal("unchanged");

        clock.advance(90 * 24 * hourMs);
        expect((await runs.rotate(target, clock)).result).to.equal("rotated");
        await expectSound(world, target);
    });

    it("hands out no key before it is verified, and needs no right to read secrets", async () => {
        const target = await world.newTarget();
        const calls = new Set<string>();
        const currentAtTrial: (string | undefined)[] = [];
        await runs.whole(target, new Clock(), async (name, next) => {
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

    it("ends soundly when cut off at a call of each kind that changes something", async () => {
        const changing = (await runs.everyCut()).filter(({ call }) => changes(call));
        const kinds = [...new Set(changing.map(({ call }) => call))];
        expect(kinds).to.have.length(7);
        // Each in one of the four ways to be cut off.
        const cuts = kinds.flatMap((kind, index) =>
            changing.filter(({ call }) => call === kind).slice(index % 4, (index % 4) + 1),
        );
        for (const cut of cuts) await runs.cutOff(cut);
    });

    it("ends soundly after random schedules of faults", async () => {
        let faults = 0;
        for (let seed = 100; seed < 106; seed++) faults += await runs.faulty(seed);
        expect(faults).to.be.greaterThan(5);
    });

    it("answers 300 random calls as the AWS in memory does", async () => {
        const [here, there] = [await Questions.of(memoryWorld()), await Questions.of(world)];
        for (let seed = 0; seed < 300; seed++) {
            expect(await there.ask(seed), `call ${seed}`).to.deep.equal(await here.ask(seed));
        }
        expect(here.refused).to.be.within(30, 270);
    });

    it("leaves no minted secret in any file or output", async () => {
        expect(world.minted.size).to.be.greaterThan(20);
        const status = await statusOf([await world.newTarget()], awsServices(world.admin));
        const texts = [JSON.stringify(status), ...runs.written];
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
});
