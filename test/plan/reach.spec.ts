import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";

import { expect } from "chai";

import { buildReport } from "../../access";
import type { Expectation } from "../../cli/scaffold/reach";
import { readPlan } from "../../plan/planSource";
import { checkout } from "../../platform/checkout";
import { readTeamFiles } from "../../roles/teams/teamFiles";

interface Expected {
    readonly file: string;
    readonly expectations: readonly Expectation[];
}

const own = readdirSync(path.join(__dirname, "reach")).map((name) => ({
    file: `test/plan/reach/${name}`,
    text: readFileSync(path.join(__dirname, "reach", name), "utf8"),
}));
/** What `iam-profiles new` wrote with each thing. */
const files: readonly Expected[] = [
    ...own,
    ...readTeamFiles(checkout).filter(({ file }) => /^teams\/[^/]+\/reach\//.test(file)),
].map(({ file, text }) => ({ file, expectations: JSON.parse(text) as readonly Expectation[] }));

describe("who reaches what, as it was asked for", () => {
    const direct = new Set<string>();
    before(async () => {
        const { reach, accounts } = buildReport(await readPlan(checkout));
        const nameOf = new Map(accounts.map(({ id, name }) => [id, name.split("+")]));
        for (const { identity, role, hops } of reach.filter((one) => one.hops.length === 1)) {
            if (hops[0]?.kind !== "AssumeRole") continue;
            for (const account of nameOf.get(role.split(":")[4] ?? "") ?? []) {
                direct.add(`${short(identity)} ${short(role)} ${account}`);
            }
        }
    });

    for (const { file, expectations } of files) {
        it(file, () => {
            expect(expectations).to.not.be.empty;
            const found = expectations.map((one) => ({
                ...one,
                reaches: direct.has(`${one.identity} ${one.role} ${one.account}`),
            }));
            expect(found).to.deep.equal(expectations);
        });
    }
});

/** Without path and prefix. */
const short = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1).replace(/^PSK/, "");
