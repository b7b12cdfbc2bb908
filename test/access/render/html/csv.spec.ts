import { expect } from "chai";

import { modelOf, page } from "./pageModel";
import { holds, hostile } from "./reports";

/** Fields of RFC 4180, by a reader of our own. */
const read = (csv: string): string[][] =>
    csv
        .replace(/^\ufeff/, "")
        .split("\r\n")
        .slice(0, -1)
        .map((line) =>
            Array.from(line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g), ([, field = ""]) =>
                field.replaceAll('""', '"'),
            ),
        );

describe("the page's CSV", () => {
    it("has a line per role and a column per identity, with the marks of the terminal", () => {
        const model = modelOf(holds());
        expect(read(page.csvOf(model, { identities: [0, 1], roles: [0, 11] }))).to.deep.equal([
            [
                ...["account", "account id", "environment", "role", "role ARN"],
                "arn:aws:iam::111111111111:user/PSKServiceAccounts/nonprod/PSKNonprodServiceAccount",
                "arn:aws:iam::111111111111:user/PSKServiceAccounts/prod/PSKProdServiceAccount",
            ],
            [
                ...["state", "111111111111", "state", "PSKIamProfilesRole"],
                ...["arn:aws:iam::111111111111:role/PSKRoles/PSKIamProfilesRole", "-", "yes"],
            ],
            [
                ...["nonprod", "222222222222", "nonprod", "PSKCrossplaneProviderRole"],
                ...["arn:aws:iam::222222222222:role/PSKRoles/PSKCrossplaneProviderRole", "2", "2"],
            ],
        ]);
    });

    it("has no field that a spreadsheet takes for a formula, whatever the name", () => {
        const begins = ["=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠"];
        for (const begin of begins) {
            for (const before of ["", " ", "\t", "\r\n", '"', "'", "' \n"]) {
                const name = `${before}${begin}HYPERLINK("x")`;
                const [[field = ""] = []] = read(`${page.csvField(name)}\r\n`);
                expect([page.visible(name), `'${page.visible(name)}`], name).to.include(field);
                // A control character is shown as text, so that nothing stands before the mark but an apostrophe.
                expect(field, name).to.match(/^(?:'|\\u\{)/);
            }
        }
        expect(page.csvField("PSK-a=b")).to.equal('"PSK-a=b"');
    });

    it("stays one line per role, however hostile the names", () => {
        const model = modelOf(hostile());
        const csv = page.csvOf(model, { identities: [0], roles: [0] });
        expect(read(csv).map((fields) => fields.length)).to.deep.equal([6, 6]);
        expect(csv.split("\n")).to.have.length(3);
    });
});
