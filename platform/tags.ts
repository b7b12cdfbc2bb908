import type { Fault } from "./fault";
import { isObject } from "./isObject";
import { quote } from "./quote";

// AWS takes 50 a resource; two are the project's own.
const mostTags = 48;

/**
 * Tags of every resource.
 *
 * @param value of `tags`, as it was read
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function parseTags(value: unknown, fault: Fault): Record<string, string> {
    if (value === undefined) return {};
    if (!isObject(value)) {
        fault(`tags is ${quote(value)}; must map names to text`);
        return {};
    }
    const count = Object.keys(value).length;
    if (count > mostTags) fault(`tags has ${count}; at most ${mostTags}`);
    for (const [name, text] of Object.entries(value)) {
        if (name === "" || name.length > 128 || /^aws:/i.test(name)) {
            fault(
                `tags has the name ${quote(name)}; must be 1 to 128 characters, and not "aws:" first`,
            );
        }
        if (typeof text !== "string" || text.length > 256) {
            fault(`tags.${name} is ${quote(text)}; must be text of at most 256 characters`);
        }
    }
    return value as Record<string, string>;
}
