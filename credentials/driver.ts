import { isRefusal } from "./awsCall";
import { findCurrent, hastenedKey, held, requireProgress } from "./driverChecks";
import { resolveVersions } from "./foreignVersion";
import { isPlace } from "./keyRecords";
import type { IdentityRecords, KeyRecord } from "./keyRecords";
import { newCredential } from "./newCredential";
import { OwnChanges } from "./ownChanges";
import { lookAgainMs, nextStep } from "./rotation";
import type { RotationSettings } from "./rotationSettings";
import type { Found, OwnKey, RotationPolicy, RotationState, Step, UsedKey } from "./rotationState";
import { wrongStoreText } from "./rotationText";
import { StoreConflict } from "./store";
import type { Credential, KeyVersion } from "./store";
import { shortKeyId } from "./target";
import type { AccessKey, CredentialServices, MintedKey, Target } from "./target";
import { UnusedKeys } from "./unusedKeys";

/**
 * One run for one target, with what it alone knows: it reads what AWS and the store hold, takes the next step, and begins
 * again, until nothing is to do.
 */
export class Rotation {
    readonly steps: Step[] = [];
    private readonly store: { readonly name: string; readonly place: string };
    private minted: MintedKey | undefined;
    private own: OwnKey | undefined;
    /** The own key may be current: a call without an answer leaves that open. */
    private isOwnOut = false;
    private byHand: Credential | undefined;
    private verifyError: unknown;
    private records: IdentityRecords = { keys: new Map() };
    private isBound = false;
    private found: Found | undefined;
    /** What the store held when the own key was made, and holds. */
    private heldBefore = "";
    private heldNow = "";
    private readonly changes = new OwnChanges();
    private readonly unused = new UnusedKeys();
    private readonly touched = new Set<string>();

    constructor(
        private readonly target: Target,
        private readonly services: CredentialServices,
        private readonly settings: RotationSettings,
    ) {
        const { store } = services;
        this.store = { name: store.name, place: store.place(target.secret) };
    }

