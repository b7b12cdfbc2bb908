import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import * as path from "node:path";

import { expect } from "chai";
import { parse, stringify } from "yaml";

import { readOrganization } from "../../access/organization/readOrganization";
import type { Document } from "../../access/policy/document";
import { authorizationDetails } from "../../plan/authorizationDetails";
import { planDocuments, readPlan } from "../../plan/planSource";
import type { PlanDocuments } from "../../plan/planSource";
import { renderStacks } from "../../plan/renderStacks";
import { policyDocument } from "../../platform/policyDocument";
import { permissionsBoundary } from "../../roles/boundary";
import { roleCatalogue } from "../../roles/catalogue";
import { permissionsPoliciesOf } from "../../roles/role";
import { project, withProject } from "./support";

interface Expected {
    readonly resources: readonly {
        readonly type: string;
        readonly name: string;
        readonly inputs: Readonly<Record<string, unknown>>;
    }[];
}

const accounts = { state: "111111111111", nonprod: "222222222222", prod: "333333333333" };
type StackName = keyof typeof accounts;

const Tags = [
    { Key: "Project", Value: "iam-profiles" },
    { Key: "ManagedBy", Value: "pulumi" },
];

const userArn = (trustClass: string, name: string): string =>
    `arn:aws:iam::111111111111:user/PSKServiceAccounts/${trustClass}/${name}`;

/** What a stack's inputs say, as test/program has written them down, in the shape of AWS's details. */
function expectedDetails(stack: StackName): unknown {
    const file = path.join(__dirname, "..", "program", "expected", `${stack}.json`);
    const { resources } = JSON.parse(readFileSync(file, "utf8")) as Expected;
    const inputsOf = (type: string) =>
        resources.filter((one) => one.type.startsWith(type)).map(({ inputs }) => inputs);
    const arn = (kind: string, { path: at, name }: Readonly<Record<string, unknown>>): string =>
        `arn:aws:iam::${accounts[stack]}:${kind}${String(at)}${String(name)}`;
    const scope = { partition: "aws", prefix: "PSK", accountId: accounts[stack] };
    const documents: Readonly<Record<string, unknown>> = {
        PSKPermissionsBoundary: permissionsBoundary(scope),
        ...Object.fromEntries(
            roleCatalogue
                .flatMap(permissionsPoliciesOf)
                .map(({ name, permissions }) => [
                    `PSK${name}Policy`,
                    policyDocument(permissions(scope)),
                ]),
        ),
    };
    return {
        UserDetailList: inputsOf("aws:iam/user:").map((user) => ({
            Path: user["path"],
            UserName: user["name"],
            Arn: arn("user", user),
            UserPolicyList: [],
            GroupList: [`${String(user["name"])}Group`],
            AttachedManagedPolicies: [],
            Tags,
        })),
        GroupDetailList: inputsOf("aws:iam/group:").map((group) => ({
            Path: group["path"],
            GroupName: group["name"],
            Arn: arn("group", group),
            GroupPolicyList: inputsOf("aws:iam/groupPolicy:")
                .filter((policy) => policy["group"] === group["name"])
                .map(({ name, policy }) => ({ PolicyName: name, PolicyDocument: policy })),
            AttachedManagedPolicies: [],
        })),
        RoleDetailList: inputsOf("aws:iam/role:").map((role) => ({
            Path: role["path"],
            RoleName: role["name"],
            Arn: arn("role", role),
            AssumeRolePolicyDocument: role["assumeRolePolicy"],
            InstanceProfileList: [],
            RolePolicyList: [],
            AttachedManagedPolicies: inputsOf("aws:iam/rolePolicyAttachment:")
                .filter((attachment) => attachment["role"] === role["name"])
                .map(({ policyArn }) => String(policyArn))
                .sort()
                .map((policyArn) => ({
                    PolicyName: policyArn.slice(policyArn.lastIndexOf("/") + 1),
                    PolicyArn: policyArn,
                })),
            PermissionsBoundary: {
                PermissionsBoundaryType: "Policy",
                PermissionsBoundaryArn: `arn:aws:iam::${accounts[stack]}:policy/PSKPolicies/PSKPermissionsBoundary`,
            },
            Tags,
        })),
        Policies: inputsOf("aws:iam/policy:")
            .map((policy) => ({
                PolicyName: policy["name"],
                Arn: arn("policy", policy),
                Path: policy["path"],
                DefaultVersionId: "v1",
                PolicyVersionList: [
                    {
                        Document: documents[String(policy["name"])],
                        VersionId: "v1",
                        IsDefaultVersion: true,
                    },
                ],
            }))
            .sort((a, b) => (a.Arn < b.Arn ? -1 : 1)),
    };
}

