import { recordTagPrefix } from "../identities/recordTags";

/**
 * What AWS itself doesn't keep of access keys: which of them were ever handed out, and since when one is out of use. It
 * is kept in tags of the IAM user, beside the store that the user is bound to, so that every run reads the same.
 */

/** What is recorded of a key. */
export type KeyRecord =
    /** The store handed it out when a run last looked. */
    | { readonly state: "current" }
    /** It may be in use and isn't the current one, since a run first saw it so. */
    | { readonly state: "superseded"; readonly since: Date }
    /** It may have been in use, and was seen inactive first then. */
    | { readonly state: "inactive"; readonly since: Date }
    /** A rotation that was cut short left it; a run has deactivated it. */
    | { readonly state: "leftover"; readonly since: Date };

/** What the user's tags say. */
export interface IdentityRecords {
    /** Kind and place of the store that holds the user's credential; none if no run has bound it yet. */
    readonly store?: string;
    readonly keys: ReadonlyMap<string, KeyRecord>;
}

export interface Tag {
    readonly Key: string;
    readonly Value: string;
}

const storeTag = `${recordTagPrefix}store`;
const keyTagPrefix = `${recordTagPrefix}key:`;

/** IAM's bound on a tag's value, in characters. */
const mostValue = 256;
const dated = /^(superseded|inactive|leftover) (\S+)$/;

export const keyTagName = (accessKeyId: string): string => `${keyTagPrefix}${accessKeyId}`;

export const keyTag = (accessKeyId: string, record: KeyRecord): Tag => ({
    Key: keyTagName(accessKeyId),
    Value: record.state === "current" ? "current" : `${record.state} ${record.since.toISOString()}`,
});

export const placeTag = (place: string): Tag => ({ Key: storeTag, Value: placeValue(place) });

/** Whether a place is the one that is recorded. */
export const isPlace = (recorded: string, place: string): boolean => recorded === placeValue(place);

/**
 * A place as a tag holds it: with the characters that IAM takes.
 *
 * @throws Error if it is too long
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules_creating
 */
function placeValue(place: string): string {
    const value = place.replace(/[^A-Za-z0-9 _.:/=+@-]/g, "_");
    if (value.length > mostValue) {
        throw new Error(
            `the store's place has ${value.length} characters; must be ${mostValue} at most, as IAM's tags: ${place}`,
        );
    }
    return value;
}

/** What a user's tags say; those of others are left out. */
export function recordsOf(
    tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[],
): IdentityRecords {
    const keys = new Map<string, KeyRecord>();
    let store: string | undefined;
    for (const { Key = "", Value = "" } of tags) {
        if (Key === storeTag) store = Value;
        else if (Key.startsWith(keyTagPrefix)) {
            keys.set(Key.slice(keyTagPrefix.length), recordOf(Value));
        }
    }
    return { keys, ...(store === undefined ? {} : { store }) };
}

/** A value that was changed by hand counts as a key that was handed out: the longest way to its end. */
function recordOf(value: string): KeyRecord {
    const [, state, date = ""] = dated.exec(value) ?? [];
    const since = new Date(date);
    return state === undefined || Number.isNaN(since.getTime())
        ? { state: "current" }
        : { state: state as "superseded", since };
}
