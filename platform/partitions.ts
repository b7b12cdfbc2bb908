/** How the names of a partition's regions begin; all other regions are in `aws`. */
const regionsOf: Readonly<Record<string, string>> = {
    "aws-us-gov": "us-gov-",
    "aws-cn": "cn-",
    "aws-eusc": "eusc-",
    "aws-iso": "us-iso-",
    "aws-iso-b": "us-isob-",
    "aws-iso-e": "eu-isoe-",
    "aws-iso-f": "us-isof-",
};

/** Partitions that the platform can be in. */
export const partitions: readonly string[] = ["aws", ...Object.keys(regionsOf)];

/**
 * The partition that a region is in.
 *
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
export const partitionOf = (region: string): string =>
    Object.entries(regionsOf).find(([, start]) => region.startsWith(start))?.[0] ?? "aws";
