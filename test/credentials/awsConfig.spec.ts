import { expect } from "chai";
import * as fc from "fast-check";

import { changesText, mergeProfiles } from "../../credentials/awsConfig";
import cases from "./awsConfig.cases.json";
import { commandOf, filled, wanted } from "./ownCommands";

describe("profiles in a shared AWS config file", () => {
    for (const { name, text, expected = "", changes, notes = [], error } of cases) {
        it(name, () => {
            const merge = () => mergeProfiles(filled(text), [wanted], ["A"]);
            if (error !== undefined) {
                expect(merge).to.throw(error);
                return;
            }
            const merged = merge();
            expect(merged.text).to.equal(filled(expected));
            const kinds = merged.changes.map((change) => `${change.kind} ${change.profile}`);
            expect(kinds).to.deep.equal(changes);
            expect(merged.notes).to.deep.equal(notes);
            expect(mergeProfiles(merged.text, [wanted], ["A"]).changes).to.deep.equal([]);
        });
    }

    it("what is added and removed again leaves any other file as it was", () => {
        const section = fc
            .tuple(
                fc.constantFrom("[profile ", "  [profile ", "[sso-session "),
                fc.constantFrom("] ; c", "]", "] /* c */"),
                fc.array(fc.constantFrom("region = x", "# c", "", "s3 =", "; ]", "y: z\u00e9")),
            )
            .map(([open, close, lines]) => ({ open, close, lines: [...new Set(lines)] }));
        fc.assert(
            fc.property(fc.array(section), fc.constantFrom("\n", "\r\n"), (sections, eol) => {
                const text = sections
                    .flatMap(({ open, close, lines }, i) => [`${open}p${i}${close}`, ...lines])
                    .map((each) => `${each}${eol}`)
                    .join("");
                fc.pre(
                    !/= x\r?\n( *\r?\n|[#;].*\r?\n)* +\[|(z.|s3 =)\r?\n( *\r?\n|[#;].*\r?\n)* +\[/.test(
                        text,
                    ),
                );
                const added = mergeProfiles(text, [wanted], ["A"]);
                expect(added.text.startsWith(text)).to.equal(true);
                const apart = text === "" || /(^|\n)\r?\n$/.test(text) ? "" : eol;
                const removed = mergeProfiles(added.text, [], ["A"]).text;
                expect(removed + (apart === "" && text !== "" ? eol : "")).to.equal(text);
            }),
            { seed: 1 },
        );
    });

    it("the changes as text", () => {
        const text = `[profile A.R@nonprod]\n# iam-profiles: A\ncredential_process = ${commandOf("R", "/old")}\n`;
        const { changes } = mergeProfiles(text, [wanted], ["A"]);
        expect(changesText(changes)).to.equal(
            `change [profile A.R@nonprod]\n  - credential_process = ${commandOf("R", "/old")}\n  + credential_process = ${commandOf("R")}`,
        );
    });
});
