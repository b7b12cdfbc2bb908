import { expect } from "chai";

import type { AccountScope } from "../../platform/naming";
import { policyDocument } from "../../platform/policyDocument";
import type { PolicyStatement } from "../../platform/policyDocument";
import { permissionsBoundary } from "../../roles/boundary";
import { roleCatalogue } from "../../roles/catalogue";
import { permissionsPoliciesOf } from "../../roles/role";
import type { Role } from "../../roles/role";
import { actionsOf, matches, overlap } from "./actions";
import type { KnownAction } from "./actions";

const accountId = "222222222222";
const scopes: readonly AccountScope[] = ["aws", "aws-us-gov", "aws-cn"].flatMap((partition) =>
    ["PSK", "Platform90123456"].map((prefix) => ({ partition, prefix, accountId })),
);
// Where the partition and the prefix don't matter.
const anyScope: AccountScope = { partition: "aws", prefix: "PSK", accountId };

const arn = ({ partition }: AccountScope, resource: string): string =>
    `arn:${partition}:iam::${accountId}:${resource}`;

/** The platform's own paths, as ARN patterns. */
const platformOf = (scope: AccountScope): string[] =>
    [
        "role/@Roles",
        "role/@Pipelines",
        "policy/@Policies",
        "group/@Groups",
        "user/@ServiceAccounts",
        "user/@People",
    ].map((path) => arn(scope, `${path.replace("@", scope.prefix)}/*`));

const onPlatform = (scope: AccountScope, { Resource = [] }: PolicyStatement): boolean =>
    Resource.some((resource) => platformOf(scope).some((path) => overlap(resource, path)));

let known: readonly KnownAction[] = [];
const expansions = new Map<string, readonly KnownAction[]>();
/** Actions that a pattern matches. */
function expand(pattern: string): readonly KnownAction[] {
    const found = expansions.get(pattern) ?? known.filter(({ name }) => matches(pattern, name));
    expansions.set(pattern, found);
    return found;
}
const actionsIn = ({ Action = [] }: PolicyStatement): readonly KnownAction[] =>
    Action.flatMap((pattern) => expand(pattern));

/** Values of a key under StringEquals; `undefined` if the statement has no such condition. */
const equalTo = ({ Condition }: PolicyStatement, key: string): unknown =>
    Condition?.["StringEquals"]?.[key];

/** What all policies of a role allow together. */
const statementsOf = (role: Role, scope: AccountScope): readonly PolicyStatement[] =>
    permissionsPoliciesOf(role).flatMap(({ permissions }) => permissions(scope));

const size = (document: unknown): number => JSON.stringify(document).replace(/\s/g, "").length;

