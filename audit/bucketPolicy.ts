import { auditTrailName } from "../platform/naming";
import type { Conditions, PolicyDocument, PolicyStatement } from "../platform/policyDocument";
import { policyDocument, policyLength } from "../platform/policyDocument";
import { ProgramError } from "../platform/programError";

export interface BucketPolicyArgs {
    readonly partition: string;
    /** What names begin with, e.g. `PSK`. */
    readonly prefix: string;
    /** Region of the trails: that of the stacks. */
    readonly region: string;
    /** Name of the bucket. */
    readonly bucket: string;
    /** Id of the state account, which the bucket is in. */
    readonly owner: string;
    /** Ids of all accounts, each once. */
    readonly accounts: readonly string[];
    /** @default the policy names no organization */
    readonly organization: string | undefined;
}

/** Longest bucket policy, in characters. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html */
const longest = 20_480;

/**
 * The policy of the bucket of all accounts' trails. CloudTrail may write to it for the platform's trails alone; no other account may do
 * anything, and no one without TLS 1.2.
 *
 * The trails are listed by their ARNs. Where they are too many for that, they are all those of their name in the organization.
 *
 * @throws ProgramError if they are too many, and no organization is given
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export function auditBucketPolicy(args: BucketPolicyArgs): PolicyDocument {
    const { partition, prefix, region, accounts, organization } = args;
    const trailOf = (account: string): string =>
        `arn:${partition}:cloudtrail:${region}:${account}:trail/${auditTrailName(prefix)}`;
    const listed = documentOf(args, {
        StringEquals: { "aws:SourceArn": accounts.map(trailOf).sort() },
    });
    if (policyLength(listed) <= longest) return listed;
    if (organization === undefined) {
        throw new ProgramError(
            `The policy of bucket ${args.bucket} would have ${policyLength(listed)} characters, since it lists the trails of ${accounts.length} accounts; ` +
                `AWS takes at most ${longest}. Set auditTrail.organization in Pulumi.yaml: it then lets in the organization's trails of that name.`,
        );
    }
    return documentOf(args, { ArnLike: { "aws:SourceArn": trailOf("*") } });
}

function documentOf(
    { partition, bucket, owner, organization }: BucketPolicyArgs,
    trails: Conditions,
): PolicyDocument {
    const bucketArn = `arn:${partition}:s3:::${bucket}`;
    const all = [bucketArn, `${bucketArn}/*`];
    const deny = (Sid: string, Condition: Conditions): PolicyStatement => ({
        Sid,
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:*"],
        Resource: all,
        Condition,
    });
    return policyDocument([
        {
            Sid: "TrailsOfThePlatform",
            Effect: "Allow",
            Principal: { Service: ["cloudtrail.amazonaws.com"] },
            Action: ["s3:GetBucketAcl", "s3:PutObject"],
            Resource: [bucketArn, `${bucketArn}/AWSLogs/*`],
            Condition: {
                ...trails,
                ...(organization === undefined
                    ? {}
                    : {
                          StringEquals: {
                              ...trails["StringEquals"],
                              "aws:SourceOrgID": organization,
                          },
                      }),
            },
        },
        deny("NoOtherAccount", {
            Bool: { "aws:PrincipalIsAWSService": "false" },
            StringNotEquals: { "aws:PrincipalAccount": owner },
        }),
        deny("NoPlainText", { Bool: { "aws:SecureTransport": "false" } }),
        deny("NoOldTls", { NumericLessThan: { "s3:TlsVersion": "1.2" } }),
    ]);
}
