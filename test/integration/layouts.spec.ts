import { rm } from "node:fs/promises";

import { expect } from "chai";

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
import { administratorKeys } from "./administratorKeys";
import { testBootstrap } from "./bootstrap";
import { expectNoDrift, expectProofIsAsSts } from "./liveProof";
import { liveReport } from "./liveReport";
import { sourceFolder } from "./sourceFolder";

const nonprod = "PSKNonprodServiceAccount";

/** Two accounts on an engine, with the policy pack, and STS as judge. Four and more: sandbox.spec.ts; three: stacks.spec.ts. */
describe("layouts", () => {
    const folders = sandboxFolders(`layouts-${process.pid}`);
    const progress = (): void => undefined;
    const registry = registryOf("two-accounts");
    let sandbox: Sandbox;
    let matrix: readonly Cell[];

    before(async () => {
        const source = await sourceFolder(folders.root, (config) => {
            config.accounts.default = registry;
        });
        sandbox = await openSandbox(folders, progress, undefined, source);
        const [state] = sandbox.project.stacks;
        if (state === undefined) throw new Error("no state stack");
        await upStack(sandbox.deployer, state);
    });
    after(async () => {
        await stopLocalAws(folders.localAws);
        await rm(folders.root, { recursive: true, force: true });
    });

    // Its prod account is deployed so.
    describe("in bootstrap", () => {
        testBootstrap(folders, () => sandbox);
    });

    describe("two-accounts", () => {
        before(async () => {
            matrix = await matrixOf(sandbox, progress);
        });

        it("lets STS assume exactly what is expected", () => {
            expect(matrix).to.not.be.empty;
            expect(differences(matrix)).to.deep.equal([]);
            const reached = matrix.filter(
                ({ identity, actual }) => identity === nonprod && actual === "assumed",
            );
            expect([...new Set(reached.map(({ account }) => account))]).to.deep.equal([
                "state+nonprod",
            ]);
            const roles = reached.map(({ role }) => role);
            expect(roles).not.to.include("PSKIamProfilesRole");
            expect(roles).to.include("PSKPlatformVPCRole");
        });

        it("is proved to hold as it is in AWS, and STS answers as the proof does", async () => {
            expect(expectProofIsAsSts(await liveReport(sandbox), matrix)).to.deep.equal([]);
        });

        it("has no drift", async () => {
            await expectNoDrift(
                folders,
                Object.values(registry).map(({ id }) => id),
            );
        });

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

    it("alarms and the audit trail are made, read and deleted by the stand-in's types", async () => {
        const keys = administratorKeys(sandbox.endpoint);
        const { context } = await connect({ region: "us-east-1" }, keys);
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
