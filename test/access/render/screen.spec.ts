import { expect } from "chai";

import { plain, screenOf, wrapTo } from "../../../access/render/screen";
import type { ColourChoice } from "../../../access/render/screen";

const terminal = { isTTY: true, columns: 80, rows: 24 };

/** Where a command prints, and whether that is in colour. */
const colours: readonly {
    readonly stream: { readonly isTTY?: boolean };
    readonly environment: Readonly<Record<string, string>>;
    readonly choice?: ColourChoice;
    readonly hasColour: boolean;
}[] = [
    { stream: terminal, environment: {}, hasColour: true },
    { stream: {}, environment: {}, hasColour: false },
    { stream: terminal, environment: { NO_COLOR: "1" }, hasColour: false },
    { stream: terminal, environment: { NO_COLOR: "" }, hasColour: true },
    { stream: terminal, environment: { TERM: "dumb" }, hasColour: false },
    { stream: {}, environment: { FORCE_COLOR: "1" }, hasColour: true },
    { stream: {}, environment: { FORCE_COLOR: "" }, hasColour: true },
    { stream: terminal, environment: { FORCE_COLOR: "0" }, hasColour: false },
    { stream: {}, environment: { FORCE_COLOR: "1", NO_COLOR: "1" }, hasColour: true },
    { stream: {}, environment: { NO_COLOR: "1" }, choice: "always", hasColour: true },
    { stream: terminal, environment: { FORCE_COLOR: "1" }, choice: "never", hasColour: false },
];

describe("a screen", () => {
    for (const { stream, environment, choice, hasColour } of colours) {
        it(`has ${hasColour ? "" : "no "}colour: ${JSON.stringify([stream, environment, choice])}`, () => {
            expect(screenOf(stream, environment, choice).hasColour).to.equal(hasColour);
        });
    }

    it("is as wide as the terminal, from 40 to 120 columns, and 100 elsewhere", () => {
        const widths = [80, 10, 300].map((columns) => screenOf({ isTTY: true, columns }, {}).width);
        expect(widths).to.deep.equal([80, 40, 120]);
        expect(screenOf({ columns: 80 }, {}).width).to.equal(100);
        expect(screenOf({ isTTY: true }, {}).width).to.equal(100);
    });

    it("breaks a text too long for a line after a separator, not within a name", () => {
        const arn = "arn:aws:iam::222222222222:role/PSKRoles/PSKPlatformObservabilityBaseRole";
        expect(wrapTo({ ...plain, width: 50 })(`Use ${arn}.`, "- ", "  ")).to.deep.equal([
            "- Use",
            "  arn:aws:iam::222222222222:role/PSKRoles/",
            "  PSKPlatformObservabilityBaseRole.",
        ]);
    });
});
