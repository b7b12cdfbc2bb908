import { createHmac } from "node:crypto";

const stepMs = 30_000;
const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The step that a time is in, as RFC 6238 counts. @param ms since 1970 */
export const stepAt = (ms: number): number => Math.floor(ms / stepMs);

/**
 * The code that an authenticator app shows in a step: six digits.
 *
 * @param seed in Base32, without padding
 * @see https://www.rfc-editor.org/rfc/rfc6238
 */
export function codeAt(seed: string, step: number): string {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const digest = createHmac("sha1", fromBase32(seed)).update(counter).digest();
    const offset = digest.readUInt8(digest.length - 1) & 0xf;
    const number = digest.readUInt32BE(offset) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, "0");
}

/** An authenticator app, with one device. It never shows a code twice: AWS takes each but once. */
export class AuthenticatorApp {
    #last: number;

    /** @param seed in Base32 */
    constructor(private readonly seed: string) {
        // AWS takes the code of the step before, too; so two codes that follow each other are there at once.
        this.#last = stepAt(Date.now()) - 2;
    }

    /** The code after the last one, or the present one. It is one step ahead at most, if it is asked for thrice at once. */
    nextCode(): string {
        this.#last = Math.max(this.#last + 1, stepAt(Date.now()) - 1);
        return codeAt(this.seed, this.#last);
    }
}

function fromBase32(text: string): Buffer {
    let bits = 0;
    let value = 0;
    const bytes: number[] = [];
    for (const character of text) {
        const digit = base32.indexOf(character);
        if (digit < 0) throw new Error("A seed has characters that are not Base32.");
        value = ((value << 5) | digit) & 0xfff;
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes.push((value >> bits) & 0xff);
        }
    }
    return Buffer.from(bytes);
}
