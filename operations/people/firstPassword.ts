import { randomInt } from "node:crypto";

/** Kinds of characters that IAM's password policies can demand; without those that look alike. */
const kinds = [
    "ABCDEFGHJKLMNPQRSTUVWXYZ",
    "abcdefghijkmnpqrstuvwxyz",
    "23456789",
    "!@#$%^&*()_+-=[]{}|'",
] as const;

/** Characters; IAM allows 6 to 128, and a policy may demand as many. 24 of these have 150 bits. */
const length = 24;

/**
 * A password that any password policy of an account accepts that demands no more than 24 characters.
 *
 * @param below gives a number from 0 to below its argument, unpredictably
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
 */
export function firstPassword(below: (end: number) => number = randomInt): string {
    const pick = (characters: string): string => characters[below(characters.length)] ?? "";
    const all = kinds.join("");
    const characters = [
        ...kinds.map(pick),
        ...Array.from({ length: length - kinds.length }, () => pick(all)),
    ];
    // Fisher-Yates, so that the kinds stand anywhere.
    for (let at = characters.length - 1; at > 0; at--) {
        const other = below(at + 1);
        [characters[at], characters[other]] = [characters[other] ?? "", characters[at] ?? ""];
    }
    return characters.join("");
}
