import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";

import { identityCatalogue } from "../../identities/catalogue";
import { program } from "../../program";
import { roleCatalogue } from "../../roles/catalogue";
import { DeployError, previewStack, stackOutputs } from "../../sandbox/deploy";
import { guardRegistrations } from "../../platform/guardRegistrations";
import { sandboxFolders } from "../../sandbox/folders";
import { stopLocalAws } from "../../sandbox/localAws";
import { openSandbox, up } from "../../sandbox/up";
import type { Sandbox, UpResult } from "../../sandbox/up";
import { tryViolation } from "../../sandbox/violation";
import { federatedGroups, samlProviders, trustedPeople } from "../identities/federation/people";
import { pipelines, trusted } from "../identities/federation/platform";
import breaks from "./breaks.json";
import { describeMfaCodes } from "./mfaCodes";
import { describePeoplesMatrix } from "./peoplesMatrix";
import { people } from "./people";
import { describePersonsWay } from "./personsWay";
import { sourceFolder } from "./sourceFolder";

interface Break {
    readonly role: string;
    readonly statement: object;
}

/** The program, but for some roles that have another trust policy. */
function programWith(broken: readonly Break[]): Promise<Record<string, unknown>> {
    pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) => {
        const found = broken.find(({ role }) => role === name);
        if (type !== "aws:iam/role:Role" || found === undefined) return undefined;
        const assumeRolePolicy = { Version: "2012-10-17", Statement: [found.statement] };
        return { props: { ...props, assumeRolePolicy }, opts };
    });
    return program(catalogues);
}

/** With pipelines of all six issuers, and people by SAML and as IAM users. */
const catalogues = {
    identities: { ...identityCatalogue, people, pipelines, federatedGroups, samlProviders },
    roles: roleCatalogue,
};

const isServiceAccount = (identity: string): boolean => identity.endsWith("ServiceAccount");

