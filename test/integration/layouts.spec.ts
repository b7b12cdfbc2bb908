import { rm } from "node:fs/promises";

import { expect } from "chai";

import { identityCatalogue } from "../../identities/catalogue";
import { compare } from "../../cli/drift";
import { openSandboxOperations } from "../../cli/sources/sandboxOperations";
import { cellsOf } from "../../operations/probe/cells";
import { program } from "../../program";
import { roleCatalogue } from "../../roles/catalogue";
import { previewStack, upStack } from "../../sandbox/deploy";
import { connect } from "../../sandbox/provider/aws/connect";
import { awsResources } from "../../sandbox/provider/aws/resources";
import { sandboxFolders } from "../../sandbox/folders";
import { stopLocalAws } from "../../sandbox/localAws";
import { differences } from "../../sandbox/matrix";
import type { Cell } from "../../sandbox/matrix";
import { matrixOf, openSandbox } from "../../sandbox/up";
import type { Sandbox } from "../../sandbox/up";
import type { Props } from "../../sandbox/provider/values";
import { registryOf } from "../examples/layout";
import { buildPackWith } from "./packWithPeople";
import { expectEmergencyAccess } from "./emergency";
import { liveReport } from "./liveReport";
import { sourceFolder } from "./sourceFolder";

interface Layout {
    readonly open: readonly string[];
    readonly withoutIamProfiles: boolean;
    /** @default off */
    readonly auditTrail?: object;
}

const auditTrail = {
    retentionDays: 1,
    alarm: ["security@example.com"],
    organization: "o-a1b2c3d4e5",
    networks: ["192.0.2.0/24"],
};

/** Accounts whose roles nonprod assumes, but for the one that writes identities, as STS says. Three accounts: sandbox.spec.ts. */
const layouts: Readonly<Record<string, Layout>> = {
    "two-accounts": { open: ["state+nonprod"], withoutIamProfiles: true },
    "four-accounts": { open: ["development"], withoutIamProfiles: false, auditTrail },
};
const nonprod = "PSKNonprodServiceAccount";

const withAda = {
    identities: { ...identityCatalogue, people: [{ name: "Ada", trustClass: "prod" as const }] },
    roles: roleCatalogue,
};

