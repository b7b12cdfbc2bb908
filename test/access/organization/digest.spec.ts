import { expect } from "chai";

import { digestOf } from "../../../access/organization/digest";

const accounts = { "111111111111": { name: "state" } };
const details = new Map([
    ["111111111111", { UserDetailList: [] }],
    ["222222222222", { UserDetailList: [{ UserName: "A" }] }],
]);

describe("the digest of what was read", () => {
    it("is the same for the same documents, whichever was read first", () => {
        const backwards = new Map([...details].reverse());
        expect(digestOf(accounts, backwards)).to.equal(digestOf(accounts, details));
        expect(digestOf(accounts, details)).to.match(/^sha256:[0-9a-f]{64}$/);
    });

    const others: Readonly<Record<string, string>> = {
        "another account": digestOf({}, details),
        "another user": digestOf(
            accounts,
            new Map<string, unknown>([...details, ["222222222222", { UserDetailList: [] }]]),
        ),
        "another id": digestOf(
            accounts,
            new Map([...details].map(([id, one]) => [id.replace("2", "3"), one])),
        ),
        "one account fewer": digestOf(accounts, new Map([...details].slice(0, 1))),
    };
    for (const [name, digest] of Object.entries(others)) {
        it(`is another for ${name}`, () => {
            expect(digest).not.to.equal(digestOf(accounts, details));
        });
    }
});
