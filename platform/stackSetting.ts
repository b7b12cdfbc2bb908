import { isDeepStrictEqual } from "node:util";

import { parse } from "yaml";

import { isObject } from "./isObject";
import { ProjectFileError } from "./programError";

/**
 * The text of a stack's file with one more setting, or another value of it; everything else stays as it is written, comments
 * included, since what is written anew may lose the quotes that say what a value is.
 *
 * @param file its name, for errors
 * @param text `""` for a file that isn't there
 * @param key with the project's name, e.g. `iam-profiles:deployRoleArn`
 * @param value plain text, without quotes or colons followed by a space
 * @throws ProjectFileError if the file is written in a way in which a line can't be added
 */
export function withSetting(file: string, text: string, key: string, value: string): string {
    const next = setLine(text, key, value);
    const before: unknown = text.trim() === "" ? {} : parse(text);
    const expected = isObject(before)
        ? {
              ...before,
              config: { ...(isObject(before["config"]) ? before["config"] : {}), [key]: value },
          }
        : undefined;
    if (!isDeepStrictEqual(contentOf(next), expected)) {
        throw new ProjectFileError(file, [`add this to its config yourself: ${key}: ${value}`]);
    }
    return next;
}

function setLine(text: string, key: string, value: string): string {
    const lines = text.split("\n");
    const own = lines.findIndex((line) => line.trim().startsWith(`${key}:`));
    if (own !== -1) {
        const [indent = ""] = /^ */.exec(lines[own] ?? "") ?? [];
        return [...lines.slice(0, own), `${indent}${key}: ${value}`, ...lines.slice(own + 1)].join(
            "\n",
        );
    }
    const config = lines.findIndex((line) => /^config:\s*(\{\s*\})?\s*(#.*)?$/.test(line));
    if (config === -1) {
        const rest = text === "" || text.endsWith("\n") ? text : `${text}\n`;
        return `${rest}config:\n    ${key}: ${value}\n`;
    }
    // As deep as the settings that are there.
    const sibling = lines.slice(config + 1).find((line) => /^ +[^#\s]/.test(line));
    const [indent = "    "] = /^ +/.exec(sibling ?? "") ?? [];
    const head = (lines[config] ?? "").replace(/\{\s*\}\s*/, "").trimEnd();
    return [
        ...lines.slice(0, config),
        head,
        `${indent}${key}: ${value}`,
        ...lines.slice(config + 1),
    ].join("\n");
}

/** `undefined` for what is no YAML. */
function contentOf(text: string): unknown {
    try {
        return parse(text) as unknown;
    } catch {
        return undefined;
    }
}
