/** Escalation techniques that the table does not cover, one sentence each. */
export const primitiveLimits: readonly string[] = [
    "Which accounts administer the organization is unknown: IAM Identity Center, AWS Organizations and the accounts' e-mail addresses count only where a policy names their actions, not where a bare * includes them.",
    "Actions that AWS added after the action data was made count only where a policy names them, not where a wildcard includes them.",
    "A secret whose key holder is unknown is assumed to hold the key of a user of its own account.",
    "Unregistered accounts are evaluated only where policies name them.",
    "Keys outside Secrets Manager (in parameters, buckets, logs, repositories, function settings) are not evaluated.",
    "Code that running compute fetches (from buckets, repositories, image registries) is not evaluated: a principal that can write it can use the compute's role.",
    "Kubernetes permissions in a cluster are not evaluated, nor is access to identity providers and user pools that are not public.",
    "IAM delegation requests (temporary access of a product provider) are not evaluated: they need approval.",
];
