import {
    CreateVirtualMFADeviceCommand,
    DeactivateMFADeviceCommand,
    DeleteVirtualMFADeviceCommand,
    EnableMFADeviceCommand,
    ListMFADevicesCommand,
    ListVirtualMFADevicesCommand,
} from "@aws-sdk/client-iam";
import type { IAMClient } from "@aws-sdk/client-iam";
import { GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";

import type { Settings } from "../platform/config";
import { stateIam, withTemporaryKeys } from "./temporaryKeys";
import type { AccessKey } from "./temporaryKeys";
import { AuthenticatorApp } from "./totp";

/** What people ask STS with, by IAM user name. */
export interface PeoplesCredentials {
    readonly withMfa: ReadonlyMap<string, AccessKey & { readonly sessionToken: string }>;
    readonly withoutMfa: ReadonlyMap<string, AccessKey>;
}

/** Of a device's name: that of the person, and this. Their own has their name alone. */
const suffix = ".sandbox";

/**
 * Gives people an access key and an MFA device of the sandbox's while something is asked of STS in their name, so that their own
 * password and device stay as they are. In AWS, they have no key: they sign in to the console, whose session is as one with MFA here.
 *
 * @param endpoint of the local AWS
 * @param state settings of the state stack
 * @param names IAM user names
 * @param use what is asked; the credentials are kept in memory only, and their keys and devices deleted afterwards
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
export async function withPeoplesCredentials<T>(
    endpoint: string,
    state: Settings,
    names: readonly string[],
    use: (credentials: PeoplesCredentials) => Promise<T>,
): Promise<T> {
    const iam = stateIam(endpoint, state);
    return withTemporaryKeys(iam, names, async (withoutMfa) => {
        try {
            // Those that an earlier run left, when it was killed.
            await deleteDevices(iam, names);
            const withMfa = new Map<string, AccessKey & { readonly sessionToken: string }>();
            for (const [name, credentials] of withoutMfa) {
                const { serial, app } = await enrol(iam, name);
                const sts = new STSClient({ endpoint, region: state.region, credentials });
                const { Credentials: found } = await sts.send(
                    new GetSessionTokenCommand({ SerialNumber: serial, TokenCode: app.nextCode() }),
                );
                withMfa.set(name, {
                    accessKeyId: found?.AccessKeyId ?? "",
                    secretAccessKey: found?.SecretAccessKey ?? "",
                    sessionToken: found?.SessionToken ?? "",
                });
            }
            return await use({ withMfa, withoutMfa });
        } finally {
            await deleteDevices(iam, names);
        }
    });
}

async function enrol(
    iam: IAMClient,
    UserName: string,
): Promise<{ readonly serial: string; readonly app: AuthenticatorApp }> {
    const { VirtualMFADevice: device } = await iam.send(
        new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: `${UserName}${suffix}` }),
    );
    const { SerialNumber: serial, Base32StringSeed: seed } = device ?? {};
    if (serial === undefined || seed === undefined) {
        throw new Error(`The local AWS made no MFA device for ${UserName}; try again.`);
    }
    const app = new AuthenticatorApp(Buffer.from(seed).toString());
    const [AuthenticationCode1, AuthenticationCode2] = [app.nextCode(), app.nextCode()];
    await iam.send(
        new EnableMFADeviceCommand({
            ...{ UserName, SerialNumber: serial, AuthenticationCode1, AuthenticationCode2 },
        }),
    );
    return { serial, app };
}

async function deleteDevices(iam: IAMClient, names: readonly string[]): Promise<void> {
    const ours = names.map((name) => `:mfa/${name}${suffix}`);
    const isOurs = (serial: string): boolean => ours.some((end) => serial.endsWith(end));
    for (const UserName of names) {
        const { MFADevices = [] } = await iam.send(new ListMFADevicesCommand({ UserName }));
        for (const { SerialNumber = "" } of MFADevices.filter((one) =>
            isOurs(one.SerialNumber ?? ""),
        )) {
            await iam.send(new DeactivateMFADeviceCommand({ UserName, SerialNumber }));
        }
    }
    const { VirtualMFADevices = [] } = await iam.send(
        new ListVirtualMFADevicesCommand({ AssignmentStatus: "Unassigned" }),
    );
    for (const { SerialNumber = "" } of VirtualMFADevices) {
        if (isOurs(SerialNumber)) {
            await iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber }));
        }
    }
}
