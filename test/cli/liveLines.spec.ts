import { expect } from "chai";

import { liveLines } from "../../cli/liveLines";
import { activityText, afterEvent, noActivity } from "../../operations/stacks/activity";
import type { Activity } from "../../operations/stacks/activity";
import type { EngineEvent } from "@pulumi/pulumi/automation";

/** What a terminal shows after what was written to it: it knows text, line breaks, cursor up, and erasing to the end. */
function screenAfter(written: string): readonly string[] {
    const escape = "\u001b[";
    let lines = [""];
    let row = 0;
    for (const [index, part] of written.split(escape).entries()) {
        const [, count = "", code = "", text = ""] =
            index === 0 ? [part, "", "", part] : (/^(\d*)(\w)([^]*)$/.exec(part) ?? []);
        if (code === "A") row -= Number(count);
        else if (code === "J") lines = [...lines.slice(0, row), ""];
        for (const [place, line] of text.split("\n").entries()) {
            if (place > 0) row++;
            lines[row] = (lines[row] ?? "") + line.replaceAll("\r", "");
        }
    }
    return lines.slice(0, -1);
}

const screen = (isTTY: boolean) => {
    let written = "";
    const lines = liveLines({ isTTY, columns: 40, rows: 5, write: (text) => (written += text) });
    return { lines, written: () => written };
};

describe("live lines", () => {
    it("stay below what is printed, one for each name, until they are removed", () => {
        const { lines, written } = screen(true);
        lines.set("prod", "prod 1");
        lines.set("nonprod", "nonprod 1");
        lines.set("prod", "prod 2");
        expect(screenAfter(written())).to.deep.equal(["prod 2", "nonprod 1"]);
        lines.print("state: deployed");
        expect(screenAfter(written())).to.deep.equal(["state: deployed", "prod 2", "nonprod 1"]);
        lines.remove("prod");
        lines.print("prod: failed\n  why");
        lines.set("nonprod", "nonprod 2");
        lines.remove("nonprod");
        lines.remove("nonprod");
        expect(screenAfter(written())).to.deep.equal(["state: deployed", "prod: failed", "  why"]);
    });

    it("are no longer than the terminal is wide, so that they can be erased", () => {
        const { lines, written } = screen(true);
        lines.set("prod", "x".repeat(100));
        lines.set("prod", "y".repeat(100));
        expect(screenAfter(written())).to.deep.equal(["y".repeat(39)]);
    });

    it("are no more than fit on the screen", () => {
        const { lines, written } = screen(true);
        for (let i = 0; i < 6; i++) lines.set(`team${i}`, `team${i}`);
        const shown = ["team0", "team1", "team2", "and 3 more"];
        expect(screenAfter(written())).to.deep.equal(shown);
        lines.print("done");
        expect(screenAfter(written())).to.deep.equal(["done", ...shown]);
    });

    it("are not written elsewhere than on a terminal", () => {
        const { lines, written } = screen(false);
        lines.set("prod", "prod 1");
        lines.print("state: deployed");
        lines.remove("prod");
        expect(written()).to.equal("state: deployed\n");
    });
});

describe("the activity of a stack", () => {
    const metadata = (op: string, name: string): object => ({
        metadata: {
            op,
            urn: `urn:pulumi:prod::iam-profiles::aws:iam/role:Role::${name}`,
            type: "aws:iam/role:Role",
        },
    });
    const after = (events: readonly object[]): Activity =>
        events.reduce<Activity>(
            (activity, event) => afterEvent(activity, event as EngineEvent),
            noActivity,
        );

    it("counts what is done and what is changed, and names what was begun last", () => {
        const activity = after([
            { preludeEvent: {} },
            { resourcePreEvent: metadata("same", "PSKReader") },
            { resOutputsEvent: metadata("same", "PSKReader") },
            { resourcePreEvent: metadata("create", "PSKWriter") },
            { resOutputsEvent: metadata("create", "PSKWriter") },
            { resourcePreEvent: metadata("update", "PSKOther") },
        ]);
        expect(activity).to.deep.equal({
            done: 2,
            changed: 1,
            current: "update aws:iam:Role PSKOther",
        });
        expect(activityText("prod", "up", activity, 12.9)).to.equal(
            "prod  up  12 s  2 done, 1 changed  update aws:iam:Role PSKOther",
        );
    });

    it("is a plain line before anything has begun", () => {
        expect(activityText("prod", "preview", noActivity, 0)).to.equal(
            "prod  preview  0 s  0 done",
        );
    });
});
