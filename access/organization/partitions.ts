/**
 * The partitions of AWS. What an ARN of another one names is not understood.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export const partitions: readonly string[] = [
    ...["aws", "aws-us-gov", "aws-cn", "aws-eusc"],
    ...["aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f"],
];
