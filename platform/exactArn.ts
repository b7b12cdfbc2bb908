/** Whether an ARN names exactly one resource of the given types in the account: no wildcard, no other account. */
export function isExactArn(
    arn: string,
    partition: string,
    accountId: string,
    types: readonly string[],
): boolean {
    const start = `arn:${partition}:iam::${accountId}:`;
    return (
        arn.startsWith(start) &&
        new RegExp(`^(${types.join("|")})/([\\w+=,.@/-]+/)?[\\w+=,.@-]+$`).test(
            arn.slice(start.length),
        )
    );
}
