/**
 * Types that let nobody into an account, each with the reason. What isn't here is refused, unless a rule of the policy pack
 * judges it (policy-pack/iamTypes.ts) or the plan translates it (plan/makers.ts, links.ts, ownership.ts).
 *
 * To add one, answer in the reason: does it make a principal, a credential, or a policy; does it take a role; does it run
 * code? Whatever does any of that is not harmless.
 */
export const harmlessTypes: Readonly<Record<string, string>> = {
    "pulumi:pulumi:Stack": "the root component",
    "pulumi:pulumi:StackReference": "only reads the outputs of another stack",
    "pulumi:providers:pulumi": "Pulumi's own provider: stack references",
    "pulumi:providers:random": "makes numbers",
    "random:index/randomBytes:RandomBytes": "a number",
    "random:index/randomId:RandomId": "a number",
    "random:index/randomInteger:RandomInteger": "a number",
    "random:index/randomPassword:RandomPassword":
        "a text; what takes it as a credential is a resource of its own, and judged",
    "random:index/randomPet:RandomPet": "a name",
    "random:index/randomShuffle:RandomShuffle": "an order",
    "random:index/randomString:RandomString": "a text that isn't meant to be secret",
    "random:index/randomUuid:RandomUuid": "a number",

    "aws:iam/accountAlias:AccountAlias": "a name",
    "aws:iam/accountPasswordPolicy:AccountPasswordPolicy": "how long a password must be",
    "aws:iam/securityTokenServicePreferences:SecurityTokenServicePreferences":
        "in which regions tokens are valid",
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider":
        "lets nobody in but through a role that trusts it, and that is judged",
    "aws:iam/samlProvider:SamlProvider":
        "lets nobody in but through a role that trusts it, and that is judged",
    "aws:iam/serviceLinkedRole:ServiceLinkedRole": "AWS fixes its trust: the service alone",

    "aws:sns/topic:Topic":
        "passes messages on; takes no role but to log deliveries, which SNS alone uses",
    "aws:sns/topicPolicy:TopicPolicy": "who may send and get messages, and nothing else",
    "aws:sns/topicSubscription:TopicSubscription":
        "where messages go; what they start there is a resource of its own",
    "aws:cloudwatch/logGroup:LogGroup": "keeps logs; takes no role",
    "aws:s3/bucket:Bucket": "a role that it replicates with is judged itself",
    "aws:s3/bucketV2:BucketV2": "a role that it replicates with is judged itself",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "how long objects are kept",
    "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2":
        "how long objects are kept",
    "aws:s3/bucketLogging:BucketLogging": "where accesses are logged",
    "aws:s3/bucketLoggingV2:BucketLoggingV2": "where accesses are logged",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": "whose the objects are",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "takes access away",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
        "how objects are encrypted",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2":
        "how objects are encrypted",
    "aws:s3/bucketVersioning:BucketVersioning": "whether old objects are kept",
    "aws:s3/bucketVersioningV2:BucketVersioningV2": "whether old objects are kept",
};

/**
 * Types of the alarms and of the audit trail: the policy pack takes them where they are the platform's own, and nothing else. They make
 * no principal.
 */
export const auditTypes: readonly string[] = [
    "aws:cloudwatch/eventRule:EventRule",
    "aws:cloudwatch/eventTarget:EventTarget",
    "aws:cloudtrail/trail:Trail",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
];

/**
 * Types of IAM Identity Center by which federated groups come: the policy pack takes them for permission sets that may only assume
 * roles, assigned to groups in the state account. Every other type of `aws:ssoadmin` is refused.
 */
export const permissionSetTypes: readonly string[] = [
    "aws:ssoadmin/accountAssignment:AccountAssignment",
    "aws:ssoadmin/customerManagedPolicyAttachment:CustomerManagedPolicyAttachment",
    "aws:ssoadmin/permissionSet:PermissionSet",
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
    "aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment",
];

/** The program's own components: what they hold are resources of their own. */
const component = /^iam-profiles:(audit|identities|roles):\w+$/;

/** Whether a type was reviewed, and lets nobody in. */
export const isHarmless = (type: string): boolean =>
    Object.hasOwn(harmlessTypes, type) || component.test(type);
