import { expect } from "chai";

import { findPrincipal } from "../../../../access/report/explain/findPrincipal";
import { nonprodUser, ours, prodUser, roleArn } from "../../render/reports";

const withAccount = <T extends { readonly account: string }>(entry: T) => ({
    ...entry,
    account: ours.accounts.find(({ id }) => id === entry.account) ?? { id: "", name: "" },
});
const users = ours.identities.map(withAccount);
const roles = ours.roles.map(withAccount);
const vpc = roleArn("333333333333", "PSKPlatformVPCRole");

/** What a person types for a role, and what it means. */
const found: readonly (readonly [string, string, boolean])[] = [
    [vpc, vpc, false],
    ["PSKPlatformVPCRole@prod", vpc, false],
    ["PSKPlatformVPCRole@333333333333", vpc, false],
    ["arn:aws:sts::333333333333:assumed-role/PSKPlatformVPCRole/run-1", vpc, true],
    ["arn:aws:sts::333333333333:assumed-role/PSKPlatformVPCRole", vpc, true],
];

/** What a person types for a role that isn't there, and the error. */
const missing: readonly (readonly [string, string])[] = [
    [
        "arn:aws:iam::333333333333:role/PSKPlatformVPCRole",
        `ROLE "arn:aws:iam::333333333333:role/PSKPlatformVPCRole" not found. Did you mean:\n  ${vpc}`,
    ],
    [
        "PSKPlatformVPCRole",
        'ROLE "PSKPlatformVPCRole" is the name of 3; say which:\n  PSKPlatformVPCRole@state\n  PSKPlatformVPCRole@nonprod\n  PSKPlatformVPCRole@prod',
    ],
    [
        "PSKPlatformVPC@prod",
        'ROLE "PSKPlatformVPC@prod" not found. Did you mean:\n  PSKPlatformVPCRole@prod\n',
    ],
    [
        "PSKPlatformVPCRole@production",
        'ROLE "PSKPlatformVPCRole@production": no account "production" has a user or role here; the accounts: state (111111111111), nonprod (222222222222), prod (333333333333)',
    ],
    [
        "arn:aws:iam::999999999999:role/PSKRoles/PSKPlatformVPCRole",
        'not found: no account "999999999999" has a user or role here; the accounts: state (111111111111)',
    ],
    [
        "arn:aws:sts::999999999999:assumed-role/PSKPlatformVPCRole/run",
        'not found: no account "999999999999" has a user or role here',
    ],
    [
        "arn:aws:sts::333333333333:assumed-role/PSKPlatformVPC/run",
        "not found. Did you mean:\n  arn:aws:iam::333333333333:role/PSKRoles/",
    ],
    [
        "Nobody",
        'ROLE "Nobody" not found. Nothing has a name like it; there are:\n  PSKControlPlaneBaseRole\n',
    ],
    ["pskplatformvpcrole@prod", "not found. Did you mean:\n  PSKPlatformVPCRole@prod"],
];

describe("a principal by what a person types", () => {
    for (const [typed, arn, isSession] of found) {
        it(`is found: ${typed}`, () => {
            const result = findPrincipal("ROLE", typed, roles);
            expect([result.entry.arn, result.isSession]).to.deep.equal([arn, isSession]);
        });
    }

    for (const [typed, error] of missing) {
        it(`is an error with the next step: ${typed}`, () => {
            expect(() => findPrincipal("ROLE", typed, roles)).to.throw(error);
        });
    }

    it("is found by its unique name", () => {
        expect(findPrincipal("IDENTITY", nonprodUser.name, users).entry.arn).to.equal(
            nonprodUser.arn,
        );
    });

    it("is an error with the nearest names if there is none", () => {
        expect(() => findPrincipal("IDENTITY", "PSKProdServiceAcount", users)).to.throw(
            `IDENTITY "PSKProdServiceAcount" not found. Did you mean:\n  ${prodUser.name}\n  ${nonprodUser.name}`,
        );
    });

    it("is an error with ARNs if a user and a role of one account share the name", () => {
        const [user, role] = [users[0], roles[0]].map((entry) => ({
            arn: entry?.arn ?? "",
            name: "Same",
            account: { id: "111111111111", name: "state" },
        }));
        expect(() =>
            findPrincipal(
                "IDENTITY",
                "Same@state",
                [user, role].flatMap((one) => one ?? []),
            ),
        ).to.throw(`is the name of 2; say which:\n  ${user?.arn ?? ""}\n  ${role?.arn ?? ""}`);
    });

    it("says so if there is none at all", () => {
        expect(() => findPrincipal("ROLE", "x", [])).to.throw('ROLE "x" not found; there is none');
    });
});
