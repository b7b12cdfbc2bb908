import { expect } from "chai";

import {
    parseDuration,
    parseSessionName,
    parseTag,
    sessionName,
} from "../../credentials/sessionRequest";

describe("what a session is asked for", () => {
    for (const [text, expected] of [
        ["900", 900],
        ["43200", 43_200],
        ["5400s", 5400],
        ["15m", 900],
        ["90m", 5400],
        ["12h", 43_200],
        ["899", undefined],
        ["43201", undefined],
        ["14m", undefined],
        ["13h", undefined],
        ["1d", undefined],
        ["1.5h", undefined],
        ["-900", undefined],
        ["9e2", undefined],
        ["h", undefined],
        ["", undefined],
        ["constructor", undefined],
    ] as const) {
        it(`--duration ${text}: ${expected ?? "refused"}`, () => {
            if (expected === undefined) {
                expect(() => parseDuration(text)).to.throw(/^Must be 15m to 12h/);
            } else {
                expect(parseDuration(text)).to.equal(expected);
            }
        });
    }

    for (const text of ["me", "a_+=,.@-Z9", "x".repeat(64)]) {
        it(`a name: ${text}`, () => {
            expect(parseSessionName(text)).to.equal(text);
        });
    }
    for (const text of ["", "m", "x".repeat(65), "a b", "a/b", "aws:me", "\u00e9e", "me\n"]) {
        it(`no name: ${JSON.stringify(text)}`, () => {
            expect(() => parseSessionName(text)).to.throw(/^Must be 2 to 64 characters/);
        });
    }

    it("tags", () => {
        const tags = parseTag("cost center=a=b", parseTag("team=", parseTag("\u00fc/_.:+-@=1")));
        expect(tags).to.deep.equal([
            { key: "\u00fc/_.:+-@", value: "1" },
            { key: "team", value: "" },
            { key: "cost center", value: "a=b" },
        ]);
    });
    for (const [text, message] of [
        ["team", "Must be KEY=VALUE."],
        ["=x", "Must be KEY=VALUE."],
        ["a*b=x", "The key must be 1 to 128"],
        [`${"k".repeat(129)}=x`, "The key must be 1 to 128"],
        ["AWS:team=x", 'The key must not begin with "aws:"'],
        ["a=x\ny", "The value must be at most 256"],
        [`a=${"v".repeat(257)}`, "The value must be at most 256"],
        ["TEAM=x", 'The key "TEAM" is given twice'],
    ] as const) {
        it(`no tag: ${JSON.stringify(text.slice(0, 20))}`, () => {
            expect(() => parseTag(text, [{ key: "team", value: "" }])).to.throw(message);
        });
    }
    it("51 tags", () => {
        const fifty = Array.from({ length: 50 }, (_, i) => ({ key: `k${i}`, value: "" }));
        expect(parseTag("k49=", fifty.slice(0, 49))).to.have.length(50);
        expect(() => parseTag("more=", fifty)).to.throw("A session takes 50 tags at most.");
    });

    for (const [env, user, expected] of [
        [{ GITHUB_RUN_ID: "123" }, "me", "github-123"],
        [{ BUILD_TAG: "jenkins-a b/c-1" }, "me", "jenkins-jenkins-a-b-c-1"],
        [{ GITHUB_RUN_ID: "" }, "me", "user-me"],
        [{}, "DOMAIN\\j\u00fcrgen", "user-DOMAIN-j-rgen"],
        [{}, "x".repeat(80), `user-${"x".repeat(59)}`],
    ] as const) {
        it(`a session is named ${expected}`, () => {
            expect(sessionName(env, user)).to.equal(expected);
        });
    }
});
