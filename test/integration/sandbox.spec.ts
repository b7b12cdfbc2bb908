import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";

import { expect } from "chai";

import { identityCatalogue } from "../../identities/catalogue";
import { program } from "../../program";
import { roleCatalogue } from "../../roles/catalogue";
import type { Report } from "../../access";
import { contractOfSandbox } from "../../sandbox/contract";
import { upStack } from "../../sandbox/deploy";
import { guardRegistrations } from "../../platform/guardRegistrations";
import { sandboxFolders } from "../../sandbox/folders";
import { stopLocalAws } from "../../sandbox/localAws";
import { openSandbox, up } from "../../sandbox/up";
import type { Sandbox, UpResult } from "../../sandbox/up";
import { federatedGroups, samlProviders, trustedPeople } from "../identities/federation/people";
import { pipelines, trusted } from "../identities/federation/platform";
import { registryOf } from "../examples/layout";
import { breakGlass, describeEmergency } from "./emergency";
import { expectNoDrift, expectProofIsAsSts } from "./liveProof";
import { liveReport } from "./liveReport";
import { describeMfaCodes } from "./mfaCodes";
import { describePeoplesMatrix } from "./peoplesMatrix";
import { people } from "./people";
import { describePersonsWay } from "./personsWay";
import { sourceFolder } from "./sourceFolder";

/** With pipelines of all six issuers, and people by SAML and as IAM users. */
const catalogues = {
    identities: { ...identityCatalogue, people, pipelines, federatedGroups, samlProviders },
    roles: roleCatalogue,
};

/** The layout of four accounts. The last is a further one: one line of the registry and one file. */
const accounts = registryOf("four-accounts");
const names = Object.keys(accounts);
const further = "production";
/** These are there before `up` is run. */
const there = names.filter((name) => name !== further);
const auditTrail = {
    retentionDays: 1,
    alarm: ["security@example.com"],
    organization: "o-a1b2c3d4e5",
    networks: ["192.0.2.0/24"],
};

const isServiceAccount = (identity: string): boolean => identity.endsWith("ServiceAccount");

/** The whole product on a real engine, with the policy pack, and STS as judge; with four accounts. */
describe("sandbox", () => {
    const folders = sandboxFolders(`test-${process.pid}`);
    const lines: string[] = [];
    const progress = (line: string): void => void lines.push(line);
    const diffs: string[] = [];
    let sandbox: Sandbox;
    let first: UpResult;
    let report: Report;

    const source = async (more: object = {}): Promise<string> => {
        const folder = await sourceFolder(folders.root, (config) => {
            config.issuers.default = { ...trusted.issuers, ...trustedPeople.issuers };
            config.trustedOwners.default = trusted.trustedOwners;
            config.accounts.default = accounts;
            config.auditTrail.default = auditTrail;
            Object.assign(config.breakGlass.default, more);
        });
        await writeFile(path.join(folder, `Pulumi.${further}.yaml`), "config: {}\n");
        return folder;
    };

    before(async () => {
        sandbox = await openSandbox(folders, progress, undefined, await source(), () => {
            guardRegistrations();
            return program(catalogues);
        });
        for (const settings of sandbox.project.stacks) {
            if (!there.includes(settings.account.name)) continue;
            const { changes } = await upStack(sandbox.deployer, settings);
            expect(Object.keys(changes), settings.account.name).to.deep.equal(["create"]);
        }
        first = await up(sandbox, progress, (diff) => void diffs.push(diff), catalogues);
        report = await liveReport(sandbox);
    });

    after(async () => {
        await stopLocalAws(folders.localAws);
        await rm(folders.root, { recursive: true, force: true });
    });

    it("deploys every stack of the registry that isn't there, the state stack first, and changes nothing in the others", () => {
        expect(
            first.stacks.map(({ stack, changes }) => [stack, ...Object.keys(changes)]),
        ).to.deep.equal(names.map((name) => [name, ...(there.includes(name) ? [] : ["create"])]));
        expect(lines.filter((line) => line.endsWith(": unchanged"))).to.deep.equal(
            there.map((name) => `${name}: unchanged`),
        );
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
            PSKNonprodServiceAccount: ["development"],
            PSKProdServiceAccount: names,
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
            2 * 7 * names.length,
        );
        expect(first.matrix.every(({ expected, actual }) => expected === actual)).to.equal(true);
    });

    it("lets pipelines of all six issuers in by their tokens, and assume what their class may", () => {
        const rows = [...new Set(first.matrix.map(({ identity }) => identity))];
        expect(rows.filter((identity) => !isServiceAccount(identity))).to.deep.equal(
            [...people, ...pipelines].map(({ name }) => `PSK${name}`),
        );
        expect(first.matrix).to.have.length(
            (2 + 2 * people.length + pipelines.length) * 7 * names.length,
        );
        // Plans read, in every account; an apply of nonprod reaches nonprod alone.
        const assumedBy = (name: string): readonly string[] =>
            first.matrix
                .filter(({ identity, actual }) => identity === name && actual === "assumed")
                .map(({ account, role }) => `${account} ${role}`);
        expect(assumedBy("PSKTerraformPlan")).to.have.members(
            names.map((account) => `${account} PSKAccessAuditRole`),
        );
        expect(
            assumedBy("PSKPulumiEnvironment").every((cell) => cell.startsWith("development ")),
        ).to.equal(true);
        expect(assumedBy("PSKPulumiEnvironment")).to.have.length(5);
    });

    it("shows the diff of each stack that it updates", () => {
        expect(diffs.length).to.equal(names.length - there.length);
        for (const diff of diffs) {
            expect(diff).to.match(/^ +\+ aws:iam\/role:Role: \(create\)$/m);
            expect(diff).to.match(/^ +\+ \d+ to create$/m);
        }
    });

    it("is proved to hold as it is in AWS, and STS answers as the proof does", () => {
        // A person of an identity provider signs in there.
        expect(expectProofIsAsSts(report, first.matrix)).to.have.members(
            federatedGroups.map(({ name }) => `PSK${name}`),
        );
    });

    it("has no drift", async () => {
        const ids = Object.values(accounts).map(({ id }) => id);
        await expectNoDrift(folders, ids, catalogues);
    });

    describePeoplesMatrix(() => ({ sandbox, matrix: first.matrix }));

    describeMfaCodes(() => sandbox);

    describePersonsWay(() => ({ sandbox, report }), folders.root);

    it("exports a contract of ARNs and ids", async () => {
        const [state] = sandbox.project.stacks;
        if (state === undefined) throw new Error("no state stack");
        const { identities, version } = await contractOfSandbox(
            folders,
            sandbox.project.name,
            state,
        );
        expect(version).to.equal(1);
        expect(identities["PSKNonprodServiceAccount"]?.arn).to.equal(
            "arn:aws:iam::111111111111:user/PSKServiceAccounts/nonprod/PSKNonprodServiceAccount",
        );
        expect(identities["PSKNonprodServiceAccount"]?.uniqueId).to.match(/^AIDA/);
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

    // Last: its pack is built from a copy of the checkout in this sandbox's folder.
    describeEmergency(folders, () => source(breakGlass), catalogues, people);
});
