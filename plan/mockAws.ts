/** The account and region of the mocked resources. */
export interface Place {
    readonly partition: string;
    /** 12 digits. */
    readonly accountId: string;
    /** Region of the secrets, e.g. `us-east-1`. */
    readonly region: string;
}

/**
 * The outputs that AWS adds to a resource's inputs, reduced to those in use.
 *
 * @param type type token, e.g. `aws:iam/role:Role`
 * @returns `undefined` for an unclassified type, so that no resource is overlooked
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function addedByAws(
    type: string,
    inputs: Readonly<Record<string, unknown>>,
    { partition, accountId, region }: Place,
): Record<string, unknown> | undefined {
    const text = (key: string): string => String(inputs[key]);
    const iamArn = (kind: string): Record<string, unknown> => ({
        arn: `arn:${partition}:iam::${accountId}:${kind}${text("path")}${text("name")}`,
    });
    switch (type) {
        case "aws:iam/user:User":
            return iamArn("user");
        case "aws:iam/group:Group":
            return iamArn("group");
        case "aws:iam/role:Role":
            return iamArn("role");
        case "aws:iam/policy:Policy":
            return iamArn("policy");
        case "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
            const address = text("url").replace("https://", "");
            return { arn: `arn:${partition}:iam::${accountId}:oidc-provider/${address}` };
        }
        case "aws:iam/samlProvider:SamlProvider":
            return { arn: `arn:${partition}:iam::${accountId}:saml-provider/${text("name")}` };
        case "aws:secretsmanager/secret:Secret": {
            // Secrets Manager appends six random characters to each ARN.
            const start = `arn:${partition}:secretsmanager:${region}:${accountId}`;
            return { arn: `${start}:secret:${text("name")}-AbCdEf` };
        }
        case "aws:ssoadmin/permissionSet:PermissionSet": {
            const instance = text("instanceArn").replace(/^.*\//, "");
            return { arn: `arn:${partition}:sso:::permissionSet/${instance}/ps-${text("name")}` };
        }
        case "aws:cloudwatch/eventRule:EventRule":
            return { arn: `arn:${partition}:events:${region}:${accountId}:rule/${text("name")}` };
        case "aws:sns/topic:Topic":
            return { arn: `arn:${partition}:sns:${region}:${accountId}:${text("name")}` };
        case "aws:cloudtrail/trail:Trail":
            return {
                arn: `arn:${partition}:cloudtrail:${region}:${accountId}:trail/${text("name")}`,
            };
        case "aws:s3/bucket:Bucket":
            return { arn: `arn:${partition}:s3:::${text("bucket")}` };
        case "aws:cloudwatch/eventTarget:EventTarget":
        case "aws:sns/topicPolicy:TopicPolicy":
        case "aws:sns/topicSubscription:TopicSubscription":
            return {};
        case "random:index/randomId:RandomId":
            return { hex: "0a1b2c3d" };
        case "pulumi:providers:aws":
        case "aws:iam/groupMembership:GroupMembership":
        case "aws:iam/groupPolicy:GroupPolicy":
        case "aws:iam/groupPolicyAttachment:GroupPolicyAttachment":
        case "aws:iam/rolePolicy:RolePolicy":
        case "aws:iam/rolePolicyAttachment:RolePolicyAttachment":
        case "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration":
        case "aws:s3/bucketOwnershipControls:BucketOwnershipControls":
        case "aws:s3/bucketPolicy:BucketPolicy":
        case "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock":
        case "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
        case "aws:s3/bucketVersioning:BucketVersioning":
        case "aws:secretsmanager/secretPolicy:SecretPolicy":
        case "aws:ssoadmin/accountAssignment:AccountAssignment":
        case "aws:ssoadmin/customerManagedPolicyAttachment:CustomerManagedPolicyAttachment":
        case "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy":
        case "aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment":
        case "iam-profiles:audit:AuditAlarm":
        case "iam-profiles:audit:LogBucket":
        case "iam-profiles:identities:EntryRole":
        case "iam-profiles:identities:Group":
        case "iam-profiles:identities:PermissionSet":
        case "iam-profiles:identities:Person":
        case "iam-profiles:identities:ServiceAccount":
        case "iam-profiles:roles:BreakGlassAlarm":
        case "iam-profiles:roles:BreakGlassRole":
        case "iam-profiles:roles:CatalogueRole":
            return {};
        default:
            return undefined;
    }
}

/**
 * Tags of a resource as AWS will have them: the provider's default ones under its own.
 *
 * @param provider inputs of the AWS provider, whose properties are JSON text
 * @see https://www.pulumi.com/registry/packages/aws/api-docs/provider/#default_tags_yaml
 */
export function tagsAll(
    inputs: Readonly<Record<string, unknown>>,
    provider: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
    const text = provider["defaultTags"];
    const { tags = {} } = JSON.parse(typeof text === "string" ? text : "{}") as {
        readonly tags?: Record<string, string>;
    };
    return { ...tags, ...(inputs["tags"] as Record<string, unknown> | undefined) };
}
