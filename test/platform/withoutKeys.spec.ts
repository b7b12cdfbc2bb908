import { expect } from "chai";

import { ProjectFileError } from "../../platform/programError";
import { withoutKeys } from "../../platform/withoutKeys";

const keys = [["encryptionsalt"], ["config", "a:role"]];

const cases: readonly { readonly name: string; readonly text: string; readonly rest: string }[] = [
    { name: "nothing to cut", text: "config:\n  b: '1' # x\n", rest: "config:\n  b: '1' # x\n" },
    { name: "an empty file", text: "", rest: "" },
    {
        name: "a key before others",
        text: 'encryptionsalt: v1:x\nconfig:\n  a:role: arn\n  b: "0123"\n',
        rest: 'config:\n  b: "0123"\n',
    },
    {
        name: "a key behind others, without a line break",
        text: "config:\n  b: 2026-12-31 # a day\n  a:role: arn",
        rest: "config:\n  b: 2026-12-31 # a day\n",
    },
    {
        name: "a value of several lines",
        text: "config:\n  a:role: >-\n    one\n    two\n  b: c\n",
        rest: "config:\n  b: c\n",
    },
    { name: "the only key of config", text: "config:\n  a:role: arn\n", rest: "config:\n" },
    {
        name: "a key in quotes",
        text: 'config:\n  "a:role": arn\n  b: c\n',
        rest: "config:\n  b: c\n",
    },
];

describe("withoutKeys", () => {
    for (const { name, text, rest } of cases) {
        it(`leaves the rest as it is written: ${name}`, () => {
            expect(withoutKeys("Pulumi.x.yaml", text, keys)).to.equal(rest);
        });
    }

    for (const text of [
        "config: { a:role: arn, b: c }\n",
        "config: &c\n  a:role: &r arn\n  b: *r\n",
    ]) {
        it(`says so if it can't: ${JSON.stringify(text)}`, () => {
            expect(() => withoutKeys("Pulumi.x.yaml", text, [["config", "a:role"]])).to.throw(
                ProjectFileError,
                "config.a:role can't be taken out",
            );
        });
    }
});
