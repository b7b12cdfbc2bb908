import { join } from "node:path";

import { expect } from "chai";
import fc from "fast-check";

import { roleCatalogue } from "../../roles/catalogue";
import { checkRoles, unreachableRoles } from "../../roles/validate";
import { permissionsPoliciesOf } from "../../roles/role";
import { isObject } from "../../platform/isObject";
import { withUnknownKey } from "../support/unknownKey";
import { readCases } from "../support/readCases";

interface Case {
    readonly name: string;
    /**
     * Each over a sound role; `null` takes a property away. `permissions` is what the function returns, and so are the values
     * of `furtherPermissions`.
     */
    readonly roles?: readonly Readonly<Record<string, unknown>>[];
    /** Instead of roles: the catalogue as it is. */
    readonly catalogue?: unknown;
    readonly faults: readonly string[];
}

const cases = readCases(join(__dirname, "validate.cases.json")) as readonly Case[];

const scope = { partition: "aws", prefix: "PSK", accountId: "222222222222" };
const statement = {
    Sid: "Read",
    Effect: "Allow",
    Action: ["ec2:DescribeVpcs"],
    Resource: ["*"],
    Condition: { StringEquals: { "aws:RequestedRegion": ["us-east-1"] } },
};
const sound = {
    name: "X",
    description: "d",
    assumableBy: "identities",
    maxSessionDuration: 3600,
    permissions: [statement],
};

/** A role of a case: what `permissions` is in JSON, the function returns. */
function roleOf(given: Readonly<Record<string, unknown>>): unknown {
    const { permissions, ...role } = { ...sound, ...given };
    const { furtherPermissions } = given;
    const further = isObject(furtherPermissions)
        ? {
              furtherPermissions: Object.fromEntries(
                  Object.entries(furtherPermissions).map(([name, value]) => [name, () => value]),
              ),
          }
        : {};
    const entries = Object.entries({ ...role, ...further, permissions: () => permissions });
    return Object.fromEntries(entries.filter(([key]) => given[key] !== null));
}

const faultsOf = (catalogue: unknown): readonly string[] => checkRoles(catalogue, scope).faults;

describe("checkRoles", () => {
    for (const partition of ["aws", "aws-us-gov", "aws-cn"]) {
        it(`returns the platform's catalogue with its permissions in ${partition}`, () => {
            const account = { ...scope, partition };
            const { roles, assumable, prodOnly, faults } = checkRoles(roleCatalogue, account);
            expect(faults).to.deep.equal([]);
            const withPermissions = (all: typeof roles) =>
                all.map((role) => ({
                    ...role,
                    permissions: role.permissions(account),
                    furtherPermissions: permissionsPoliciesOf(role).map(({ name, permissions }) => [
                        name,
                        permissions(account),
                    ]),
                }));
            expect(withPermissions(roles)).to.deep.equal(withPermissions(roleCatalogue));
            expect(assumable).to.have.length(6);
            expect(prodOnly).to.deep.equal(["AccessAuditRole"]);
        });
    }

    for (const { name, roles = [], catalogue = roles.map(roleOf), faults } of cases) {
        it(name, () => {
            expect(faultsOf(catalogue)).to.deep.equal(faults);
        });
    }

    it("asks for the permissions once: what was checked is what is deployed", () => {
        let calls = 0;
        const permissions = () => (++calls === 1 ? [statement] : []);
        const { roles } = checkRoles([{ ...sound, permissions }], scope);
        expect(roles[0]?.permissions(scope)).to.deep.equal([statement]);
        expect(calls).to.equal(1);
    });

    it("says why permissions failed", () => {
        const permissions = () => {
            throw new Error("no such partition");
        };
        expect(faultsOf([{ ...sound, permissions }])).to.deep.equal([
            'role "X": permissions failed: no such partition',
        ]);
    });

    it("refuses an unknown property anywhere, statements and conditions included", () => {
        expect(faultsOf([roleOf(sound)])).to.deep.equal([]);
        fc.assert(
            fc.property(withUnknownKey(sound), ({ value, key }) => {
                const faults = faultsOf([roleOf(value as Record<string, unknown>)]);
                expect(faults.some((fault) => fault.includes(key))).to.equal(true);
            }),
        );
    });
});

describe("unreachableRoles", () => {
    const accounts = [
        { name: "dev", id: "222222222222", environment: "nonprod" as const },
        { name: "state", id: "111111111111", environment: "state" as const },
    ];
    const roles = roleCatalogue.filter(({ name }) => /VPC|Crossplane/.test(name));
    const nobody = (account: string): string =>
        `no identity may assume role "PlatformVPCRole" in account ${account}; ` +
        "add an identity that reaches it";

    it("finds none when a prod identity reaches all; a service's role needs no identity", () => {
        const identities = [{ name: "p", trustClass: "prod" as const }];
        expect(unreachableRoles(accounts, roles, identities)).to.deep.equal([]);
    });

    it("finds what a nonprod identity leaves to nobody", () => {
        const identities = [{ name: "n", trustClass: "nonprod" as const }];
        expect(unreachableRoles(accounts, roles, identities)).to.deep.equal([
            nobody("state (state)"),
        ]);
    });

    it("finds every role of every account when there is no identity", () => {
        expect(unreachableRoles(accounts, roles, [])).to.deep.equal([
            nobody("dev (nonprod)"),
            nobody("state (state)"),
        ]);
    });

    it("finds what limited identities leave to nobody", () => {
        const identities = [{ name: "p", trustClass: "prod" as const, roles: ["IamProfilesRole"] }];
        expect(unreachableRoles(accounts, roles, identities)).to.have.length(2);
    });
});