/** Each layout on an engine, with the policy pack, and STS as judge; one sandbox, which is emptied in between. */
describe("layouts", () => {
    const folders = sandboxFolders(`layouts-${process.pid}`);
    const progress = (): void => undefined;

    after(async () => {
        await stopLocalAws(folders.localAws);
        await rm(folders.root, { recursive: true, force: true });
    });

    for (const [layout, { open, withoutIamProfiles, auditTrail = {} }] of Object.entries(layouts)) {
        describe(layout, () => {
            let sandbox: Sandbox;
            let matrix: readonly Cell[];

            before(async () => {
                await stopLocalAws(folders.localAws);
                const source = await sourceFolder(folders.root, (config) => {
                    config.accounts.default = registryOf(layout);
                    config.auditTrail.default = auditTrail;
                });
                sandbox = await openSandbox(folders, progress, undefined, source);
                for (const settings of sandbox.project.stacks) {
                    await upStack(sandbox.deployer, settings);
                }
                matrix = await matrixOf(sandbox, progress);
            });

            it("lets STS assume exactly what is expected", () => {
                expect(matrix).to.not.be.empty;
                expect(differences(matrix)).to.deep.equal([]);
                const reached = matrix.filter(
                    ({ identity, actual }) => identity === nonprod && actual === "assumed",
                );
                expect([...new Set(reached.map(({ account }) => account))]).to.deep.equal(open);
                const roles = reached.map(({ role }) => role);
                expect(roles.includes("PSKIamProfilesRole")).to.equal(!withoutIamProfiles);
                expect(roles).to.include("PSKPlatformVPCRole");
            });

            it("is proved to hold as it is in AWS, and STS answers as the proof does", async () => {
                const report = await liveReport(sandbox);
                expect(report.boundary).to.equal("holds");
                const proved = cellsOf(
                    report,
                    report.identities.map(({ arn }) => arn),
                )
                    .filter(({ expected }) => expected === "assumed")
                    .map(({ identity, role }) => `${nameOf(identity)} ${role}`);
                const assumed = matrix
                    .filter(({ actual }) => actual === "assumed")
                    .map(({ identity, roleArn }) => `${identity} ${roleArn}`);
                expect(new Set(proved)).to.deep.equal(new Set(assumed));
            });

            it("has no drift", async () => {
                const { drift } = await compare(await openSandboxOperations(folders));
                expect(drift.findings).to.deep.equal([]);
                expect(drift.unread).to.deep.equal([]);
                expect(drift.accounts.map(({ id }) => id).sort()).to.deep.equal(
                    [...new Set(Object.values(registryOf(layout)).map(({ id }) => id))].sort(),
                );
            });

            if (layout !== "two-accounts") return;
            it("has a stack of the nonprod entry beside the state stack's, which changes nothing", async () => {
                const { deployer, project } = sandbox;
                const [state] = project.stacks;
                const account = state?.accounts.find(({ name }) => name === "nonprod");
                if (state === undefined || account === undefined) throw new Error("no such stack");
                const other = { ...state, account };
                // The stack itself.
                expect((await upStack(deployer, other)).changes).to.deep.equal({ create: 1 });
                expect((await previewStack(deployer, other)).changes).to.deep.equal({});
            });
        });
    }

    it("four-accounts: emergency access to the state account is deployed, with its alarm, and the boundary holds", async () => {
        const source = await sourceFolder(folders.root, (config) => {
            config.accounts.default = registryOf("four-accounts");
            config.auditTrail.default = auditTrail;
            config.breakGlass.default = {
                people: ["Ada"],
                ticket: "INC-*",
                alarm: ["security@example.com"],
            };
        });
        const sandbox = await openSandbox(folders, progress, undefined, source, () =>
            program(withAda),
        );
        // The pack judges by the program beside it, which has her, too.
        await buildPackWith(folders, '{ name: "Ada", trustClass: "prod" }');
        const [state] = sandbox.project.stacks;
        if (state === undefined) throw new Error("no stack");
        const { changes } = await upStack(sandbox.deployer, state);
        expect(Object.keys(changes).filter((change) => !["create", "update"].includes(change))).to
            .be.empty;
        const report = await liveReport(sandbox);
        expect(report.boundary).to.equal("holds");
        const reached = report.reach
            // Who writes IAM can get it by more hops.
            .filter(({ role, hops }) => role.includes("BreakGlass") && hops.length === 1)
            .map(({ identity, role }) => [nameOf(identity), role]);
        expect(reached).to.deep.equal([
            ["PSKAda", "arn:aws:iam::111111111111:role/PSKBreakGlass/PSKBreakGlassRole"],
        ]);
        await expectEmergencyAccess(sandbox.endpoint, state);
        const { eventBridge, sns } = (
            await connect({ region: "us-east-1" }, accountKeys(sandbox.endpoint))
        ).context;
        const rule = await (await eventBridge()).describeRule({ Name: "PSKBreakGlassAlarm" });
        expect(rule.State).to.equal("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
        const { Subscriptions } = await (
            await sns()
        ).listSubscriptionsByTopic({
            TopicArn: "arn:aws:sns:us-east-1:111111111111:PSKBreakGlassAlarm",
        });
        expect(Subscriptions?.map(({ Endpoint }) => Endpoint)).to.deep.equal([
            "security@example.com",
        ]);
    });

    it("alarms and the audit trail are made, read and deleted by the stand-in's types", async () => {
        const { endpoint } = await openSandbox(folders, progress);
        const { context } = await connect({ region: "us-east-1" }, accountKeys(endpoint));
        const types = Object.entries<Props>(auditTypes).map(([name, inputs]) => {
            const type = awsResources.find(({ token }) => token.endsWith(`:${name}`));
            if (type === undefined || type.refuses !== undefined) throw new Error(`no ${name}`);
            return { type, name, inputs };
        });
        const ids: string[] = [];
        for (const { type, name, inputs } of types) {
            const { id } = await type.create(inputs, context);
            ids.push(id);
            const found = await type.read(id, inputs, context);
            for (const [key, value] of Object.entries(inputs)) {
                const read = found?.[key];
                const isJson = typeof read === "string" && read.startsWith("{");
                expect(isJson ? JSON.parse(read) : read, `${name}.${key}`).to.deep.equal(
                    isJson ? JSON.parse(value as string) : value,
                );
            }
        }
        for (const [at, { type, inputs }] of [...types.entries()].reverse()) {
            await type.delete(ids[at] ?? "", inputs, context);
        }
        for (const [at, { type, name, inputs }] of types.entries()) {
            expect(await type.read(ids[at] ?? "", inputs, context), name).to.equal(undefined);
        }
    });
});

/** Stand-ins of the types of alarms and the audit trail, by the part of their type that names them, in order of creation, with inputs. */
const auditTypes = {
    Topic: { name: "Alarm" },
    TopicPolicy: {
        arn: "arn:aws:sns:us-east-1:111111111111:Alarm",
        policy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Principal: { Service: ["events.amazonaws.com"] },
                    Action: ["sns:Publish"],
                    Resource: ["arn:aws:sns:us-east-1:111111111111:Alarm"],
                },
            ],
        }),
    },
    TopicSubscription: {
        topic: "arn:aws:sns:us-east-1:111111111111:Alarm",
        protocol: "email",
        endpoint: "security@example.com",
    },
    EventRule: {
        name: "Alarm",
        eventPattern: JSON.stringify({ source: ["aws.sts"] }),
        state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
    },
    EventTarget: {
        rule: "Alarm",
        targetId: "Alarm",
        arn: "arn:aws:sns:us-east-1:111111111111:Alarm",
    },
    Bucket: { bucket: "logs-of-a-test", objectLockEnabled: true },
    BucketPublicAccessBlock: {
        bucket: "logs-of-a-test",
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: false,
    },
    BucketOwnershipControls: {
        bucket: "logs-of-a-test",
        rule: { objectOwnership: "BucketOwnerEnforced" },
    },
    BucketServerSideEncryptionConfiguration: {
        bucket: "logs-of-a-test",
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    },
    BucketVersioning: {
        bucket: "logs-of-a-test",
        versioningConfiguration: { status: "Enabled" },
    },
    BucketObjectLockConfiguration: {
        bucket: "logs-of-a-test",
        objectLockEnabled: "Enabled",
        rule: { defaultRetention: { mode: "COMPLIANCE", days: 1 } },
    },
    BucketPolicy: {
        bucket: "logs-of-a-test",
        policy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Deny",
                    Principal: "*",
                    Action: ["s3:*"],
                    Resource: ["arn:aws:s3:::logs-of-a-test/*"],
                    Condition: { Bool: { "aws:SecureTransport": "false" } },
                },
            ],
        }),
    },
    Trail: {
        name: "Trail",
        s3BucketName: "logs-of-a-test",
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        enableLogFileValidation: true,
        enableLogging: true,
    },
};

/** Of an administrator of the state account. */
const accountKeys = (endpoint: string) => ({
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "111111111111",
    AWS_SECRET_ACCESS_KEY: "sandbox",
});

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);
