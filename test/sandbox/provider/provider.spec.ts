import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { checkAwsConfig, readAwsConfig } from "../../../sandbox/provider/aws/config";
import { awsResources } from "../../../sandbox/provider/aws/resources";
import { tagsFound, tagsToUpdate } from "../../../sandbox/provider/aws/tags";
import { checkInputs } from "../../../sandbox/provider/check";
import { diffState } from "../../../sandbox/provider/stateDiff";
import { Lifecycle } from "../../../sandbox/provider/lifecycle";
import { requireLoopback } from "../../../sandbox/provider/loopback";
import { randomId } from "../../../sandbox/provider/random/randomId";
import { refreshed } from "../../../sandbox/provider/refreshed";
import type { ManagedType, ResourceSchema } from "../../../sandbox/provider/resource";
import { UNKNOWN, type Props } from "../../../sandbox/provider/values";

const schemas = new Map<string, ResourceSchema>(
    [...awsResources, randomId].map((type) => [type.token, type]),
);

function schemaOf(token: string): ResourceSchema {
    const schema = schemas.get(token);
    if (schema === undefined) {
        throw new Error(`no case can use ${token}: it is not a known resource type`);
    }
    return schema;
}

/** The cases of a file; `<unknown>` stands for what is not known in a preview. */
function cases(file: string): unknown {
    const text = readFileSync(join(__dirname, "cases", `${file}.json`), "utf8");
    return JSON.parse(text.replaceAll("<unknown>", UNKNOWN));
}

interface CheckCase {
    readonly name: string;
    readonly token: string;
    readonly defaultTags?: Record<string, string>;
    readonly inputs: Props;
    readonly expected: { readonly inputs?: Props; readonly failures: readonly object[] };
}

interface DiffCase {
    readonly name: string;
    readonly token: string;
    readonly olds: Props;
    readonly news: Props;
    readonly expected: object;
}

interface RefreshedCase {
    readonly name: string;
    readonly token: string;
    readonly prior: Props;
    readonly found: Props;
    readonly expected: object;
}

interface ConfigCase {
    readonly name: string;
    readonly config: Props;
    readonly failures: readonly string[];
}

