import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";

import type { Settings } from "../../platform/config";
import { withPeoplesCredentials } from "../../sandbox/peoplesCredentials";
import { nameOfError } from "./personsTools";
import type { Credentials } from "./personsTools";

const RoleArn = "arn:aws:iam::111111111111:role/PSKBreakGlass/PSKBreakGlassRole";

/** Asks STS for emergency access to the state account, as Ada, in its own region and with all else that it wants, and then with each wrong. */
export async function expectEmergencyAccess(endpoint: string, state: Settings): Promise<void> {
    await withPeoplesCredentials(endpoint, state, ["PSKAda"], async ({ withMfa, withoutMfa }) => {
        const session = withMfa.get("PSKAda") ?? expect.fail("no session");
        const key = withoutMfa.get("PSKAda") ?? expect.fail("no key");
        const stsOf = (credentials: Omit<Credentials, "sessionToken">, region = state.region) =>
            new STSClient({ endpoint, region, credentials });
        const assume = (sts: STSClient, SourceIdentity?: string) =>
            sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "ada", SourceIdentity }));
        const { Credentials: found, SourceIdentity } = await assume(stsOf(session), "INC-1234");
        expect(SourceIdentity).to.equal("INC-1234");
        const inside = stsOf({
            accessKeyId: found?.AccessKeyId ?? "",
            secretAccessKey: found?.SecretAccessKey ?? "",
            ...{ sessionToken: found?.SessionToken ?? "" },
        });
        for (const [what, call, error] of [
            ["no ticket", assume(stsOf(session)), "AccessDenied"],
            ["another ticket", assume(stsOf(session), "REQ-1234"), "AccessDenied"],
            ["no ticket of AWS's grammar", assume(stsOf(session), "INC-*"), "ValidationError"],
            ["no MFA", assume(stsOf(key), "INC-1234"), "AccessDenied"],
            ["another region", assume(stsOf(session, "eu-west-1"), "INC-1234"), "AccessDenied"],
            ["a session of the role", assume(inside, "INC-1234"), "AccessDenied"],
        ] as const) {
            expect(await nameOfError(call), what).to.equal(error);
        }
    });
}
