import type { Quotas } from "../../platform/quotas";

/** An IAM quota as Service Quotas has it. */
export interface IamQuota {
    readonly key: keyof Quotas;
    readonly code: string;
    /** Its name there, as this project prints it. */
    readonly name: string;
    /** What Service Quotas' own name must contain: a code that means something else than here is no answer. */
    readonly isNamed: RegExp;
}

/**
 * The quotas that `quotas` of Pulumi.yaml configures.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/iam-service.html
 */
export const iamQuotas: readonly IamQuota[] = [
    {
        key: "roleTrustPolicyLength",
        code: "L-C07B4B0D",
        name: "Role trust policy length",
        isNamed: /trust policy length/i,
    },
    {
        key: "managedPoliciesPerRole",
        code: "L-0DA4ABF3",
        name: "Managed policies per role",
        isNamed: /managed policies .*role/i,
    },
    {
        key: "managedPoliciesPerAccount",
        code: "L-E95E4862",
        name: "Customer managed policies per account",
        isNamed: /customer managed policies .*account/i,
    },
    {
        key: "groupsPerAccount",
        code: "L-F4A5425F",
        name: "Groups per account",
        isNamed: /groups .*account/i,
    },
];

export const serviceCode = "iam";

/** IAM is global: its quotas are where its control plane is. */
const regions: Readonly<Record<string, string>> = {
    aws: "us-east-1",
    "aws-us-gov": "us-gov-west-1",
    "aws-cn": "cn-north-1",
    "aws-eusc": "eusc-de-east-1",
    "aws-iso": "us-iso-east-1",
    "aws-iso-b": "us-isob-east-1",
    "aws-iso-e": "eu-isoe-west-1",
    "aws-iso-f": "us-isof-south-1",
};

/**
 * The region in which Service Quotas is asked for IAM's quotas.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/iam-service.html
 */
export function quotaRegion(partition: string): string {
    const region = regions[partition];
    if (region === undefined) throw new Error(`no region is known of partition ${partition}`);
    return region;
}