describe("sandbox provider", () => {
    describe("check", () => {
        for (const { name, token, defaultTags, inputs, expected } of cases(
            "check",
        ) as readonly CheckCase[]) {
            it(name, () => {
                const result = checkInputs(schemaOf(token), inputs, defaultTags);
                expect(result.failures).to.deep.equal(expected.failures);
                if (expected.inputs !== undefined) {
                    expect(result.inputs).to.deep.equal(expected.inputs);
                }
            });
        }
    });

    describe("diff", () => {
        for (const { name, token, olds, news, expected } of cases("diff") as readonly DiffCase[]) {
            it(name, () => {
                expect(diffState(schemaOf(token), olds, news)).to.deep.equal(expected);
            });
        }
    });

    describe("refresh", () => {
        for (const { name, token, prior, found, expected } of cases(
            "refreshed",
        ) as readonly RefreshedCase[]) {
            it(name, () => {
                expect(refreshed(schemaOf(token), prior, found)).to.deep.equal(expected);
            });
        }
    });

    describe("configuration", () => {
        for (const { name, config, failures } of cases("config") as readonly ConfigCase[]) {
            it(name, () => {
                const result = checkAwsConfig(config);
                expect(result.failures.map(({ reason }) => reason)).to.deep.equal(failures);
                expect(result.inputs).to.deep.equal(config);
            });
        }

        it("is decoded from JSON texts", () => {
            expect(
                readAwsConfig({ region: "eu-central-1", allowedAccountIds: '["222222222222"]' }),
            ).to.deep.equal({ region: "eu-central-1", allowedAccountIds: ["222222222222"] });
        });
    });

    describe("endpoint", () => {
        for (const url of ["http://127.0.0.1:4566", "http://localhost:1", "https://[::1]:9/x"]) {
            it(`may be ${url}`, () => {
                expect(requireLoopback(url)).to.equal(url);
            });
        }

        for (const [url, fault] of [
            [undefined, "is not set"],
            ["", "is not set"],
            ["127.0.0.1:4566", "is not a URL"],
            ["https://iam.amazonaws.com", "points to https://iam.amazonaws.com"],
            ["http://127.0.0.1.example.com", "points to http://127.0.0.1.example.com"],
            ["http://localhost@example.com", "points to http://example.com"],
            ["ftp://127.0.0.1", "points to ftp://127.0.0.1"],
        ] as const) {
            it(`must not be ${String(url)}`, () => {
                expect(() => requireLoopback(url)).to.throw(
                    `AWS_ENDPOINT_URL ${fault}; this provider`,
                );
            });
        }

        it("is refused without repeating a password", () => {
            expect(() => requireLoopback("https://me:hunter2@example.com"))
                .to.throw("https://example.com")
                .with.property("message")
                .that.does.not.contain("hunter2");
        });
    });

    describe("tags", () => {
        it("found on a resource are its own, but for the provider's, AWS's and the ignored ones", () => {
            const found = ["owner", "mine", "aws:cf", "others:a"].map((Key) => ({
                Key,
                Value: "x",
            }));
            const aws = { defaultTags: { owner: "x" }, ignoredTagPrefixes: ["others:"] };
            expect(tagsFound(found, {}, aws)).to.deep.equal({
                tags: { mine: "x" },
                tagsAll: { owner: "x", mine: "x" },
            });
        });

        it("are put when new or different, and removed when no longer wanted", () => {
            expect(
                tagsToUpdate(
                    { tagsAll: { same: "1", other: "1", gone: "1" } },
                    { tagsAll: { same: "1", other: "2", added: "1" } },
                ),
            ).to.deep.equal({
                put: [
                    { Key: "other", Value: "2" },
                    { Key: "added", Value: "1" },
                ],
                remove: ["gone"],
            });
        });
    });

    describe("random id", () => {
        it("writes the same bytes in every form", async () => {
            expect(await randomId.read("p-,_-4B", {}, undefined)).to.deep.equal({
                byteLength: 3,
                prefix: "p-",
                b64Std: "p-/+4B",
                b64Url: "p-_-4B",
                dec: "p-16772609",
                hex: "p-ffee01",
            });
        });

        it("has as many bytes as asked, and an id without the prefix", async () => {
            const { id, outputs } = await randomId.create(
                { byteLength: 4, prefix: "p-" },
                undefined,
            );
            expect(outputs["b64Url"]).to.equal(`p-${id}`);
            expect(Buffer.from(id, "base64url")).to.have.length(4);
        });
    });

    describe("life cycle", () => {
        it("of AWS knows exactly these resource types", () => {
            expect(awsResources.map(({ token }) => token).sort()).to.deep.equal([
                "aws:cloudtrail/trail:Trail",
                "aws:cloudwatch/eventRule:EventRule",
                "aws:cloudwatch/eventTarget:EventTarget",
                "aws:iam/accessKey:AccessKey",
                "aws:iam/group:Group",
                "aws:iam/groupMembership:GroupMembership",
                "aws:iam/groupPolicy:GroupPolicy",
                "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
                "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
                "aws:iam/policy:Policy",
                "aws:iam/role:Role",
                "aws:iam/rolePolicy:RolePolicy",
                "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
                "aws:iam/samlProvider:SamlProvider",
                "aws:iam/user:User",
                "aws:iam/userLoginProfile:UserLoginProfile",
                "aws:iam/userPolicy:UserPolicy",
                "aws:iam/userPolicyAttachment:UserPolicyAttachment",
                "aws:s3/bucket:Bucket",
                "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
                "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
                "aws:s3/bucketPolicy:BucketPolicy",
                "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
                "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
                "aws:s3/bucketVersioning:BucketVersioning",
                "aws:secretsmanager/secret:Secret",
                "aws:secretsmanager/secretPolicy:SecretPolicy",
                "aws:sns/topic:Topic",
                "aws:sns/topicPolicy:TopicPolicy",
                "aws:sns/topicSubscription:TopicSubscription",
            ]);
        });

        it("refuses a resource type that it does not know", async () => {
            const { failures } = (await lifecycle()).check("test:x:Unknown", {});
            expect(failures).to.have.length(1);
            expect(failures[0]?.reason).to.match(/^test:x:Unknown is not known .* test:x:Thing, /);
        });

        it("previews a creation with its inputs known and its outputs unknown", async () => {
            expect(
                await (await lifecycle()).create(thing.token, { name: "a" }, true),
            ).to.deep.equal({
                id: "",
                outputs: { name: "a", arn: UNKNOWN, uniqueId: UNKNOWN },
            });
        });

        it("previews an update with only those outputs unknown that change with it", async () => {
            const olds = { name: "a", path: "/", arn: "arn", uniqueId: "id" };
            const news = { name: "a", path: "/x/" };
            expect(
                await (await lifecycle()).update(thing.token, "a", olds, news, true),
            ).to.deep.equal({ name: "a", path: "/x/", arn: UNKNOWN, uniqueId: "id" });
        });

        it("never makes a resource whose secret would be in the state, nor previews it", async () => {
            expect(await failureOf((await lifecycle()).create(kept.token, {}, true))).to.equal(
                "creating test:x:Kept: never",
            );
        });

        it("says what was being done when a call fails", async () => {
            expect(
                await failureOf((await lifecycle()).create(thing.token, { name: "ü" }, false)),
            ).to.equal('creating test:x:Thing "ü": Denied: no');
        });

        it("begins nothing after a cancellation", async () => {
            const cancelled = await lifecycle();
            cancelled.cancel();
            expect(await failureOf(cancelled.delete(thing.token, "a", {}))).to.equal(
                'deleting test:x:Thing "a": cancelled before it began',
            );
        });

        it("does nothing before it is configured", async () => {
            expect(await failureOf(unconfigured().read(thing.token, "a", {}))).to.equal(
                'reading test:x:Thing "a": test is not configured',
            );
        });
    });
});

const thing: ManagedType<undefined> = {
    token: "test:x:Thing",
    inputs: { name: { type: "string", required: true }, path: { type: "string" } },
    outputs: { arn: { changesWith: ["path"] }, uniqueId: {} },
    create: () => Promise.reject(new Error("no")),
    read: () => Promise.resolve(undefined),
    update: () => Promise.resolve({}),
    delete: () => Promise.resolve(),
};

const kept: ResourceSchema & { readonly refuses: string } = {
    token: "test:x:Kept",
    inputs: {},
    outputs: {},
    refuses: "never",
};

function unconfigured(): Lifecycle<undefined> {
    return new Lifecycle<undefined>({
        name: "test",
        version: "1.0.0",
        resources: [thing, kept],
        checkConfig: (inputs) => ({ inputs, failures: [] }),
        configure: () => Promise.resolve({ context: undefined }),
        describeError: (error) => `Denied: ${(error as Error).message}`,
        isRefused: () => true,
    });
}

async function lifecycle(): Promise<Lifecycle<undefined>> {
    const made = unconfigured();
    await made.configure({});
    return made;
}

async function failureOf(call: Promise<unknown>): Promise<string> {
    try {
        await call;
    } catch (error) {
        return (error as Error).message;
    }
    throw new Error("the call did not fail");
}
