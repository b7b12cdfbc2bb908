import { expect } from "chai";
import * as fc from "fast-check";

import { changesText, mergeProfiles } from "../../credentials/awsConfig";
import type { Profile } from "../../credentials/awsConfig";
import cases from "./awsConfig.cases.json";

const profile: Profile = {
    name: "a@nonprod",
    identity: "A",
    settings: { credential_process: "run a" },
    defaults: { region: "us-east-1" },
};

describe("profiles in a shared AWS config file", () => {
    for (const { name, text, expected, changes, error } of cases) {
        it(name, () => {
            const merge = () => mergeProfiles(text, [profile], ["A"]);
            if (error !== undefined) {
                expect(merge).to.throw(error);
                return;
            }
            const merged = merge();
            expect(merged.text).to.equal(expected);
            const kinds = merged.changes.map((change) => `${change.kind} ${change.profile}`);
            expect(kinds).to.deep.equal(changes);
            expect(mergeProfiles(merged.text, [profile], ["A"]).changes).to.deep.equal([]);
        });
    }

    it("what is added and removed again leaves any other file as it was", () => {
        const line = fc.constantFrom(
            ...["[default]", "[profile x]", "[profile x", "# c", "", "region = x", "  y = z", "]"],
            ...["[sso-session s]", "# iam-profiles: A", "=", "\u00e9", "[profile 'x'] ; c"],
        );
        fc.assert(
            fc.property(fc.array(line), fc.constantFrom("\n", "\r\n"), (lines, eol) => {
                const text = lines.map((each) => `${each}${eol}`).join("");
                // A marker by hand makes a profile ours.
                fc.pre(!/\]\s*([;#].*)?\r?\n# iam-profiles/.test(text));
                const added = mergeProfiles(text, [profile], ["A"]);
                expect(added.text.startsWith(text)).to.equal(true);
                const apart = text === "" || lines.at(-1) === "" ? "" : eol;
                const removed = mergeProfiles(added.text, [], ["A"]).text;
                expect(removed + (apart === "" && text !== "" ? eol : "")).to.equal(text);
            }),
        );
    });

    it("the changes as text", () => {
        const text = "[profile a@nonprod]\n# iam-profiles: A\ncredential_process = old\n";
        const { changes } = mergeProfiles(text, [profile], ["A"]);
        expect(changesText(changes)).to.equal(
            "change [profile a@nonprod]\n  - credential_process = old\n  + credential_process = run a",
        );
    });
});
