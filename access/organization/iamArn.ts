/** ARN of something in IAM, taken apart. */
export interface IamArn {
    readonly partition: string;
    /** 12 digits, or `aws` for what AWS owns. */
    readonly accountId: string;
    readonly type: string;
    /** Slashes at both ends, `/` alone at least. */
    readonly path: string;
    readonly name: string;
}

/** AWS's bounds: a path of 512, a name of 128, and what comes before them. */
const longest = 700;
// A path may hold any visible character, a name may not.
const pattern =
    /^arn:(aws|aws-us-gov|aws-cn):iam::(\d{12}|aws):(user|group|role|policy)(\/(?:[!-\x7f]*\/)?)([\w+=,.@-]{1,128})$/;

/**
 * @returns `undefined` if it is no ARN of a user, group, role or managed policy
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export function iamArn(text: string): IamArn | undefined {
    const parts = text.length > longest ? null : pattern.exec(text);
    if (parts === null) return undefined;
    const [, partition = "", accountId = "", type = "", path = "", name = ""] = parts;
    return { partition, accountId, type, path, name };
}
