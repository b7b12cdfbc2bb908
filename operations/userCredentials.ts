import {
    ListAccessKeysCommand,
    ListMFADevicesCommand,
    ListServiceSpecificCredentialsCommand,
    ListSigningCertificatesCommand,
    ListSSHPublicKeysCommand,
    GetLoginProfileCommand,
} from "@aws-sdk/client-iam";
import type {
    IAMClient,
    ListAccessKeysCommandOutput,
    ListMFADevicesCommandOutput,
    ListServiceSpecificCredentialsCommandOutput,
    ListSigningCertificatesCommandOutput,
    ListSSHPublicKeysCommandOutput,
} from "@aws-sdk/client-iam";

import { awsCall } from "../access";
import { isGone } from "./gone";

/** What a user can sign in or sign requests with. All of it keeps AWS from deleting the user. */
export interface UserCredentials {
    readonly accessKeys: readonly { readonly id: string; readonly active: boolean }[];
    readonly password: boolean;
    /** Serial numbers: ARNs of virtual devices. */
    readonly mfaDevices: readonly string[];
    /** Ids. */
    readonly sshKeys: readonly string[];
    /** Ids. */
    readonly certificates: readonly string[];
    /** Ids. */
    readonly serviceCredentials: readonly string[];
}

/** IAM's listings of a user's credentials, which authorization details leave out. */
export const credentialCalls = [
    "ListAccessKeys",
    "GetLoginProfile",
    "ListMFADevices",
    "ListSSHPublicKeys",
    "ListSigningCertificates",
    "ListServiceSpecificCredentials",
] as const;
export type CredentialCall = (typeof credentialCalls)[number];

/** A user has few of each, so one page of this size has them all. */
const MaxItems = 1000;

/**
 * Reads a user's credentials; of a user that is gone, none.
 *
 * @param caller principal of the calls, for messages
 * @param lacks calls that the local AWS doesn't have; they are not made
 * @throws Error naming the call that failed
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html
 */
export async function readCredentials(
    iam: Pick<IAMClient, "send">,
    caller: string,
    UserName: string,
    lacks: readonly string[] = [],
): Promise<UserCredentials> {
    const read = async <Output extends object>(
        call: CredentialCall,
        send: () => Promise<Output>,
    ): Promise<Partial<Output>> => {
        if (lacks.includes(call)) return {};
        try {
            const page = await awsCall(`iam:${call} for ${UserName}`, caller, send);
            if ("IsTruncated" in page && page.IsTruncated === true) {
                throw new Error(`iam:${call} for ${UserName} returned more than ${MaxItems} items`);
            }
            return page;
        } catch (error) {
            if (isGone(error)) return {};
            throw error;
        }
    };
    const user = { UserName, MaxItems };
    const [keys, login, mfa, ssh, certificates, service] = await Promise.all([
        read<ListAccessKeysCommandOutput>("ListAccessKeys", () =>
            iam.send(new ListAccessKeysCommand(user)),
        ),
        read<object>("GetLoginProfile", () => iam.send(new GetLoginProfileCommand({ UserName }))),
        read<ListMFADevicesCommandOutput>("ListMFADevices", () =>
            iam.send(new ListMFADevicesCommand(user)),
        ),
        read<ListSSHPublicKeysCommandOutput>("ListSSHPublicKeys", () =>
            iam.send(new ListSSHPublicKeysCommand(user)),
        ),
        read<ListSigningCertificatesCommandOutput>("ListSigningCertificates", () =>
            iam.send(new ListSigningCertificatesCommand(user)),
        ),
        read<ListServiceSpecificCredentialsCommandOutput>("ListServiceSpecificCredentials", () =>
            iam.send(new ListServiceSpecificCredentialsCommand({ UserName })),
        ),
    ]);
    return {
        accessKeys: (keys.AccessKeyMetadata ?? []).map(({ AccessKeyId = "", Status }) => ({
            id: AccessKeyId,
            active: Status !== "Inactive",
        })),
        password: "LoginProfile" in login,
        mfaDevices: (mfa.MFADevices ?? []).map(({ SerialNumber = "" }) => SerialNumber),
        sshKeys: (ssh.SSHPublicKeys ?? []).map(({ SSHPublicKeyId = "" }) => SSHPublicKeyId),
        certificates: (certificates.Certificates ?? []).map(
            ({ CertificateId = "" }) => CertificateId,
        ),
        serviceCredentials: (service.ServiceSpecificCredentials ?? []).map(
            ({ ServiceSpecificCredentialId = "" }) => ServiceSpecificCredentialId,
        ),
    };
}
