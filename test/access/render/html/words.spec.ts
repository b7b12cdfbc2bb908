import { expect } from "chai";

import { page } from "./pageModel";

describe("the page's text", () => {
    it("shows characters that hide or turn others around", () => {
        expect(page.visible("a\u202eb\u200b\u0000\ufeff\ufff9")).to.equal(
            "a\\u{202e}b\\u{200b}\\u{0}\\u{feff}\\u{fff9}",
        );
        expect(page.visible("PSK+=,.@-_ äöü 日本 <b>")).to.equal("PSK+=,.@-_ äöü 日本 <b>");
    });

    it("quotes names in a command", () => {
        expect(page.shellWord("arn:aws:iam::111111111111:user/a+b@c")).to.equal(
            "arn:aws:iam::111111111111:user/a+b@c",
        );
        expect(page.shellWord("x'; rm -rf ~ #")).to.equal("'x'\\''; rm -rf ~ #'");
        expect(page.shellWord("$(id)")).to.equal("'$(id)'");
    });
});
