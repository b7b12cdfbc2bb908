import { isUnused, lookAgainMs, nextStep } from "./rotation";
import type { OwnKey, RotationPolicy, RotationState, Step } from "./rotation";
import type { Outcome } from "./outcome";
import { StoreConflict } from "./store";
import type { Credential } from "./store";
import { shortKeyId } from "./target";
import type { AccessKey, CredentialServices, MintedKey, Target } from "./target";

/** How a rotation is driven: `RotateOptions` with their defaults. */
export interface RotationSettings {
    readonly graceMs: number;
    readonly maxAgeMs: number;
    readonly force: boolean;
    readonly otherRunMs: number;
    readonly now: () => Date;
    readonly sleep: (ms: number) => Promise<unknown>;
    readonly onStep: (target: Target, step: Step) => void;
}

/** More than any sound rotation takes, waits included. */
const mostSteps = 100;

/**
 * Rotates one target's key: reads what AWS holds, takes the next step, and begins again, until nothing is to do.
 *
 * @returns how it ended, also when it failed; nothing of it is secret
 */
export async function rotateOne(
    target: Target,
    services: CredentialServices,
    settings: RotationSettings,
): Promise<Outcome> {
    const run = new Rotation(target, services, settings);
    const { identity } = target;
    try {
        const { dueAgain } = await run.toTheEnd();
        const { steps } = run;
        if (dueAgain === undefined) return { identity, result: resultOf(steps), steps };
        const detail =
            `rotation is due, but ${identity} has as many keys as IAM allows, and the previous one ` +
            `has to work until ${dueAgain.toISOString()}; run it again then`;
        return { identity, result: "waiting", steps, detail };
    } catch (error) {
        const detail = run.withoutSecret(`${target.identity}: ${(error as Error).message}`);
        return { identity, result: "failed", steps: run.steps, detail };
    }
}

const resultOf = (steps: readonly Step[]): Outcome["result"] =>
    steps.some((step) => step.do === "promote")
        ? "rotated"
        : steps.some((step) => step.do !== "wait")
          ? "cleaned"
          : "unchanged";

/** One run for one target, with what it alone knows. */
class Rotation {
    readonly steps: Step[] = [];
    private minted: MintedKey | undefined;
    private own: OwnKey | undefined;
    private verifyError: unknown;
    private readonly deactivated = new Set<string>();
    private readonly deleted = new Set<string>();
    private readonly firstUnused = new Map<string, number>();

    constructor(
        private readonly target: Target,
        private readonly services: CredentialServices,
        private readonly settings: RotationSettings,
    ) {}

    async toTheEnd(): Promise<Step & { do: "done" }> {
        let state = await this.read();
        const policy = this.policy(state);
        for (;;) {
            const step = nextStep(state, this.settings.now(), policy);
            if (step.do === "done") {
                if (this.verifyError !== undefined) throw this.verifyError as Error;
                return step;
            }
            // The key that didn't work was taken back; another one would hardly do better.
            if (step.do === "mint" && this.verifyError !== undefined) {
                throw this.verifyError as Error;
            }
            if (this.steps.length === mostSteps) {
                throw new Error(`not done after ${mostSteps} steps; other runs keep changing it`);
            }
            this.settings.onStep(this.target, step);
            this.steps.push(step);
            await this.take(step);
            state = await this.read();
        }
    }

    withoutSecret(text: string): string {
        const secret = this.minted?.secretAccessKey;
        return secret === undefined ? text : text.replaceAll(secret, "(secret)");
    }

    private policy({ versions }: RotationState): RotationPolicy {
        const { graceMs, maxAgeMs, otherRunMs, force } = this.settings;
        const current = versions.find(({ stage }) => stage === "current");
        return {
            graceMs,
            maxAgeMs,
            otherRunMs,
            // By its id, so that what another run makes current meanwhile isn't rotated once more.
            ...(force && current !== undefined ? { replace: current.accessKeyId } : {}),
        };
    }

