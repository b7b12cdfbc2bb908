import { isUtf8 } from "node:buffer";
import { open } from "node:fs/promises";

import { parseStrictJson } from "../policy/strictJson";

/** An account's details have a few megabytes. */
const maxBytes = 200_000_000;

/**
 * Reads a JSON file. A byte order mark is skipped.
 *
 * @throws Error with a message that completes a sentence beginning with the file's name, with line
 *   and column of a syntax error
 */
export async function readJsonFile(file: string): Promise<unknown> {
    const bytes = await readBytes(file);
    if (bytes.length === 0) throw new Error("is empty");
    const isUtf16 = utf16Marks.some((mark) => bytes.subarray(0, 2).equals(mark));
    if (isUtf16) throw new Error("is UTF-16; save it as UTF-8");
    if (!isUtf8(bytes)) throw new Error("is not UTF-8 text");
    return parseStrictJson(bytes.toString("utf8", bytes.subarray(0, 3).equals(utf8Mark) ? 3 : 0));
}

async function readBytes(file: string): Promise<Buffer> {
    try {
        const handle = await open(file);
        try {
            const { size } = await handle.stat();
            if (size > maxBytes) {
                throw new Error(`has ${size} bytes; the maximum is ${maxBytes}`);
            }
            return await handle.readFile();
        } finally {
            await handle.close();
        }
    } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        const why = code === undefined ? message : (reasons[code] ?? `cannot be read: ${code}`);
        throw new Error(why, { cause: error });
    }
}

const reasons: Readonly<Record<string, string>> = {
    ENOENT: "does not exist",
    EACCES: "cannot be read: permission denied",
    EISDIR: "is a folder; name a file",
    ENOTDIR: "is below something that is not a folder",
    ELOOP: "is a link that leads back to itself",
    ENAMETOOLONG: "is too long a name",
    EMFILE: "cannot be opened: too many files are open",
};
const utf8Mark = Buffer.from([0xef, 0xbb, 0xbf]);
// Written by `>` in Windows PowerShell.
const utf16Marks = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];