describe("permissions of the catalogue", () => {
    before(async () => {
        const statements = roleCatalogue.flatMap((role) => statementsOf(role, anyScope));
        const patterns = [...statements, ...permissionsBoundary(anyScope).Statement].flatMap(
            ({ Action = [], NotAction = [] }) => [...Action, ...NotAction],
        );
        known = await actionsOf(
            patterns.map((pattern) => pattern.split(":")[0] ?? "").filter((name) => name !== "*"),
        );
        expansions.clear();
    });

    for (const scope of scopes) {
        for (const role of roleCatalogue) {
            describe(`${role.name}, ${scope.partition}, ${scope.prefix}`, () => {
                const statements = statementsOf(role, scope);

                // The pack's advisory begins at 80 %: nothing that only this project can change is shown to its users.
                it("fits managed policies of 6,144 characters each, white space aside, with a fifth to spare", () => {
                    const sizes = permissionsPoliciesOf(role).map(
                        ({ name, permissions }) =>
                            [name, size(policyDocument(permissions(scope)))] as const,
                    );
                    expect(sizes.filter(([, used]) => used >= 0.8 * 6144)).to.deep.equal([]);
                });

                it("has Sids of letters and digits, each once in all its policies", () => {
                    const sids = statements.map(({ Sid }) => Sid);
                    expect(sids.filter((sid) => !/^[A-Za-z0-9]+$/.test(sid))).to.deep.equal([]);
                    expect(sids).to.deep.equal([...new Set(sids)]);
                });

                it("only allows, by Action and Resource", () => {
                    for (const { Sid, Effect, Condition, ...rest } of statements) {
                        expect(Effect, Sid).to.equal("Allow");
                        expect(rest, Sid).to.have.all.keys("Action", "Resource");
                        expect(rest.Resource, Sid).to.not.be.empty;
                        expect(
                            Condition === undefined || Object.keys(Condition).length > 0,
                        ).to.equal(true);
                    }
                });

                it("names actions that exist, none twice and none that another pattern has already", () => {
                    for (const statement of statements) {
                        const { Sid, Action = [] } = statement;
                        const wider = statements
                            .filter((other) => other !== statement && other.Condition === undefined)
                            .filter(({ Resource }) => Resource?.includes("*"))
                            .flatMap((other) => other.Action ?? []);
                        for (const [index, pattern] of Action.entries()) {
                            const at = `${Sid}: ${pattern}`;
                            expect(expand(pattern), at).to.not.be.empty;
                            const others = [...Action.filter((_, i) => i !== index), ...wider];
                            const covering = others.filter((other) =>
                                expand(pattern).every((action) => expand(other).includes(action)),
                            );
                            expect(covering, at).to.deep.equal([]);
                        }
                    }
                });

                it("has no whole service of iam, sts or organizations, and no wildcard for a service", () => {
                    const patterns = statements.flatMap(({ Action = [] }) => Action);
                    const wide = patterns.filter((pattern) =>
                        /^((iam|sts|organizations):\*?$|[^:]*[*?])/i.test(pattern),
                    );
                    expect(wide).to.deep.equal([]);
                    // However a pattern is written, it must not amount to the whole service.
                    for (const service of ["iam", "sts", "organizations"]) {
                        const all = known.filter(({ name }) => name.startsWith(`${service}:`));
                        const whole = patterns.filter(
                            (pattern) =>
                                all.length > 0 && all.every((a) => matches(pattern, a.name)),
                        );
                        expect(whole, service).to.deep.equal([]);
                    }
                });

                it("assumes no role", () => {
                    const assuming = statements
                        .flatMap(actionsIn)
                        .filter(({ name }) => name.startsWith("sts:"));
                    expect(assuming).to.deep.equal([]);
                });

                it("passes roles to named services only, and of the catalogue only Crossplane's", () => {
                    const passing = statements.filter((statement) =>
                        actionsIn(statement).some(({ name }) => name === "iam:PassRole"),
                    );
                    for (const statement of passing) {
                        const services = equalTo(statement, "iam:PassedToService");
                        expect(services, statement.Sid).to.be.an("array").that.is.not.empty;
                        expect(JSON.stringify(services), statement.Sid).to.not.match(/[*?$]/);
                        expect(statement.Action, statement.Sid).to.deep.equal(["iam:PassRole"]);
                    }
                    const crossplane = {
                        Sid: "PassCrossplaneProvider",
                        Effect: "Allow",
                        Action: ["iam:PassRole"],
                        Resource: [
                            arn(
                                scope,
                                `role/${scope.prefix}Roles/${scope.prefix}CrossplaneProviderRole`,
                            ),
                        ],
                        Condition: {
                            StringEquals: { "iam:PassedToService": ["pods.eks.amazonaws.com"] },
                        },
                    };
                    expect(
                        passing.filter((statement) => onPlatform(scope, statement)),
                    ).to.deep.equal(role.name === "ControlPlaneBaseRole" ? [crossplane] : []);
                });

                it("writes roles only with the boundary, wherever IAM has a key for it", () => {
                    const boundaryFor = ({ Resource = [] }: PolicyStatement): string =>
                        arn(
                            scope,
                            `policy/${scope.prefix}Policies/${scope.prefix}${
                                Resource.every((one) =>
                                    ["Pipelines", "People"].some((path) =>
                                        one.startsWith(arn(scope, `role/${scope.prefix}${path}/`)),
                                    ),
                                )
                                    ? "PipelineBoundary"
                                    : "PermissionsBoundary"
                            }`,
                        );
                    // Where teams are, theirs are in the same list.
                    const isBound = (s: PolicyStatement): boolean =>
                        equalTo(s, "iam:PermissionsBoundary") === boundaryFor(s) ||
                        String(s.Condition?.["StringLike"]?.["iam:PermissionsBoundary"]) ===
                            boundaryFor(s);
                    const without = statements
                        .filter((s) => !isBound(s))
                        .flatMap((statement) =>
                            actionsIn(statement)
                                .filter(
                                    ({ writes, resourceTypes }) =>
                                        writes && resourceTypes.includes("role"),
                                )
                                .filter(({ conditionKeys }) =>
                                    conditionKeys.includes("iam:PermissionsBoundary"),
                                )
                                .map(({ name }) => `${statement.Sid}: ${name}`),
                        );
                    expect(without).to.deep.equal([]);
                });

                it("removes no permissions boundary", () => {
                    const removing = statements
                        .flatMap(actionsIn)
                        .filter(({ name }) => /Delete(Role|User)PermissionsBoundary$/.test(name));
                    expect(removing).to.deep.equal([]);
                });

                it("writes IAM under the platform's paths only if it is the IAM profiles role", () => {
                    const writing = statements
                        .filter((statement) => onPlatform(scope, statement))
                        .filter((statement) =>
                            actionsIn(statement).some(
                                ({ name, writes }) =>
                                    writes && name.startsWith("iam:") && name !== "iam:PassRole",
                            ),
                        )
                        .map(({ Sid }) => Sid);
                    expect(writing).to.deep.equal(
                        role.name === "IamProfilesRole"
                            ? [
                                  "WriteUsers",
                                  "GivePeoplePasswords",
                                  "WriteGroups",
                                  "WriteRolesWithBoundary",
                                  "TagRoles",
                                  "WritePolicies",
                                  "AttachAssumePolicies",
                                  "WriteEntryRolesWithBoundary",
                              ]
                            : [],
                    );
                });

                it("names no other partition, account or prefix", () => {
                    const text = JSON.stringify(statements);
                    const partitions = new Set(text.match(/arn:[^:]*:/g));
                    for (const partition of partitions) {
                        expect(partition).to.equal(`arn:${scope.partition}:`);
                    }
                    const ids = new Set(text.match(/\b\d{12}\b/g));
                    for (const id of ids) expect(id).to.equal(accountId);
                    if (scope.prefix !== "PSK") expect(text).to.not.include("PSK");
                });
            });
        }
    }

    it("boundary: fits a managed policy and names actions that exist", () => {
        for (const scope of scopes) {
            const boundary = permissionsBoundary(scope);
            expect(size(boundary)).to.be.at.most(6144);
            for (const { Sid, Action = [], NotAction = [] } of boundary.Statement) {
                for (const pattern of [...Action, ...NotAction]) {
                    expect(expand(pattern), `${Sid}: ${pattern}`).to.not.be.empty;
                }
            }
        }
    });

    it("boundary: refuses every way of making a credential to all but the IAM profiles role", () => {
        const denied = permissionsBoundary(anyScope)
            .Statement.filter(
                ({ Effect, Resource }) => Effect === "Deny" && Resource?.includes("*"),
            )
            .flatMap(({ Action = [] }) => Action);
        const making =
            /^iam:(Create|Reset|Upload)(AccessKey|LoginProfile|ServiceSpecificCredential|SSHPublicKey|SigningCertificate)$/;
        const credentials = known.map(({ name }) => name).filter((name) => making.test(name));
        expect(credentials).to.have.length(6);
        const open = credentials.filter(
            (name) => !denied.some((pattern) => matches(pattern, name)),
        );
        expect(open).to.deep.equal([]);
    });
});

describe("overlap", () => {
    for (const [a, b, expected] of [
        ["a", "a", true],
        ["a", "b", false],
        ["*", "role/x", true],
        ["role/*", "*/x", true],
        ["role/A*", "role/B*", false],
        ["role/?", "role/", false],
        ["role/?b*", "role/a*", true],
        ["role/PSKRoles/*", "role/PSKWorkloadRoles/*", false],
    ] as const) {
        it(`${a} and ${b}: ${expected}`, () => {
            expect(overlap(a, b)).to.equal(expected);
            expect(overlap(b, a)).to.equal(expected);
        });
    }
});
