import type { Fault } from "./fault";
import { check, mapOf, text } from "./schema";

// AWS takes 50 a resource; two are the project's own.
const mostTags = 48;

const value = text(/^[^]{0,256}$/, "text of at most 256 characters");
const tagsSchema = mapOf("map names to text", (name) =>
    name === "" || name.length > 128 || /^aws:/i.test(name)
        ? `: a tag's name must be 1 to 128 characters, and not "aws:" first`
        : value,
);

/**
 * Tags of every resource.
 *
 * @param given value of `tags`, as it was read
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function parseTags(given: unknown, fault: Fault): Readonly<Record<string, string>> {
    if (given === undefined) return {};
    const tags = check(tagsSchema, given, "tags", fault) ?? {};
    const count = Object.keys(tags).length;
    if (count > mostTags) fault(`tags has ${count}; at most ${mostTags}`);
    return tags;
}
