import { expect } from "chai";

import type { Locate, Report } from "../../../access";
import { gateText, objections, standing } from "../../../scripts/ci/accessGate";
import type { Approval } from "../../../scripts/ci/approval";
import { crossed, ours, unfinished, unknown } from "../../access/render/reports";

const approved: Approval = { approved: true, by: "jane", lacks: [] };
const refused: Approval = { approved: false, lacks: ["set the label access-change-approved"] };
const locate: Locate = ({ document }) =>
    document.includes("PSKProdServiceAccount")
        ? { file: "identities/catalogue.ts", line: 9 }
        : undefined;

/** `ours` before a path was added. */
const without = (keeps: (role: string) => boolean): Report => ({
    ...ours,
    reach: ours.reach.filter(({ role }) => keeps(role)),
});
const statusOf = (before: Report, after: Report): readonly [boolean, boolean] => {
    const all = objections(before, after, locate);
    return [standing(all, refused).length === 0, standing(all, approved).length === 0];
};

const reader = {
    arn: "arn:aws:iam::111111111111:role/PSKRoles/PSKPlatformVPCRole",
    trustClass: "prod" as const,
};
/** `ours`, with the readers of secrets that its configuration has. */
const readBy = (...secretReaders: readonly (typeof reader)[]): Report => ({
    ...ours,
    provenance: {
        source: "plan",
        at: "2026-01-01T00:00:00.000Z",
        versions: [],
        digest: `sha256:${"0".repeat(64)}`,
        secretReaders,
    },
});

describe("the gate of a pull request", () => {
    /** Whether each passes without, and with an approval. */
    const table: readonly (readonly [string, Report, Report, boolean, boolean])[] = [
        ["nothing changed", ours, ours, true, true],
        [
            "a path into prod",
            without((role) => !role.includes(":333333333333:")),
            ours,
            false,
            true,
        ],
        [
            "a path into state",
            without((role) => !role.includes(":111111111111:")),
            ours,
            false,
            true,
        ],
        [
            "a path into nonprod",
            without((role) => !role.includes(":222222222222:")),
            ours,
            true,
            true,
        ],
        ["a path is gone", ours, without((role) => !role.includes(":333333333333:")), true, true],
        ["a boundary that is crossed", ours, crossed, false, false],
        ["one that was crossed before", crossed, crossed, false, false],
        ["a boundary that is unknown", ours, unknown, false, false],
        ["a search that didn't end", ours, unfinished, false, false],
        [
            "an account with another environment",
            ours,
            {
                ...ours,
                accounts: ours.accounts.map((one) =>
                    one.name === "prod" ? { ...one, environment: "nonprod" } : one,
                ),
            },
            false,
            true,
        ],
        ["a new reader of secrets", readBy(), readBy(reader), false, true],
        ["the same reader of secrets", readBy(reader), readBy(reader), true, true],
        ["a report that no longer says who reads secrets", readBy(reader), ours, false, true],
    ];
    for (const [name, before, after, alone, withApproval] of table) {
        it(name, () => {
            expect(statusOf(before, after)).to.deep.equal([alone, withApproval]);
        });
    }

    it("prints names that the pull request chose on one line", () => {
        const role = "arn:aws:iam::333333333333:role/x\n::stop-commands::y";
        const [path] = ours.reach;
        const after = { ...ours, reach: [...ours.reach, ...(path ? [{ ...path, role }] : [])] };
        const text = gateText(objections(ours, after, locate), refused, true);
        expect(text).to.include("role/x?::stop-commands::y");
        expect(text).not.to.match(/^::stop/m);
    });

    it("names each hop with its file and line, for people and for GitHub", () => {
        const role = "arn:aws:iam::333333333333:role/PSKRoles/PSKPlatformVPCRole";
        const all = objections(
            without((one) => one !== role),
            ours,
            locate,
        );
        const user = all[0]?.text.split(" ")[0] ?? "";
        const text = `${user} reaches ${role}`;
        const hop = `    identities/catalogue.ts:9: AssumeRole: ${user} -> ${role} (sts:AssumeRole)`;
        expect(gateText(all, refused, true).split("\n")).to.deep.equal([
            `stopped: ${text}`,
            hop,
            `::error file=identities/catalogue.ts,line=9::${text}`,
            "",
            "To let it pass: set the label access-change-approved.",
        ]);
        expect(gateText(all, approved, true).split("\n")).to.deep.equal([
            `approved: ${text}`,
            hop,
            "",
            "Approved by jane, with the label.",
        ]);
    });
});
