/** Escalation techniques that the table does not cover, one sentence each. */
export const primitiveLimits: readonly string[] = [
    "IAM Identity Center is not evaluated: a principal that can write its permission sets and assignments can get any of its roles.",
    "Writes to AWS Organizations are not evaluated: a principal that can write its policies or move accounts can lift a service control policy.",
    "Writes to an account's e-mail address or contacts are not evaluated: the owner of the address can reset the root user's password.",
    "A secret whose key holder is unknown is assumed to hold the key of a user of its own account.",
    "Unregistered accounts are evaluated only where policies name them.",
    "Keys outside Secrets Manager (in parameters, buckets, logs, repositories, function settings) are not evaluated.",
    "Code that running compute fetches (from buckets, repositories, image registries) is not evaluated: a principal that can write it can use the compute's role.",
    "Kubernetes permissions in a cluster are not evaluated, nor is access to identity providers and user pools that are not public.",
    "IAM delegation requests (temporary access of a product provider) are not evaluated: they need approval.",
];
