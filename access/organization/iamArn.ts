import { partitions } from "./partitions";

/** The ARN of an IAM user, group, role or managed policy, parsed. */
export interface IamArn {
    readonly partition: string;
    /** 12 digits, or `aws` for AWS managed policies. */
    readonly accountId: string;
    readonly type: string;
    /** Starts and ends with a slash; at least `/`. */
    readonly path: string;
    readonly name: string;
}

/** Longest ARN in characters: AWS allows a path of 512 and a name of 128. */
const longest = 700;
// A path may contain any printable ASCII character; a name may not.
const pattern = new RegExp(
    `^arn:(${partitions.join("|")}):iam::(\\d{12}|aws):(user|group|role|policy)(/(?:[!-\\x7f]*/)?)([\\w+=,.@-]{1,128})$`,
);

/**
 * @returns `undefined` if the text is not the ARN of a user, group, role or managed policy
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export function iamArn(text: string): IamArn | undefined {
    const parts = text.length > longest ? null : pattern.exec(text);
    if (parts === null) return undefined;
    const [, partition = "", accountId = "", type = "", path = "", name = ""] = parts;
    return { partition, accountId, type, path, name };
}