    private async read(): Promise<RotationState> {
        const { keys, store } = this.services;
        // Versions first: a key that another run makes and stores in between is then waited for, while its version
        // without the key would pass for a leftover.
        const versions = await store.versions(this.target.secret);
        const listed = await keys.list(this.target.identity);
        const now = this.settings.now().getTime();
        const seen = this.asChanged(listed);
        const unusedMs = new Map<string, number>();
        for (const { accessKeyId } of seen) {
            if (!isUnused(accessKeyId, versions)) {
                this.firstUnused.delete(accessKeyId);
                continue;
            }
            const first = this.firstUnused.get(accessKeyId) ?? now;
            this.firstUnused.set(accessKeyId, first);
            unusedMs.set(accessKeyId, now - first);
        }
        const { own, deactivated } = this;
        return {
            keys: seen,
            versions,
            unusedMs,
            deactivated,
            ...(own === undefined ? {} : { own }),
        };
    }

    /** IAM is eventually consistent: its list may not show yet what this run did. */
    private asChanged(listed: readonly AccessKey[]): AccessKey[] {
        const keys = listed
            .filter(({ accessKeyId }) => !this.deleted.has(accessKeyId))
            .map((key) =>
                this.deactivated.has(key.accessKeyId) ? { ...key, active: false } : key,
            );
        const { minted } = this;
        if (
            minted === undefined ||
            this.deleted.has(minted.accessKeyId) ||
            keys.some(({ accessKeyId }) => accessKeyId === minted.accessKeyId)
        ) {
            return keys;
        }
        const { accessKeyId, createdAt } = minted;
        return [...keys, { accessKeyId, createdAt, active: true }];
    }

    private async take(step: Exclude<Step, { do: "done" }>): Promise<void> {
        const { keys, store } = this.services;
        const { identity, secret } = this.target;
        switch (step.do) {
            case "wait":
                await this.settings.sleep(step.ms);
                return;
            case "mint":
                return this.mint();
            case "store":
                await store.putPending(secret, this.credential());
                this.learn({ stored: true });
                return;
            case "verify":
                return this.verify();
            case "promote":
                try {
                    await store.promote(secret, step.accessKeyId);
                } catch (error) {
                    // Another run was first; what to do now follows from what it did.
                    if (!(error instanceof StoreConflict)) throw error;
                }
                return;
            case "discard":
                await store.discard(secret, step.accessKeyId);
                return;
            case "deactivate":
                await keys.deactivate(identity, step.accessKeyId);
                this.deactivated.add(step.accessKeyId);
                return;
            case "delete":
                await keys.remove(identity, step.accessKeyId);
                this.deleted.add(step.accessKeyId);
                if (this.own?.accessKeyId === step.accessKeyId) this.own = undefined;
        }
    }

    private async mint(): Promise<void> {
        const askedAt = this.settings.now();
        this.minted = await this.services.keys.create(this.target.identity);
        if (this.minted === undefined) {
            // Another run was first, or IAM's list was not up to date.
            await this.settings.sleep(lookAgainMs);
            return;
        }
        this.own = { accessKeyId: this.minted.accessKeyId, askedAt, stored: false };
    }

    private async verify(): Promise<void> {
        try {
            await this.services.verify(this.target, this.ownKey());
            this.learn({ works: true });
        } catch (error) {
            this.verifyError = error;
            this.learn({ works: false });
        }
    }

    private credential(): Credential {
        const { accessKeyId, secretAccessKey, createdAt } = this.ownKey();
        const expiresAt = new Date(createdAt.getTime() + this.settings.maxAgeMs);
        return {
            accessKeyId,
            secretAccessKey,
            identityArn: this.target.identityArn,
            createdAt: createdAt.toISOString(),
            expiresAt: expiresAt.toISOString(),
        };
    }

    private ownKey(): MintedKey {
        if (this.minted === undefined) throw new Error("no key was made in this run");
        return this.minted;
    }

    private learn(news: Partial<OwnKey>): void {
        if (this.own !== undefined) this.own = { ...this.own, ...news };
    }
}

/** A step for people, e.g. `delete key …ABCD: nobody stores it`. */
export function stepText(step: Step): string {
    switch (step.do) {
        case "mint":
            return "make a new key";
        case "wait":
            return `wait ${Math.ceil(step.ms / 1000)} s: key ${shortKeyId(step.accessKeyId)} may be another run's`;
        case "done":
            return "done";
        case "store":
        case "verify":
        case "promote":
            return `${step.do} key ${shortKeyId(step.accessKeyId)}`;
        case "discard":
            return `discard the stored key ${shortKeyId(step.accessKeyId)}: ${step.because}`;
        case "deactivate":
        case "delete":
            return `${step.do} key ${shortKeyId(step.accessKeyId)}: ${step.because}`;
    }
}
