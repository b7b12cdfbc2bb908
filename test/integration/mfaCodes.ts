import {
    CreateVirtualMFADeviceCommand,
    DeactivateMFADeviceCommand,
    DeleteVirtualMFADeviceCommand,
    EnableMFADeviceCommand,
    IAMClient,
    ListUsersCommand,
    ResyncMFADeviceCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";

import { stateIam, withTemporaryKeys } from "../../sandbox/temporaryKeys";
import type { AccessKey } from "../../sandbox/temporaryKeys";
import { AuthenticatorApp } from "../../sandbox/totp";
import type { Sandbox } from "../../sandbox/up";

const RoleArn = "arn:aws:iam::444444444444:role/PSKRoles/PSKPlatformVPCRole";
const wrongCode =
    "AccessDenied: MultiFactorAuthentication failed with invalid MFA one time pass code. ";
const wrongDevice =
    "AccessDenied: MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.";
const half =
    "AccessDenied: MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.";

/** Name and message of the error that a call fails with; empty if it doesn't. */
const errorOf = (call: Promise<unknown>): Promise<string> =>
    call.then(
        () => "",
        (error: unknown) => `${(error as Error).name}: ${(error as Error).message}`,
    );

/** Codes that the local AWS's STS takes with long-term keys, which people have in no AWS but this one, on a deployed sandbox. */
export function describeMfaCodes(opened: () => Sandbox): void {
    describe("MFA codes with long-term keys", () => {
        const user = "PSKBen";
        const device = `arn:aws:iam::111111111111:mfa/${user}.codes`;
        const others = "arn:aws:iam::111111111111:mfa/PSKAda.codes";
        let iam: IAMClient;
        let app: AuthenticatorApp;

        const enrol = async (UserName: string): Promise<AuthenticatorApp> => {
            const { VirtualMFADevice } = await iam.send(
                new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: `${UserName}.codes` }),
            );
            const { SerialNumber, Base32StringSeed = new Uint8Array() } = VirtualMFADevice ?? {};
            const enrolled = new AuthenticatorApp(Buffer.from(Base32StringSeed).toString());
            const codes = {
                AuthenticationCode1: enrolled.nextCode(),
                AuthenticationCode2: enrolled.nextCode(),
            };
            const request = { UserName, SerialNumber, ...codes };
            const resync = new ResyncMFADeviceCommand(request);
            expect(await errorOf(iam.send(resync))).to.match(/^NoSuchEntity/);
            await iam.send(new EnableMFADeviceCommand(request));
            // Used.
            expect(await errorOf(iam.send(resync))).to.match(/^InvalidAuthenticationCode/);
            return enrolled;
        };

        before(async () => {
            const { endpoint, project } = opened();
            iam = stateIam(endpoint, project.stacks[0] ?? expect.fail());
            app = await enrol(user);
            await enrol("PSKAda");
        });
        after(async () => {
            for (const [UserName, SerialNumber] of [
                [user, device],
                ["PSKAda", others],
            ] as const) {
                await iam.send(new DeactivateMFADeviceCommand({ UserName, SerialNumber }));
                await iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber }));
            }
        });

        it("are refused if wrong, used, another's, or incomplete, and used by no request that isn't the user's", async () => {
            const config = { endpoint: opened().endpoint, region: "us-east-1" };
            const code = app.nextCode();
            const wrong = code === "000000" ? "000001" : "000000";
            await withTemporaryKeys(iam, [user], async (keys) => {
                const key = keys.get(user) ?? expect.fail();
                const assume = (credentials: AccessKey, mfa: object = {}) =>
                    new STSClient({ ...config, credentials }).send(
                        new AssumeRoleCommand({ RoleArn, RoleSessionName: "ben", ...mfa }),
                    );
                const sessionOf = (mfa: object) =>
                    new STSClient({ ...config, credentials: key }).send(
                        new GetSessionTokenCommand(mfa),
                    );
                for (const ask of [(mfa: object) => assume(key, mfa), sessionOf]) {
                    for (const [SerialNumber, TokenCode, message] of [
                        [device, wrong, wrongCode],
                        [others, code, wrongDevice],
                        [`${device}x`, code, wrongDevice],
                        [device, undefined, half],
                        [undefined, code, half],
                    ] as const) {
                        const error = await errorOf(ask({ SerialNumber, TokenCode }));
                        expect(error, JSON.stringify([SerialNumber, TokenCode])).to.equal(message);
                    }
                }
                expect(await errorOf(assume(key))).to.match(/^AccessDenied: .*sts:AssumeRole/);
                const mfa = { SerialNumber: device, TokenCode: code };
                const stranger = { ...key, secretAccessKey: "x".repeat(40) };
                expect(await errorOf(assume(stranger, mfa))).to.match(/^SignatureDoesNotMatch/);
                await assume(key, mfa);
                expect(await errorOf(assume(key, mfa))).to.equal(wrongCode);
                expect(await errorOf(sessionOf(mfa))).to.equal(wrongCode);
            });
        });

        it("are needed for a session that calls IAM or assumes a role", async () => {
            const config = { endpoint: opened().endpoint, region: "us-east-1" };
            await withTemporaryKeys(iam, [user], async (keys) => {
                const key = keys.get(user) ?? expect.fail();
                const sts = new STSClient({ ...config, credentials: key });
                const { Credentials: found } = await sts.send(new GetSessionTokenCommand({}));
                const credentials = {
                    accessKeyId: found?.AccessKeyId ?? "",
                    secretAccessKey: found?.SecretAccessKey ?? "",
                    sessionToken: found?.SessionToken ?? "",
                };
                const list = new IAMClient({ ...config, credentials }).send(
                    new ListUsersCommand({}),
                );
                expect(await errorOf(list)).to.match(/^InvalidClientTokenId/);
                const assume = new STSClient({ ...config, credentials }).send(
                    new AssumeRoleCommand({ RoleArn, RoleSessionName: "ben" }),
                );
                expect(await errorOf(assume)).to.match(/^AccessDenied: .*sts:AssumeRole/);
            });
        });
    });
}
