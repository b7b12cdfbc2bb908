/** Wording, without any markup. */

/**
 * Text with invisible characters and those that change the text direction escaped, so that no name can imitate another.
 *
 * @param {string} text
 */
export const visible = (text) =>
    text.replaceAll(
        /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu,
        (character) => `\\u{${character.codePointAt(0).toString(16)}}`,
    );

/** @param {number} value */
export const numberText = (value) => value.toLocaleString("en-US");

/** E.g. `1 hop`, `2 hops`. */
export const counted = (value, one, many = `${one}s`) =>
    `${numberText(value)} ${value === 1 ? one : many}`;

/** A word of a command line, quoted for POSIX shells. */
export const shellWord = (text) =>
    /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