describe("plan of this project", function () {
    let documents: PlanDocuments;
    before(async () => {
        documents = planDocuments(await renderStacks(project));
    });

    for (const stack of ["state", "nonprod", "prod"] as const) {
        it(`has exactly these details of ${stack}`, () => {
            expect(documents.detailsOf.get(accounts[stack])).to.deep.equal(expectedDetails(stack));
        });
    }

    it("has exactly these accounts and secrets", () => {
        const refusal = {
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "RefuseEverybodyElse",
                    Effect: "Deny",
                    Principal: "*",
                    Action: [
                        "secretsmanager:GetSecretValue",
                        "secretsmanager:ReplicateSecretToRegions",
                    ],
                    Resource: ["*"],
                },
            ],
        };
        const secret = (trustClass: string, name: string) => ({
            arn: `arn:aws:secretsmanager:us-east-1:111111111111:secret:PSKServiceAccounts/${trustClass}/${name}-0a1b2c3d-AbCdEf`,
            policy: JSON.stringify(refusal),
            holdsKeyOf: userArn(trustClass, name),
        });
        expect(documents.accounts).to.deep.equal({
            "111111111111": {
                name: "state",
                environment: "state",
                secrets: [
                    secret("nonprod", "PSKNonprodServiceAccount"),
                    secret("prod", "PSKProdServiceAccount"),
                ],
            },
            "222222222222": { name: "nonprod", environment: "nonprod", secrets: [] },
            "333333333333": { name: "prod", environment: "prod", secrets: [] },
        });
    });

    it("is an organization in which every document can be read", async () => {
        const organization = await readPlan(project);
        const found: Document[] = organization.accounts.flatMap(
            ({ users, groups, roles, managedPolicies, secrets = [] }) => [
                ...[...users, ...groups, ...roles].flatMap(({ policies }) =>
                    policies.map(({ document }) => document),
                ),
                ...roles.map(({ trust }) => trust),
                ...managedPolicies.map(({ document }) => document),
                ...secrets.flatMap(({ policy }) => policy ?? []),
            ],
        );
        const faults = found.flatMap(({ fault, statements }) => [
            fault,
            ...statements.map((statement) => statement.fault),
        ]);
        expect(faults.filter((fault) => fault !== undefined)).to.deep.equal([]);
        expect(found).to.have.length(94);
        expect(
            organization.accounts.flatMap(({ users }) =>
                users.map(({ arn, trustClass }) => [arn, trustClass]),
            ),
        ).to.deep.equal([
            [userArn("nonprod", "PSKNonprodServiceAccount"), "nonprod"],
            [userArn("prod", "PSKProdServiceAccount"), "prod"],
        ]);
    });

    it("takes from Pulumi.yaml whose the issuers of identity providers are", async () => {
        const own = await readFile(path.join(project, "Pulumi.yaml"), "utf8");
        const { config, ...rest } = parse(own) as { config: Record<string, unknown> };
        const issuers = { "sso.example.com": "nonprod" };
        const trustedOwners = { "gitlab.com": ["acme"] };
        const text = stringify({
            ...rest,
            config: {
                ...config,
                issuers: { value: issuers },
                trustedOwners: { value: trustedOwners },
            },
        });
        const read = await withProject({ "Pulumi.yaml": text }, (folder) => readPlan(folder));
        const { environments, owners } = read.trustedIssuers;
        expect([...environments]).to.deep.equal([["sso.example.com", "nonprod"]]);
        expect([...(owners.get("gitlab.com") ?? [])]).to.deep.equal([["acme", "prod"]]);
    });

    it("has documents that can't be read where they aren't known, and says so", () => {
        const unknown = Symbol("unknown");
        const id = accounts.nonprod;
        const props = {
            name: "R",
            assumeRolePolicy: { Statement: [unknown] },
            permissionsBoundary: unknown,
        };
        const resources = [{ type: "aws:iam/role:Role", name: "R", props }];
        const { details } = authorizationDetails({ id, partition: "aws" }, resources, {
            isUnknown: (value) => value === unknown,
        });
        const { accounts: read, limits } = readOrganization(
            { [id]: { name: "nonprod", environment: "nonprod" } },
            new Map([[id, details]]),
        );
        const role = read[0]?.roles[0];
        expect(role?.trust.fault).to.be.a("string");
        expect(role?.boundary?.document.fault).to.be.a("string");
        expect(limits.join("\n")).to.contain(`${String(role?.arn)} trust policy: `);
    });
});
