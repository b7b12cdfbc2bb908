import { readFile } from "node:fs/promises";
import * as path from "node:path";

import { expect } from "chai";
import { parse, stringify } from "yaml";

import { buildReport, readOrganization } from "../../access";
import type { Organization, Report } from "../../access";
import type { Pipeline } from "../../identities/identity";
import { identityCatalogue } from "../../identities/catalogue";
import { planDocuments } from "../../plan/planSource";
import type { PlanDocuments } from "../../plan/planSource";
import { renderStacks } from "../../plan/renderStacks";
import { roleCatalogue } from "../../roles/catalogue";
import { pipelines, trusted } from "../identities/federation/platform";
import { project, withProject } from "./support";

interface Setting {
    default: unknown;
}

/** The platform with pipelines of all six issuers, as the program makes it. */
async function documentsOf(its: readonly Pipeline[]): Promise<PlanDocuments> {
    const settings = parse(await readFile(path.join(project, "Pulumi.yaml"), "utf8")) as {
        config: Record<string, Setting>;
    };
    const { issuers, trustedOwners } = settings.config;
    if (issuers !== undefined) issuers.default = trusted.issuers;
    if (trustedOwners !== undefined) trustedOwners.default = trusted.trustedOwners;
    const catalogues = {
        identities: { ...identityCatalogue, pipelines: its },
        roles: roleCatalogue,
    };
    return withProject({ "Pulumi.yaml": stringify(settings) }, async (folder) =>
        planDocuments(await renderStacks(folder, catalogues)),
    );
}

const organizationOf = (documents: PlanDocuments, whose: object = trusted): Organization =>
    readOrganization({ ...documents.accounts, ...whose }, documents.detailsOf);

/** `account/role` of what an identity reaches, sorted. */
const reachOf = ({ reach, accounts }: Report, name: string): readonly string[] =>
    reach
        .filter(({ identity }) => identity.endsWith(`/${name}`))
        .map(({ role }) => {
            const [, , , , id] = role.split(":");
            const account = accounts.find((one) => one.id === id)?.name ?? "";
            return `${account}/${role.replace(/^.*\/PSK/, "")}`;
        })
        .sort();

const accounts = ["nonprod", "prod", "state"];
const assumable = roleCatalogue.filter(
    ({ assumableBy }) => assumableBy !== "pods.eks.amazonaws.com",
);

/** What a pipeline may reach, from the catalogue alone. */
const expectedReach = ({ trustClass, roles }: Pipeline): readonly string[] =>
    accounts
        .filter((account) => trustClass === "prod" || account === "nonprod")
        .flatMap((account) =>
            assumable
                .filter(({ name }) => roles === undefined || roles.includes(name))
                .filter(
                    ({ assumableBy }) => assumableBy !== "prodIdentities" || trustClass === "prod",
                )
                .map(({ name }) => `${account}/${name}`),
        )
        .sort();

describe("pipelines in the proof", () => {
    let documents: PlanDocuments;
    let report: Report;
    before(async () => {
        documents = await documentsOf(pipelines);
        report = buildReport(organizationOf(documents));
    });

    it("are identities of their class, after the users", () => {
        expect(
            report.identities.map(({ name, trustClass }) => `${name} ${trustClass}`),
        ).to.deep.equal([
            "PSKNonprodServiceAccount nonprod",
            "PSKProdServiceAccount prod",
            ...pipelines
                .map(({ name, trustClass }) => `/${trustClass}/PSK${name}`)
                .sort()
                .map((text) => text.split("/").reverse().join(" ").trim()),
        ]);
    });

    it("are no roles of the matrix", () => {
        expect(report.roles.filter(({ arn }) => arn.includes("PSKPipelines"))).to.deep.equal([]);
    });

    it("leave the boundary as it is: it holds", () => {
        expect(report.verdict).to.deep.equal({ boundary: "holds" });
        expect([report.crossings, report.takeovers]).to.deep.equal([[], []]);
    });

    for (const pipeline of pipelines) {
        it(`${pipeline.name} directly reaches what its class and roles say`, () => {
            const direct = {
                ...report,
                reach: report.reach.filter(({ hops }) => hops.length === 1),
            };
            expect(reachOf(direct, `PSK${pipeline.name}`)).to.deep.equal(expectedReach(pipeline));
        });
    }

    it("of nonprod reach nothing else by any path", () => {
        for (const pipeline of pipelines.filter(({ trustClass }) => trustClass === "nonprod")) {
            const beyond = reachOf(report, `PSK${pipeline.name}`).filter(
                (role) => !role.startsWith("nonprod/"),
            );
            expect(beyond, pipeline.name).to.deep.equal([]);
        }
    });

    for (const { name, change, trusts = trusted, boundary, says } of mutations()) {
        it(`finds ${name}`, () => {
            const changed = structuredClone(documents);
            change(rolesByName(changed));
            const found = buildReport(organizationOf(changed, trusts));
            expect(found.boundary).to.equal(boundary);
            expect(JSON.stringify(found)).to.match(says);
        });
    }
});

