import { Bucket } from "@pulumi/aws/s3/bucket";
import { BucketObjectLockConfiguration } from "@pulumi/aws/s3/bucketObjectLockConfiguration";
import { BucketOwnershipControls } from "@pulumi/aws/s3/bucketOwnershipControls";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock";
import { BucketServerSideEncryptionConfiguration } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration";
import { BucketVersioning } from "@pulumi/aws/s3/bucketVersioning";
import * as pulumi from "@pulumi/pulumi";

import type { PolicyDocument } from "../platform/policyDocument";

export interface LogBucketArgs {
    readonly policy: PolicyDocument;
    /** How long an object can't be deleted by anyone, in days. */
    readonly retentionDays: number;
}

/** The bucket of all accounts' trails. What is in it is kept for a time that no one can shorten, and is never overwritten. */
export class LogBucket extends pulumi.ComponentResource {
    /** @param name of the bucket */
    constructor(
        name: string,
        { policy, retentionDays }: LogBucketArgs,
        opts: pulumi.ComponentResourceOptions,
    ) {
        super("iam-profiles:audit:LogBucket", name, {}, opts);
        const parent = { parent: this };
        const made = new Bucket(
            name,
            { bucket: name, objectLockEnabled: true },
            { ...parent, protect: true },
        );
        // By its name, so that the policy pack knows at preview whose settings these are; so the order has to be said.
        const bucket = name;
        const after = { ...parent, dependsOn: [made] };
        const isPrivate = new BucketPublicAccessBlock(
            name,
            {
                bucket,
                blockPublicAcls: true,
                blockPublicPolicy: true,
                ignorePublicAcls: true,
                restrictPublicBuckets: true,
            },
            after,
        );
        // Without access control lists, so that no other account owns what it writes.
        new BucketOwnershipControls(
            name,
            { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
            after,
        );
        new BucketServerSideEncryptionConfiguration(
            name,
            {
                bucket,
                rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
            },
            after,
        );
        const versioning = new BucketVersioning(
            name,
            { bucket, versioningConfiguration: { status: "Enabled" } },
            after,
        );
        new BucketObjectLockConfiguration(
            name,
            {
                bucket,
                objectLockEnabled: "Enabled",
                // Unlike GOVERNANCE, not even the root user can shorten it.
                rule: { defaultRetention: { mode: "COMPLIANCE", days: retentionDays } },
            },
            { ...parent, dependsOn: [versioning] },
        );
        new BucketPolicy(
            name,
            { bucket, policy: pulumi.jsonStringify(policy) },
            { ...parent, dependsOn: [isPrivate] },
        );
        this.registerOutputs({});
    }
}
