import { parse } from "yaml";

import { isObject } from "./isObject";
import { withoutKeys } from "./withoutKeys";

/** Keys of a stack's file that say how the stack encrypts. */
const encryption = ["secretsprovider", "encryptedkey", "encryptionsalt"];

/**
 * A stack's file as it was before the stack was created, but for how the stack encrypts, which is as the engine wrote it.
 *
 * @param file its name, for errors
 * @param before its text before; `""` if it wasn't there
 * @param after its text after
 * @throws ProjectFileError if the keys can't be replaced
 */
export function withEncryption(file: string, before: string, after: string): string {
    if (before.trim() === "") return after;
    const content: unknown = parse(after);
    const written = isObject(content) ? content : {};
    const lines = encryption.flatMap((key) =>
        typeof written[key] === "string" ? [`${key}: ${written[key]}\n`] : [],
    );
    const rest = withoutKeys(
        file,
        before,
        encryption.map((key) => [key]),
    );
    return `${lines.join("")}${rest}`;
}
