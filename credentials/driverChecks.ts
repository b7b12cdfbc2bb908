import { takenByAnother } from "./rotation";
import { currentKey } from "./rotationState";
import type { Found, RotationState, Step } from "./rotationState";
import { stepText } from "./rotationText";
import type { KeyVersion, StoredVersion } from "./store";
import { shortKeyId } from "./target";
import type { AccessKey } from "./target";

/** More than any sound rotation takes, waits included. */
const mostSteps = 150;
/** How often a step may be taken in one run: one that is due again after that has no effect. */
const mostRepeats = 3;

/** The key that `--yes` means. @param end its id, or the last characters of it */
export function hastenedKey(state: RotationState, end: string): string {
    const matching = state.keys.filter(({ accessKeyId }) => accessKeyId.endsWith(end));
    const [key] = matching;
    if (key === undefined || matching.length > 1) {
        const all = state.keys.map(({ accessKeyId }) => shortKeyId(accessKeyId)).join(", ");
        throw new Error(`--yes ${end} is none of its keys, which are ${all || "none"}`);
    }
    if (key === currentKey(state) && key.active) {
        throw new Error(
            `--yes ${end} is the key that the store hands out; rotate it first: --force`,
        );
    }
    return key.accessKeyId;
}

/**
 * @param taken steps of this run so far
 * @param store what messages call it
 * @param isAsBefore whether the store shows what it did before the run's own key
 * @throws Error if the run goes round in circles
 */
export function requireProgress(
    step: Step,
    taken: readonly Step[],
    store: { readonly name: string; readonly place: string },
    isAsBefore: boolean,
): void {
    const text = JSON.stringify(step);
    const repeats = taken.filter((earlier) => JSON.stringify(earlier) === text).length;
    if (step.do !== "wait" && repeats === mostRepeats) {
        throw new Error(`no progress: "${stepText(step)}" has no effect in ${store.name}`);
    }
    if (taken.length === mostSteps) {
        throw new Error(`not done after ${mostSteps} steps; other runs keep changing it`);
    }
    if (step.do === "delete" && step.because === takenByAnother && isAsBefore) {
        throw new Error(
            `${store.name} took the new key and doesn't list it; is ${store.place} the right place?`,
        );
    }
}

/** What a run finds in a store whose current version isn't foreign. */
export function findCurrent(
    keys: readonly AccessKey[],
    versions: readonly KeyVersion[],
): Exclude<Found, "foreign"> {
    const current = versions.find(({ stage }) => stage === "current");
    const works = keys.some((key) => key.active && key.accessKeyId === current?.accessKeyId);
    return works ? "credential" : "nothing";
}

/** What distinguishes one content of the store from another. */
export const held = (versions: readonly StoredVersion[]): string =>
    JSON.stringify(
        versions.map(({ accessKeyId, stage, storedAt }) => [accessKeyId, stage, storedAt]),
    );
