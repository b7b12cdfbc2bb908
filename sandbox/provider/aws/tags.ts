import type { AwsContext } from "./context";
import { isObject, type Props, type Value } from "../values";
import type { PropertySchema } from "../resource";

/** One tag in AWS's form. */
export interface Tag {
    readonly Key: string | undefined;
    readonly Value: string | undefined;
}

/** The two tag properties of every resource type that can be tagged. */
export const tagInputs = {
    tags: { type: "stringMap" },
    tagsAll: { type: "stringMap" },
} as const satisfies Record<string, PropertySchema>;

/** The tags to put on a resource when it is made. */
export function tagsToCreate(inputs: Props): { Key: string; Value: string }[] {
    return Object.entries(tagMap(inputs["tagsAll"])).map(([Key, Value]) => ({ Key, Value }));
}

/** The tags to put and the keys to remove for an update. */
export function tagsToUpdate(
    olds: Props,
    news: Props,
): { put: { Key: string; Value: string }[]; remove: string[] } {
    const [before, after] = [tagMap(olds["tagsAll"]), tagMap(news["tagsAll"])];
    return {
        put: tagsToCreate(news).filter(({ Key, Value }) => before[Key] !== Value),
        remove: Object.keys(before).filter((key) => !Object.hasOwn(after, key)),
    };
}

/**
 * The tag properties of a resource that was read.
 *
 * @returns `tagsAll` with all of its tags but AWS's own and the ignored ones, `tags` without those that come from the
 * provider
 */
export function tagsFound(
    found: readonly Tag[] | undefined,
    prior: Props,
    { defaultTags, ignoredTagPrefixes }: Pick<AwsContext, "defaultTags" | "ignoredTagPrefixes">,
): Props {
    const hidden = ["aws:", ...ignoredTagPrefixes];
    const all = (found ?? []).flatMap(({ Key, Value }) =>
        Key === undefined || hidden.some((prefix) => Key.startsWith(prefix))
            ? []
            : [[Key, Value ?? ""] as const],
    );
    const own = tagMap(prior["tags"]);
    return {
        tags: Object.fromEntries(
            all.filter(([key, value]) => Object.hasOwn(own, key) || defaultTags[key] !== value),
        ),
        tagsAll: Object.fromEntries(all),
    };
}

function tagMap(value: Value | undefined): Readonly<Record<string, string>> {
    return isObject(value) ? (value as Readonly<Record<string, string>>) : {};
}
