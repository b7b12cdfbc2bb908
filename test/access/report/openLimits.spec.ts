import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";

import { knownActions } from "../../../access/paths/review/knownActions";
import { actionLimits } from "../../../access/report/actionLimits";
import { buildReport } from "../../../access/report/buildReport";
import { organizationOf } from "../paths/smallOrganization";
import type { SmallOrganization } from "../paths/smallOrganization";

interface Case {
    readonly name: string;
    readonly organization: SmallOrganization;
    /** Settings of accounts.json. */
    readonly settings?: Readonly<Record<string, unknown>>;
    /** The limits besides those that count against us. */
    readonly open: readonly string[];
    /** The boundary in strict mode; it holds without. */
    readonly strict: "holds" | "unknown";
}

const { about, cases } = JSON.parse(
    readFileSync(join(__dirname, "openLimits.cases.json"), "utf8"),
) as { readonly about: string; readonly cases: readonly Case[] };

describe(`Report: ${about}`, () => {
    it("depend on actions that AWS has", () => {
        const isUnlisted = (action: string): boolean => {
            const [service = "", name = ""] = action.split(":");
            return !knownActions(service).includes(name.toLowerCase());
        };
        const actions = actionLimits.flatMap((limit) => limit.actions);
        expect(actions.filter(isUnlisted)).to.deep.equal(["any:Action"]);
    });

    for (const { name, organization, settings, open, strict } of cases) {
        it(`${name}: ${strict} in strict mode`, () => {
            const read = organizationOf(organization, undefined, settings);
            const report = buildReport(read);
            expect(report.limits.filter((limit) => !read.assumed.includes(limit))).to.deep.equal(
                open,
            );
            expect([
                report.boundary,
                buildReport(read, undefined, undefined, true).boundary,
            ]).to.deep.equal(["holds", strict]);
        });
    }
});
