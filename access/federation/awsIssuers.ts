/**
 * Issuers that a service of an AWS account runs, as regular expressions of the whole address in lower case. A principal that may
 * administer what is behind the address gets tokens of its choice.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
 */
export const awsIssuers = {
    cluster:
        "(?:oidc\\.eks\\.[a-z0-9-]+\\.amazonaws\\.com(?:\\.cn)?|oidc-eks\\.[a-z0-9-]+\\.api\\.aws)/id/[0-9a-z]+",
    userPool: "cognito-idp\\.[a-z0-9-]+\\.amazonaws\\.com(?:\\.cn)?/[a-z0-9_-]+",
    /** A cluster that its owner runs keeps its public keys in a bucket. */
    bucket: "(?:[a-z0-9.-]+\\.s3(?:[.-][a-z0-9-]+)?|s3(?:[.-][a-z0-9-]+)?)\\.amazonaws\\.com(?:\\.cn)?(?:/.+)?",
};
