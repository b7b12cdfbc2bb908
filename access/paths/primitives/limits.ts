/** Ways to more permissions that the table doesn't have, a sentence each. */
export const primitiveLimits: readonly string[] = [
    "IAM Identity Center is not evaluated: who may write its permission sets and assignments may make itself any of its roles.",
    "Writes to AWS Organizations are not evaluated: who may write its policies or move accounts may lift a service control policy.",
    "Writes to an account's e-mail address or contacts are not evaluated: who has the address may reset the root user's password.",
    "A secret of which nobody says whose key it holds is taken to hold one of its own account's users.",
    "Accounts that aren't in the registry are looked at only where policies name them.",
    "Keys outside Secrets Manager (in parameters, buckets, logs, repositories, function settings) are not evaluated.",
    "Code that running compute fetches (from buckets, repositories, image registries) is not evaluated: who may write it runs it with the compute's role.",
    "What Kubernetes itself allows in a cluster is not evaluated, nor who may log in to an identity provider or user pool that isn't open to everybody.",
    "Delegation requests of IAM (temporary access of a product provider) are not evaluated: they need another's approval.",
];
