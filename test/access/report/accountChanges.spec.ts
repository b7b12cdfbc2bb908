import { expect } from "chai";

import { accountChanges } from "../../../access/report/accountChanges";
import type { ReportAccount } from "../../../access/report/report";

const account = (
    name: string,
    id: string,
    environment: ReportAccount["environment"],
): ReportAccount => ({ name, id, environment });

const prod = account("prod", "333333333333", "prod");
const team = account("team", "444444444444", "nonprod");

describe("accounts of two reports", () => {
    for (const { name, before, after, changes } of [
        {
            name: "the same, in another order",
            before: [prod, team],
            after: [team, prod],
            changes: [],
        },
        {
            name: "another environment",
            before: [prod],
            after: [account("prod", "333333333333", "nonprod")],
            changes: ["Account prod (333333333333) has environment nonprod; before: prod."],
        },
        {
            name: "another id",
            before: [prod],
            after: [account("prod", "555555555555", "prod")],
            changes: [
                "Account prod has the id 555555555555 (environment prod); before: 333333333333.",
            ],
        },
        {
            name: "another id and environment",
            before: [prod],
            after: [account("prod", "555555555555", "nonprod")],
            changes: [
                "Account prod has the id 555555555555 (environment nonprod); before: 333333333333, environment prod.",
            ],
        },
        {
            name: "another name",
            before: [prod],
            after: [account("live", "333333333333", "prod")],
            changes: ["Account 333333333333 is called live; before: prod."],
        },
        {
            name: "names that were exchanged: each id has another environment",
            before: [prod, team],
            after: [account("prod", team.id, "prod"), account("team", prod.id, "nonprod")],
            changes: [
                "Account prod (444444444444) has environment prod; before: nonprod.",
                "Account 444444444444 is called prod; before: team.",
                "Account team (333333333333) has environment nonprod; before: prod.",
                "Account 333333333333 is called team; before: prod.",
            ],
        },
        {
            name: "one that is new, and one that is gone",
            before: [prod],
            after: [team],
            changes: [
                "Account team (444444444444, environment nonprod) is new.",
                "Account prod (333333333333, environment prod) is gone.",
            ],
        },
    ]) {
        it(name, () => {
            expect(accountChanges(before, after)).to.deep.equal(changes);
        });
    }
});
