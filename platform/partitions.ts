/** Partitions that the platform can be in. */
export const partitions: readonly string[] = ["aws", "aws-us-gov", "aws-cn"];

/**
 * The partition that a region is in.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function partitionOf(region: string): string {
    if (region.startsWith("cn-")) return "aws-cn";
    return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
