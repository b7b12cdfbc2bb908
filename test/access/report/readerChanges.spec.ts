import { expect } from "chai";

import { readerChanges } from "../../../access/report/readerChanges";
import type { SecretReader } from "../../../access/report/provenance";

const arn = "arn:aws:iam::111111111111:role/PSKRoles/PSKPlatformVPCRole";
const prod: SecretReader = { arn, trustClass: "prod" };
const nonprod: SecretReader = { arn, trustClass: "nonprod" };

describe("readers of secrets in two reports", () => {
    for (const { name, before, after, changes } of [
        {
            name: "the same, in another order",
            before: [prod, nonprod],
            after: [nonprod, prod],
            changes: [],
        },
        {
            name: "a new one",
            before: [nonprod],
            after: [nonprod, prod],
            changes: [`${arn} may now read secrets of prod identities.`],
        },
        {
            name: "one that is gone",
            before: [prod],
            after: [],
            changes: [`${arn} may no longer read secrets of prod identities.`],
        },
        {
            name: "one of another class",
            before: [nonprod],
            after: [prod],
            changes: [
                `${arn} may now read secrets of prod identities.`,
                `${arn} may no longer read secrets of nonprod identities.`,
            ],
        },
        {
            name: "two reports that don't know them",
            before: undefined,
            after: undefined,
            changes: [],
        },
        {
            name: "an earlier report that doesn't know them",
            before: undefined,
            after: [prod],
            changes: ["The earlier report doesn't say who may read secrets."],
        },
        {
            name: "a later report that doesn't know them",
            before: [prod],
            after: undefined,
            changes: ["The later report doesn't say who may read secrets."],
        },
    ]) {
        it(name, () => {
            expect(readerChanges(before, after)).to.deep.equal(changes);
        });
    }
});
