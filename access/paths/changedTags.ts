import type { Tags } from "../evaluation/question";
import type { Changes } from "./changes";

/**
 * Tags of a user or role after changes.
 *
 * @param arn of the user or role
 * @param tags before, by key as written
 * @returns `undefined`: any tags are possible
 */
export function changedTags(arn: string, tags: Tags, changes: Changes): Tags | undefined {
    const made = changes.of(arn).filter(({ what }) => what === "tags");
    if (made.length === 0) return tags;
    const keys = new Set(made.map(({ tag }) => tag));
    if (keys.has(undefined)) return undefined;
    const others = [...tags].filter(([key]) => !keys.has(key.toLowerCase()));
    return new Map([...others, ...[...keys].map((key) => [key ?? "", undefined] as const)]);
}
