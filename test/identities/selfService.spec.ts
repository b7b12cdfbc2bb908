import { expect } from "chai";

import { selfServiceStatement } from "../../identities/selfService";

for (const partition of ["aws", "aws-us-gov", "aws-cn"]) {
    for (const trustClass of ["nonprod", "prod"] as const) {
        it(`selfServiceStatement: ${partition}, ${trustClass}: own password and MFA device, nothing of others`, () => {
            const state = { partition, prefix: "Acme", accountId: "111111111111" };
            expect(selfServiceStatement(state, trustClass)).to.deep.equal({
                Sid: "ManageOwnPasswordAndMfa",
                Effect: "Allow",
                Action: [
                    "iam:ChangePassword",
                    "iam:CreateVirtualMFADevice",
                    "iam:EnableMFADevice",
                    "iam:ResyncMFADevice",
                ],
                Resource: [
                    `arn:${partition}:iam::111111111111:mfa/\${aws:username}`,
                    `arn:${partition}:iam::111111111111:user/AcmePeople/${trustClass}/\${aws:username}`,
                ],
            });
        });
    }
}
