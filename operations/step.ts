import {
    DeactivateMFADeviceCommand,
    DeleteAccessKeyCommand,
    DeleteGroupCommand,
    DeleteGroupPolicyCommand,
    DeleteLoginProfileCommand,
    DeleteOpenIDConnectProviderCommand,
    DeletePolicyCommand,
    DeletePolicyVersionCommand,
    DeleteRoleCommand,
    DeleteRolePolicyCommand,
    DeleteSAMLProviderCommand,
    DeleteServiceSpecificCredentialCommand,
    DeleteSigningCertificateCommand,
    DeleteSSHPublicKeyCommand,
    DeleteUserCommand,
    DeleteUserPolicyCommand,
    DeleteVirtualMFADeviceCommand,
    DetachGroupPolicyCommand,
    DetachRolePolicyCommand,
    DetachUserPolicyCommand,
    RemoveRoleFromInstanceProfileCommand,
    RemoveUserFromGroupCommand,
    UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import type { IAMClient } from "@aws-sdk/client-iam";

import { awsCall } from "../access";
import type { AccountClients } from "../access";
import { isGone } from "./gone";

/** One change of an account's IAM. Done twice, it is done once, so that a run that was killed can be run again. */
export interface Step {
    readonly do: StepKind;
    /** 12 digits. */
    readonly account: string;
    /** Name of the user, group or role, or ARN of the policy or provider. */
    readonly of: string;
    /** Id, name or ARN of what `of` has; empty if the step is about `of` itself. */
    readonly what: string;
}

interface Kind {
    readonly text: (of: string, what: string) => string;
    readonly send: (iam: Pick<IAMClient, "send">, of: string, what: string) => Promise<unknown>;
}

const ofUser = (name: string): string => `of user ${name}`;

/** Every kind of step. None of them grants access. */
const kinds = {
    deactivateKey: {
        text: (user, key) => `deactivate access key ${shortId(key)} ${ofUser(user)}`,
        send: (iam, UserName, AccessKeyId) =>
            iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: "Inactive" })),
    },
    deleteKey: {
        text: (user, key) => `delete access key ${shortId(key)} ${ofUser(user)}`,
        send: (iam, UserName, AccessKeyId) =>
            iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId })),
    },
    deletePassword: {
        text: (user) => `delete the password ${ofUser(user)}`,
        send: (iam, UserName) => iam.send(new DeleteLoginProfileCommand({ UserName })),
    },
    deactivateMfa: {
        text: (user, serial) => `deactivate MFA device ${serial} ${ofUser(user)}`,
        send: (iam, UserName, SerialNumber) =>
            iam.send(new DeactivateMFADeviceCommand({ UserName, SerialNumber })),
    },
    deleteMfa: {
        text: (user, serial) => `delete virtual MFA device ${serial} ${ofUser(user)}`,
        send: (iam, _, SerialNumber) =>
            iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber })),
    },
    deleteSshKey: {
        text: (user, id) => `delete SSH public key ${shortId(id)} ${ofUser(user)}`,
        send: (iam, UserName, SSHPublicKeyId) =>
            iam.send(new DeleteSSHPublicKeyCommand({ UserName, SSHPublicKeyId })),
    },
    deleteCertificate: {
        text: (user, id) => `delete signing certificate ${shortId(id)} ${ofUser(user)}`,
        send: (iam, UserName, CertificateId) =>
            iam.send(new DeleteSigningCertificateCommand({ UserName, CertificateId })),
    },
    deleteServiceCredential: {
        text: (user, id) => `delete service-specific credential ${shortId(id)} ${ofUser(user)}`,
        send: (iam, UserName, ServiceSpecificCredentialId) =>
            iam.send(
                new DeleteServiceSpecificCredentialCommand({
                    UserName,
                    ServiceSpecificCredentialId,
                }),
            ),
    },
    deleteUserPolicy: {
        text: (user, name) => `delete inline policy ${name} ${ofUser(user)}`,
        send: (iam, UserName, PolicyName) =>
            iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName })),
    },
    detachUserPolicy: {
        text: (user, arn) => `detach policy ${arn} from user ${user}`,
        send: (iam, UserName, PolicyArn) =>
            iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn })),
    },
    leaveGroup: {
        text: (user, group) => `remove user ${user} from group ${group}`,
        send: (iam, UserName, GroupName) =>
            iam.send(new RemoveUserFromGroupCommand({ UserName, GroupName })),
    },
    deleteUser: {
        text: (user) => `delete user ${user}`,
        send: (iam, UserName) => iam.send(new DeleteUserCommand({ UserName })),
    },
    deleteRolePolicy: {
        text: (role, name) => `delete inline policy ${name} of role ${role}`,
        send: (iam, RoleName, PolicyName) =>
            iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })),
    },
    detachRolePolicy: {
        text: (role, arn) => `detach policy ${arn} from role ${role}`,
        send: (iam, RoleName, PolicyArn) =>
            iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })),
    },
    leaveInstanceProfile: {
        text: (role, name) => `remove role ${role} from instance profile ${name}`,
        send: (iam, RoleName, InstanceProfileName) =>
            iam.send(new RemoveRoleFromInstanceProfileCommand({ RoleName, InstanceProfileName })),
    },
    deleteRole: {
        text: (role) => `delete role ${role}`,
        send: (iam, RoleName) => iam.send(new DeleteRoleCommand({ RoleName })),
    },
    deleteGroupPolicy: {
        text: (group, name) => `delete inline policy ${name} of group ${group}`,
        send: (iam, GroupName, PolicyName) =>
            iam.send(new DeleteGroupPolicyCommand({ GroupName, PolicyName })),
    },
    detachGroupPolicy: {
        text: (group, arn) => `detach policy ${arn} from group ${group}`,
        send: (iam, GroupName, PolicyArn) =>
            iam.send(new DetachGroupPolicyCommand({ GroupName, PolicyArn })),
    },
    deleteGroup: {
        text: (group) => `delete group ${group}`,
        send: (iam, GroupName) => iam.send(new DeleteGroupCommand({ GroupName })),
    },
    deletePolicyVersion: {
        text: (arn, version) => `delete version ${version} of policy ${arn}`,
        send: (iam, PolicyArn, VersionId) =>
            iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId })),
    },
    deletePolicy: {
        text: (arn) => `delete policy ${arn}`,
        send: (iam, PolicyArn) => iam.send(new DeletePolicyCommand({ PolicyArn })),
    },
    deleteOidcProvider: {
        text: (arn) => `delete identity provider ${arn}`,
        send: (iam, OpenIDConnectProviderArn) =>
            iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn })),
    },
    deleteSamlProvider: {
        text: (arn) => `delete identity provider ${arn}`,
        send: (iam, SAMLProviderArn) =>
            iam.send(new DeleteSAMLProviderCommand({ SAMLProviderArn })),
    },
} satisfies Readonly<Record<string, Kind>>;

export type StepKind = keyof typeof kinds;

/** Access key ids and the like are shown by their last four characters. */
export const shortId = (id: string): string => `...${id.slice(-4)}`;

/** A step as a sentence, without the account. */
export const stepText = ({ do: kind, of, what }: Step): string =>
    (kinds[kind] as Kind).text(of, what);

/**
 * Carries a step out. What is gone already is no error.
 *
 * @throws Error naming the step, the caller and AWS's error
 */
export async function carryOut(step: Step, { iam, caller }: AccountClients): Promise<void> {
    const kind: Kind = kinds[step.do];
    try {
        await awsCall(`"${stepText(step)}"`, caller, () => kind.send(iam, step.of, step.what));
    } catch (error) {
        if (!isGone(error)) throw error;
    }
}
