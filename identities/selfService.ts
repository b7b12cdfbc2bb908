import { iamArn, userRootPath } from "../platform/naming";
import type { AccountScope, TrustClass } from "../platform/naming";
import type { PolicyStatement } from "../platform/policyDocument";

/**
 * What people may do besides assuming roles: change their own password, enrol their own MFA device and see both, since roles can
 * be assumed only with MFA and none can be enrolled without this. Removing a device is not part of it: whoever holds
 * a password alone must not be able to replace the owner's device by their own.
 *
 * Further, `aws login` on their own machine: people have no keys, so that the AWS CLI works with their console session, and with
 * its MFA or without. Not `aws login --remote`, whose code a stranger may ask them for.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage-mfa-only.html
 * @see https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sign-in.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_signin.html
 */
export const selfServiceStatements = (
    state: AccountScope,
    trustClass: TrustClass,
): PolicyStatement[] => [
    {
        Sid: "ManageOwnPasswordAndMfa",
        Effect: "Allow",
        Action: [
            "iam:ChangePassword",
            "iam:CreateVirtualMFADevice",
            "iam:EnableMFADevice",
            "iam:GetMFADevice",
            "iam:GetUser",
            "iam:ListMFADevices",
            "iam:ResyncMFADevice",
        ],
        Resource: [
            iamArn(state, "mfa/${aws:username}"),
            iamArn(
                state,
                `user${userRootPath(state.prefix, "person")}${trustClass}/\${aws:username}`,
            ),
        ],
    },
    {
        Sid: "LogInToTheCli",
        Effect: "Allow",
        Action: ["signin:AuthorizeOAuth2Access", "signin:CreateOAuth2Token"],
        Resource: [
            `arn:${state.partition}:signin:*:${state.accountId}:oauth2/public-client/localhost`,
        ],
    },
];
