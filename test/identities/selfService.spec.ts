import { expect } from "chai";

import { selfServiceStatements } from "../../identities/selfService";

for (const partition of ["aws", "aws-us-gov", "aws-cn"]) {
    for (const trustClass of ["nonprod", "prod"] as const) {
        it(`selfServiceStatements: ${partition}, ${trustClass}: own password, MFA device and CLI session, nothing of others`, () => {
            const state = { partition, prefix: "Acme", accountId: "111111111111" };
            expect(selfServiceStatements(state, trustClass)).to.deep.equal([
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
                        `arn:${partition}:iam::111111111111:mfa/\${aws:username}`,
                        `arn:${partition}:iam::111111111111:user/AcmePeople/${trustClass}/\${aws:username}`,
                    ],
                },
                {
                    Sid: "LogInToTheCli",
                    Effect: "Allow",
                    Action: ["signin:AuthorizeOAuth2Access", "signin:CreateOAuth2Token"],
                    Resource: [
                        `arn:${partition}:signin:*:111111111111:oauth2/public-client/localhost`,
                    ],
                },
            ]);
        });
    }
}
