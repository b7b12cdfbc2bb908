import { policyDocument } from "../platform/policyDocument";
import type { PolicyDocument, PolicyStatement } from "../platform/policyDocument";

/**
 * The resource policy of a credential secret: its readers may read it, all others are refused, whatever their own
 * policies allow. Replication is refused with reading, since a replica doesn't carry this policy.
 *
 * The refusal uses a negated operator: a request without `aws:PrincipalArn` is refused as well.
 *
 * @param readers exact ARNs of users and roles; none: everybody is refused
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
 */
export function secretPolicy(readers: readonly string[]): PolicyDocument {
    const refuse: PolicyStatement = {
        Sid: "RefuseEverybodyElse",
        Effect: "Deny",
        Principal: "*",
        Action: ["secretsmanager:GetSecretValue", "secretsmanager:ReplicateSecretToRegions"],
        Resource: ["*"],
    };
    if (readers.length === 0) return policyDocument([refuse]);
    const sorted = [...readers].sort();
    return policyDocument([
        {
            Sid: "AllowReaders",
            Effect: "Allow",
            Principal: { AWS: sorted },
            Action: ["secretsmanager:GetSecretValue"],
            Resource: ["*"],
        },
        { ...refuse, Condition: { ArnNotEquals: { "aws:PrincipalArn": sorted } } },
    ]);
}
