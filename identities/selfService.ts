import { iamArn, userRootPath } from "../platform/naming";
import type { AccountScope, TrustClass } from "../platform/naming";
import type { PolicyStatement } from "../platform/policyDocument";

/**
 * What people may do besides assuming roles: change their own password and enrol their own MFA device, since roles can
 * be assumed only with MFA and none can be enrolled without this. Removing a device is not part of it: whoever holds
 * a password alone must not be able to replace the owner's device by their own.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage-mfa-only.html
 */
export const selfServiceStatement = (
    state: AccountScope,
    trustClass: TrustClass,
): PolicyStatement => ({
    Sid: "ManageOwnPasswordAndMfa",
    Effect: "Allow",
    Action: [
        "iam:ChangePassword",
        "iam:CreateVirtualMFADevice",
        "iam:EnableMFADevice",
        "iam:ResyncMFADevice",
    ],
    Resource: [
        iamArn(state, "mfa/${aws:username}"),
        iamArn(state, `user${userRootPath(state.prefix, "person")}${trustClass}/\${aws:username}`),
    ],
});
