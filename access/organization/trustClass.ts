import type { TrustClass } from "./organization";

export const trustClasses: readonly TrustClass[] = ["nonprod", "prod"];

/**
 * The trust class in the name of a permission set's role, whose path is IAM Identity Center's: `AWSReservedSSO_PSKProd-Team_...` is
 * of the set `PSKProd-Team`, a prefix and the class before the hyphen.
 *
 * @param arn of a role
 */
export function trustClassOfPermissionSet(arn: string): TrustClass | undefined {
    const [, name] =
        /:role\/aws-reserved\/sso\.amazonaws\.com\/(?:[a-z0-9-]+\/)?AWSReservedSSO_[A-Za-z][A-Za-z0-9]*?(Prod|Nonprod)-[\w+=,.@-]+_[0-9a-f]{16}$/.exec(
            arn,
        ) ?? [];
    return trustClasses.find((known) => known === name?.toLowerCase());
}

/** The trust class in a user's path: its last segment. @param path starts and ends with a slash */
export function trustClassOfPath(path: string): TrustClass | undefined {
    const segment = path.split("/").at(-2);
    return trustClasses.find((known) => known === segment);
}
