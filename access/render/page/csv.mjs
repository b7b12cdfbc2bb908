import { roleMark } from "./cell.mjs";
import { visible } from "./words.mjs";

/**
 * What the filters leave of the matrix, as CSV of RFC 4180: a line per role, a column per identity, folded ones too. Every
 * field is quoted.
 *
 * @param {{ identities: number[], roles: number[] }} shown
 */
export function csvOf(model, { identities, roles }) {
    const head = ["account", "account id", "environment", "role", "role ARN"];
    const lines = roles.map((role) => {
        const { arn, name, account } = model.roles[role];
        const { id, name: accountName, environment } = model.accounts[account];
        return [
            ...[accountName, id, environment, name, arn].map(csvField),
            ...identities.map((identity) => quoted(roleMark(model.cell(identity, role)).text)),
        ];
    });
    // The mark tells Excel that it is UTF-8.
    return `\ufeff${[
        [...head, ...identities.map((at) => model.identities[at].arn)].map(csvField),
        ...lines,
    ]
        .map((fields) => `${fields.join()}\r\n`)
        .join("")}`;
}

/**
 * Text that no spreadsheet takes for a formula: an apostrophe stands before what may begin one.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export const csvField = (text) => {
    const shown = visible(text);
    return quoted(/^[\s'"]*[=+\-@|%＝＋－＠]/.test(shown) ? `'${shown}` : shown);
};

const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