    async toTheEnd(): Promise<Step & { do: "done" }> {
        await this.readRecords();
        // Also when nothing is due: what is there can't be used.
        await this.services.store.requireUsable(this.target.secret);
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
            requireProgress(step, this.steps, this.store, this.heldNow === this.heldBefore);
            this.settings.onStep(this.target, step);
            this.steps.push(step);
            await this.take(step);
            state = await this.read();
        }
    }

    /**
     * Deletes the key that this run made, if it was never handed out.
     *
     * @returns what is left, for people
     */
    async takeBack(): Promise<string> {
        const { own } = this;
        if (own === undefined || this.isOwnOut) return "";
        const key = `key ${shortKeyId(own.accessKeyId)}`;
        try {
            await this.services.keys.remove(this.target.identity, own.accessKeyId);
            return `; its new ${key} was deleted again`;
        } catch {
            return `; its new ${key} could not be deleted again, the next run does it`;
        }
    }

    withoutSecret(text: string): string {
        const secret = this.minted?.secretAccessKey;
        return secret === undefined ? text : text.replaceAll(secret, "(secret)");
    }

    private async readRecords(): Promise<void> {
        const { store, records } = this.services;
        const { identity, secret } = this.target;
        const place = store.place(secret);
        this.records = await records.read(identity);
        const { store: bound } = this.records;
        this.isBound = bound !== undefined && isPlace(bound, place);
        if (bound !== undefined && !this.isBound && !this.settings.rebind) {
            throw new Error(wrongStoreText(identity, bound, place));
        }
    }

    private policy(state: RotationState): RotationPolicy {
        const { graceMs, maxAgeMs, otherRunMs, force } = this.settings;
        const end = this.settings.hasten;
        const hasten = end === undefined ? undefined : hastenedKey(state, end);
        return {
            graceMs,
            maxAgeMs,
            otherRunMs,
            // By their ids, so that what another run makes current meanwhile isn't rotated once more.
            replace: new Set(force ? state.versions.map(({ accessKeyId }) => accessKeyId) : []),
            restores: this.services.store.restores,
            ...(hasten === undefined ? {} : { hasten }),
        };
    }

    private async read(): Promise<RotationState> {
        const { keys, store } = this.services;
        // Versions first: a key that another run makes and stores in between is then waited for, while its version
        // without the key would pass for a leftover.
        const stored = await store.versions(this.target.secret);
        this.heldNow = held(stored);
        const listed = this.changes.applyTo(await keys.list(this.target.identity));
        const { versions, isForeign, byHand } = await resolveVersions(
            this.target,
            stored,
            listed,
            this.services,
        );
        const used = await this.withUse(listed, versions);
        this.byHand = byHand;
        this.found ??= isForeign ? "foreign" : findCurrent(listed, versions);
        const { own, touched, found, isBound } = this;
        return {
            keys: used,
            versions,
            unusedMs: this.unused.agesAt(this.settings.now(), listed, versions),
            touched,
            found,
            isBound,
            staleRecords: [...this.records.keys.keys()].filter(
                (id) => !listed.some(({ accessKeyId }) => accessKeyId === id),
            ),
            ...(own === undefined ? {} : { own }),
            ...(byHand === undefined ? {} : { byHand: byHand.accessKeyId }),
        };
    }

    /** With what is known of their use; of the current key and the own one, nothing is asked. */
    private withUse(
        listed: readonly AccessKey[],
        versions: readonly KeyVersion[],
    ): Promise<UsedKey[]> {
        const current = versions.find(({ stage }) => stage === "current")?.accessKeyId;
        return Promise.all(
            listed.map(async (key) => {
                const { accessKeyId } = key;
                const record = this.records.keys.get(accessKeyId);
                const known = record === undefined ? key : { ...key, record };
                if (accessKeyId === current || accessKeyId === this.own?.accessKeyId) return known;
                const lastUsed = await this.services.keys.lastUsed(accessKeyId);
                return lastUsed === undefined ? known : { ...known, lastUsed };
            }),
        );
    }

    private async take(step: Exclude<Step, { do: "done" }>): Promise<void> {
        const { keys, records, store } = this.services;
        const { identity, secret } = this.target;
        switch (step.do) {
            case "bind":
                await records.bind(identity, store.place(secret));
                this.isBound = true;
                return;
            case "record":
                return this.record(step.accessKeyId, step.as);
            case "forget":
                await records.forget(identity, step.accessKeyId);
                this.records = withoutKey(this.records, step.accessKeyId);
                return;
            case "wait":
                await this.settings.sleep(step.ms);
                return;
            case "mint":
                return this.mint();
            case "store":
                await store.putPending(
                    secret,
                    newCredential(this.ownKey(), this.target, this.settings.maxAgeMs),
                );
                this.learn({ stored: true });
                return;
            case "verify":
                return this.verify();
            case "promote":
                this.isOwnOut = true;
                return this.promote(step.accessKeyId);
            case "restore":
                return this.promote(step.accessKeyId);
            case "adopt":
                if (this.byHand === undefined) throw new Error("nothing was stored by hand");
                await store.putPending(secret, this.byHand);
                return this.promote(step.accessKeyId);
            case "unlabel":
            case "discard":
                await store.discard(secret, step.accessKeyId);
                return;
            case "deactivate":
                await keys.deactivate(identity, step.accessKeyId);
                this.changes.deactivated(step.accessKeyId);
                this.touched.add(step.accessKeyId);
                return;
            case "delete":
                await keys.remove(identity, step.accessKeyId);
                this.changes.deleted(step.accessKeyId);
                if (this.own?.accessKeyId === step.accessKeyId) this.own = undefined;
        }
    }

    private async record(accessKeyId: string, state: KeyRecord["state"]): Promise<void> {
        const record: KeyRecord =
            state === "current" ? { state } : { state, since: this.settings.now() };
        await this.services.records.write(this.target.identity, accessKeyId, record);
        const { keys } = this.records;
        this.records = { ...this.records, keys: new Map(keys).set(accessKeyId, record) };
        if (state === "inactive" || state === "leftover") this.touched.add(accessKeyId);
    }

    private async mint(): Promise<void> {
        const { identity } = this.target;
        this.heldBefore = this.heldNow;
        const askedAt = this.settings.now();
        this.minted = await this.services.keys.create(identity);
        if (this.minted === undefined) {
            // Another run was first, or IAM's list was not up to date.
            await this.settings.sleep(lookAgainMs);
            return;
        }
        this.changes.created(this.minted);
        this.own = { accessKeyId: this.minted.accessKeyId, askedAt, stored: false };
        this.isOwnOut = false;
    }

    private async promote(accessKeyId: string): Promise<void> {
        try {
            await this.services.store.promote(this.target.secret, accessKeyId);
        } catch (error) {
            // Another run was first; what to do now follows from what it did.
            if (error instanceof StoreConflict) return;
            if (isRefusal(error)) this.isOwnOut = false;
            throw error;
        }
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

    private ownKey(): MintedKey {
        if (this.minted === undefined) throw new Error("no key was made in this run");
        return this.minted;
    }

    private learn(news: Partial<OwnKey>): void {
        if (this.own !== undefined) this.own = { ...this.own, ...news };
    }
}

const withoutKey = (records: IdentityRecords, accessKeyId: string): IdentityRecords => ({
    ...records,
    keys: new Map([...records.keys].filter(([id]) => id !== accessKeyId)),
});
