import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";

import { readDirectory } from "../../../access/sources/directory";
import { valueAt } from "../../../access/sources/jsonPlaces";
import { locateInFolder } from "../../../access/sources/locateInFolder";

const folder = path.join(__dirname, "..", "organization", "small");

/** A document of the small organization, and text of the line where its statement begins. */
const places: readonly (readonly [string, number, string])[] = [
    ["arn:aws:iam::111111111111:group/PSKGroups/Nonprod inline policy Assume", 0, "{"],
    ["arn:aws:iam::111111111111:user/Auditor inline policy Own", 0, "{"],
    ["arn:aws:iam::222222222222:role/PSKRoles/Network trust policy", 0, "{"],
    ["arn:aws:iam::222222222222:policy/PSKPolicies/Network", 0, "{"],
];

describe("where a statement of a folder is", () => {
    for (const [document, statement, text] of places) {
        it(document, async () => {
            const locate = await locateInFolder(folder, await readDirectory(folder));
            const found = locate({ document, statement });
            expect(found?.file).to.match(/^test\/access\/organization\/small\/\d{12}\.json$/);
            const lines = (await readFile(found?.file ?? "", "utf8")).split("\n");
            const at = (found?.line ?? 0) - 1;
            expect(lines[at]?.trim()).to.equal(text);
            expect(lines[at + 1]).to.match(/"Effect"/);
            expect(lines[at - 1]).to.match(/"Statement"/);
        });
    }

    it("is unknown for a document that isn't there", async () => {
        const locate = await locateInFolder(folder, await readDirectory(folder));
        for (const document of [
            "arn:aws:iam::111111111111:user/Nobody inline policy Own",
            "arn:aws:iam::999999999999:role/Network trust policy",
            "a policy that the attacker writes",
        ]) {
            expect(locate({ document, statement: 0 })).to.equal(undefined);
        }
    });

    it("is the line of the text, if the document is URL-encoded", async () => {
        const copy = await mkdtemp(path.join(tmpdir(), "iam-profiles-locate-"));
        try {
            const document = encodeURIComponent(
                JSON.stringify({
                    Version: "2012-10-17",
                    Statement: { Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" },
                }),
            );
            const role = "arn:aws:iam::111111111111:role/A";
            const details = {
                RoleDetailList: [{ Arn: role, RoleName: "A", AssumeRolePolicyDocument: document }],
            };
            const accounts = { "111111111111": { name: "state", environment: "state" } };
            await writeFile(path.join(copy, "accounts.json"), JSON.stringify(accounts));
            const lists = { UserDetailList: [], GroupDetailList: [], Policies: [] };
            const text = JSON.stringify({ ...details, ...lists }, undefined, 1);
            await writeFile(path.join(copy, "111111111111.json"), text);
            const locate = await locateInFolder(copy, await readDirectory(copy));
            const found = locate({ document: `${role} trust policy`, statement: 0 });
            expect(found?.file).to.equal(path.join(copy, "111111111111.json"));
            expect(text.split("\n")[(found?.line ?? 0) - 1]).to.contain("AssumeRolePolicyDocument");
        } finally {
            await rm(copy, { recursive: true });
        }
    });
});

describe("places in a JSON text", () => {
    it("are counted past escapes, nested lists and every kind of value", () => {
        const root = valueAt(
            '\n{"a\\"\\\\": [1, -2.5e3, true, null,\n"x\\ny", {}, []],\n\n"b": {"c": "d"}}',
        );
        expect(root.line).to.equal(2);
        const list = root.get('a"\\');
        expect([0, 3, 4, 5, 6, 7].map((i) => list?.at(i)?.line)).to.deep.equal([
            ...[2, 2, 3, 3, 3],
            undefined,
        ]);
        expect(list?.at(4)?.text).to.equal("x\ny");
        expect(root.get("b")?.get("c")?.text).to.equal("d");
        expect(root.get("b")?.line).to.equal(5);
    });
});