interface RoleDetail {
    RoleName: string;
    Path: string;
    AssumeRolePolicyDocument: { Statement: Record<string, unknown>[] };
    RolePolicyList: { PolicyDocument: { Statement: Record<string, unknown>[] } }[];
    PermissionsBoundary?: unknown;
}

type RoleOf = (account: string, name: string) => RoleDetail;

const rolesByName =
    ({ accounts: registry, detailsOf }: PlanDocuments): RoleOf =>
    (account, name) => {
        const [id = ""] = Object.entries(registry).find(([, one]) => one.name === account) ?? [];
        const roles = detailsOf.get(id)?.RoleDetailList as unknown as RoleDetail[];
        const role = roles.find(({ RoleName }) => RoleName === name);
        if (role === undefined) throw new Error(`${account} has no role ${name}`);
        return role;
    };

interface Mutation {
    readonly name: string;
    readonly change: (roleOf: RoleOf) => void;
    /** Whose the issuers are. @default as configured */
    readonly trusts?: object;
    readonly boundary: Report["boundary"];
    readonly says: RegExp;
}

function mutations(): readonly Mutation[] {
    const nonprodEntry = "arn:aws:iam::111111111111:role/PSKPipelines/nonprod/PSKGitHubBranch";
    const trustToo = (role: RoleDetail, AWS: string): void =>
        void role.AssumeRolePolicyDocument.Statement.push({
            Effect: "Allow",
            Principal: { AWS },
            Action: "sts:AssumeRole",
        });
    const allowToo = (role: RoleDetail, Action: string, Resource: string): void =>
        void role.RolePolicyList[0]?.PolicyDocument.Statement.push({
            Effect: "Allow",
            Action,
            Resource,
        });
    const condition = (role: RoleDetail, value: unknown): void => {
        const [statement] = role.AssumeRolePolicyDocument.Statement;
        if (statement !== undefined) statement["Condition"] = value;
    };
    const github = "token.actions.githubusercontent.com";
    return [
        {
            name: "a role of the state account that trusts a nonprod pipeline: no other lock is needed there",
            change: (roleOf) => {
                trustToo(roleOf("state", "PSKIamProfilesRole"), nonprodEntry);
            },
            boundary: "crossed",
            says: /GitHubBranch/,
        },
        {
            name: "a prod role that trusts a nonprod pipeline which may assume it",
            change: (roleOf) => {
                trustToo(roleOf("prod", "PSKPlatformVPCRole"), nonprodEntry);
                allowToo(
                    roleOf("state", "PSKGitHubBranch"),
                    "sts:AssumeRole",
                    "arn:aws:iam::333333333333:role/PSKRoles/PSKPlatformVPCRole",
                );
            },
            boundary: "crossed",
            says: /GitHubBranch/,
        },
        {
            name: "a nonprod pipeline without its boundary that may make keys",
            change: (roleOf) => {
                const role = roleOf("state", "PSKGitHubBranch");
                delete role.PermissionsBoundary;
                allowToo(role, "iam:CreateAccessKey", "*");
            },
            boundary: "crossed",
            says: /CreateAccessKey/,
        },
        {
            name: "a prod entry role that a nonprod user may assume",
            change: (roleOf) => {
                trustToo(
                    roleOf("state", "PSKGitHubTag"),
                    "arn:aws:iam::111111111111:user/PSKServiceAccounts/nonprod/PSKNonprodServiceAccount",
                );
            },
            boundary: "crossed",
            says: /GitHubTag/,
        },
        {
            name: "a prod entry role that strangers come by",
            change: (roleOf) => {
                condition(roleOf("state", "PSKGitHubTag"), {
                    StringEquals: { [`${github}:aud`]: "sts.amazonaws.com" },
                });
            },
            boundary: "unknown",
            says: /PSKGitHubTag is an identity that strangers may become: no condition names an owner/,
        },
        {
            name: "a nonprod entry role that strangers come by",
            change: (roleOf) => {
                condition(roleOf("state", "PSKGitHubBranch"), {
                    StringLike: { [`${github}:sub`]: "repo:acme*" },
                });
            },
            boundary: "unknown",
            says: /PSKGitHubBranch is an identity that strangers may become/,
        },
        {
            name: "an owner that is none of ours",
            change: () => undefined,
            trusts: {
                ...trusted,
                trustedOwners: { ...trusted.trustedOwners, [github]: { other: "prod" } },
            },
            boundary: "unknown",
            says: /isn't among the trusted owners/,
        },
        {
            name: "a nonprod owner whose pipelines are of class prod",
            change: () => undefined,
            trusts: {
                ...trusted,
                trustedOwners: { ...trusted.trustedOwners, [github]: { acme: "nonprod" } },
            },
            boundary: "crossed",
            says: /AssumeRoleWithWebIdentity/,
        },
    ];
}