/** The whole product on a real engine, with the policy pack, and STS as judge; with a fourth account. */
describe("sandbox", () => {
    const folders = sandboxFolders(`test-${process.pid}`);
    const lines: string[] = [];
    const progress = (line: string): void => void lines.push(line);
    const diffs: string[] = [];
    let sandbox: Sandbox;
    let first: UpResult;

    before(async () => {
        // One line of the registry and one file.
        const source = await sourceFolder(folders.root, (config) => {
            config.issuers.default = { ...trusted.issuers, ...trustedPeople.issuers };
            config.trustedOwners.default = trusted.trustedOwners;
            config.accounts.default = {
                ...config.accounts.default,
                development: { id: "444444444444", environment: "nonprod" },
            };
        });
        await writeFile(path.join(source, "Pulumi.development.yaml"), "config: {}\n");

        sandbox = await openSandbox(folders, progress, undefined, source, () => {
            guardRegistrations();
            return program(catalogues);
        });
        first = await up(sandbox, progress, (diff) => void diffs.push(diff), catalogues);
    });

    after(async () => {
        await stopLocalAws(folders.localAws);
        await rm(folders.root, { recursive: true, force: true });
    });

    it("deploys every stack of the registry, the state stack first", () => {
        expect(first.stacks.map(({ stack }) => stack)).to.deep.equal([
            "state",
            "nonprod",
            "prod",
            "development",
        ]);
        for (const { stack, changes } of first.stacks) {
            expect(Object.keys(changes), stack).to.deep.equal(["create"]);
        }
    });

    it("lets STS assume exactly what rule 1 allows", () => {
        const assumed = first.matrix
            .filter(({ actual, identity }) => actual === "assumed" && isServiceAccount(identity))
            .map(({ identity, account, role }) => `${identity} ${account} ${role}`);
        const roles = [
            "PSKControlPlaneBaseRole",
            "PSKIamProfilesRole",
            "PSKPlatformHostedZonesRole",
            "PSKPlatformObservabilityBaseRole",
            "PSKPlatformVPCRole",
        ];
        const reach = {
            PSKNonprodServiceAccount: ["development", "nonprod"],
            PSKProdServiceAccount: ["development", "nonprod", "prod", "state"],
        };
        const allowed = Object.entries(reach).flatMap(([identity, accounts]) =>
            accounts.flatMap((account) =>
                [...roles, ...(identity.includes("Prod") ? ["PSKAccessAuditRole"] : [])].map(
                    (role) => `${identity} ${account} ${role}`,
                ),
            ),
        );
        expect(assumed).to.have.members(allowed);
        expect(first.matrix.filter(({ identity }) => isServiceAccount(identity))).to.have.length(
            2 * 7 * 4,
        );
        expect(first.matrix.every(({ expected, actual }) => expected === actual)).to.equal(true);
    });

    it("lets pipelines of all six issuers in by their tokens, and assume what their class may", () => {
        const rows = [...new Set(first.matrix.map(({ identity }) => identity))];
        expect(rows.filter((identity) => !isServiceAccount(identity))).to.deep.equal(
            [...people, ...pipelines].map(({ name }) => `PSK${name}`),
        );
        expect(first.matrix).to.have.length((2 + 2 * people.length + pipelines.length) * 7 * 4);
        // Plans read, in every account; an apply of nonprod reaches nonprod alone.
        const assumedBy = (name: string): readonly string[] =>
            first.matrix
                .filter(({ identity, actual }) => identity === name && actual === "assumed")
                .map(({ account, role }) => `${account} ${role}`);
        expect(assumedBy("PSKTerraformPlan")).to.have.members(
            ["state", "nonprod", "prod", "development"].map(
                (account) => `${account} PSKAccessAuditRole`,
            ),
        );
        expect(
            assumedBy("PSKPulumiEnvironment").every((cell) => /^(nonprod|development) /.test(cell)),
        ).to.equal(true);
        expect(assumedBy("PSKPulumiEnvironment")).to.have.length(2 * 5);
    });

    it("changes nothing when run again", async () => {
        const again = await up(sandbox, progress, undefined, catalogues);
        expect(again.stacks.map(({ changes }) => changes)).to.deep.equal([{}, {}, {}, {}]);
        expect(lines.filter((line) => line.endsWith(": unchanged"))).to.deep.equal([
            "state: unchanged",
            "nonprod: unchanged",
            "prod: unchanged",
            "development: unchanged",
        ]);
    });

    it("shows the diff of each stack that it updates", () => {
        expect(diffs.length).to.equal(4);
        for (const diff of diffs) {
            expect(diff).to.match(/^ +\+ aws:iam\/role:Role: \(create\)$/m);
            expect(diff).to.match(/^ +\+ \d+ to create$/m);
        }
    });

    describePeoplesMatrix(() => ({ sandbox, matrix: first.matrix }));

    describeMfaCodes(() => sandbox);

    describePersonsWay(() => sandbox, folders.root);

    it("exports a contract of ARNs and ids", async () => {
        const [state] = sandbox.project.stacks;
        if (state === undefined) throw new Error("no state stack");
        const { contract } = await stackOutputs(sandbox.deployer, state);
        const { identities, version } = contract as {
            version: number;
            identities: Record<string, { arn: string; uniqueId: string }>;
        };
        expect(version).to.equal(1);
        expect(identities["PSKNonprodServiceAccount"]?.arn).to.equal(
            "arn:aws:iam::111111111111:user/PSKServiceAccounts/nonprod/PSKNonprodServiceAccount",
        );
        expect(identities["PSKNonprodServiceAccount"]?.uniqueId).to.match(/^AIDA/);
    });

    it("shows the policy pack stopping a nonprod identity in a prod role's trust", async () => {
        const { violations } = await tryViolation(sandbox);
        expect(violations).to.have.length(1);
        expect(violations[0]?.resource).to.equal("PSKPlatformVPCRole");
        expect(violations[0]?.message).to.include("PSKNonprodServiceAccount");
    });

    describe("in a preview of prod", () => {
        let failure: unknown;

        // Each break is of another role, so that one preview is enough.
        before(async () => {
            const prod = sandbox.project.stacks.find(({ account }) => account.name === "prod");
            if (prod === undefined) throw new Error("no prod stack");
            failure = await previewStack(
                { ...sandbox.deployer, program: () => programWith(breaks) },
                prod,
            ).catch((error: unknown) => error);
        });

        for (const { name, role, message } of breaks) {
            it(`refuses ${name}`, () => {
                expect(failure).to.be.instanceOf(DeployError);
                const { violations } = (failure as DeployError).report;
                const ofRole = violations.filter(({ resource }) => resource === role);
                expect(ofRole.map((one) => one.message).join("\n")).to.include(message);
            });
        }
    });

    it("reports one cause once, in the preview of state, however many paths it opens", async () => {
        const state = sandbox.project.stacks.find(({ account }) => account.name === "state");
        const [opening] = breaks;
        if (state === undefined || opening === undefined) throw new Error("no state stack");
        const failure: unknown = await previewStack(
            { ...sandbox.deployer, program: () => programWith([opening]) },
            state,
        ).catch((error: unknown) => error);
        expect(failure).to.be.instanceOf(DeployError);
        const found = (failure as DeployError).report.violations;
        expect(found.map(({ policy, resource }) => [policy, resource])).to.deep.equal([
            ["iam-role-trust-keeps-environment-boundary", opening.role],
        ]);
    });

    it("leaves no access key in any file it wrote", async () => {
        const files = (
            await readdir(folders.root, { recursive: true, withFileTypes: true })
        ).filter((entry) => entry.isFile());
        expect(files.length).to.be.greaterThan(10);
        for (const { parentPath, name } of files) {
            const text = await readFile(path.join(parentPath, name), "latin1");
            expect(
                text.match(/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g),
                path.join(parentPath, name),
            ).to.equal(null);
        }
    });
});
