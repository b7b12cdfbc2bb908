import { expect } from "chai";

import { fitted, fittedHelp, widthOf } from "../../platform/fitted";

const sentence = "Exit code: 0 if the environment boundary holds, 1 if it is crossed.";

describe("a text on a terminal", () => {
    it("is broken between words, with the indent of its line", () => {
        expect(fitted(`a\n  ${sentence}`, 40)).to.equal(
            "a\n  Exit code: 0 if the environment\n  boundary holds, 1 if it is crossed.",
        );
    });

    it("keeps the text of an item of a list together", () => {
        expect(
            fitted("In the way:\n  - an access key that was used within the last day", 40),
        ).to.equal("In the way:\n  - an access key that was used within\n    the last day");
    });

    it("keeps a word that is longer than a line, and lines that fit", () => {
        const arn = `arn:aws:iam::222222222222:role/${"x".repeat(60)}`;
        expect(fitted(`see ${arn} there\nshort`, 40)).to.equal(`see\n${arn}\nthere\nshort`);
    });

    it("breaks a command line so that it can be copied", () => {
        expect(fitted("  $ iam-profiles access --source live --format html", 40)).to.equal(
            "  $ iam-profiles access --source live \\\n      --format html",
        );
    });

    it("joins the lines of a paragraph of a help text, and nothing else", () => {
        const help = `Exit code: 0 if\nit holds.\n\nExamples:\n  $ a\n  $ b\n\nFormats: c`;
        expect(fittedHelp(help, 80)).to.equal(
            "Exit code: 0 if it holds.\n\nExamples:\n  $ a\n  $ b\n\nFormats: c",
        );
    });

    it("is as it is where there is no terminal", () => {
        expect(widthOf({ columns: 80 })).to.equal(Infinity);
        expect(widthOf({ isTTY: true, columns: 80 })).to.equal(80);
        expect(widthOf({ isTTY: true, columns: 1 })).to.equal(40);
        expect(fitted(sentence.repeat(9), Infinity)).to.equal(sentence.repeat(9));
        expect(fittedHelp("a\nb", Infinity)).to.equal("a\nb");
    });
});
