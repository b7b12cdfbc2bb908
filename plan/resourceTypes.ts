import { isHarmless } from "../platform/reviewedTypes";

const credential = "it makes a credential, which is kept in the stack's state for its readers";

/** Why some types are refused, beside that nobody translated them. */
const refused: Readonly<Record<string, string>> = {
    "aws:iam/accessKey:AccessKey": credential,
    "aws:iam/userLoginProfile:UserLoginProfile": credential,
    "aws:iam/virtualMfaDevice:VirtualMfaDevice": credential,
    "aws:iam/serviceSpecificCredential:ServiceSpecificCredential": credential,
    "aws:iam/sshKey:SshKey": credential,
    "aws:iam/signingCertificate:SigningCertificate": credential,
    "aws:secretsmanager/secretVersion:SecretVersion": credential,
    "aws:iam/organizationsFeatures:OrganizationsFeatures":
        "it can open root sessions in the whole organization",
};

/** Whether the plan may pass a type over: it lets nobody in by itself. */
export const isPassedOver = (type: string): boolean =>
    // It works with the caller's own permissions.
    type === "pulumi:providers:aws" || isHarmless(type);

/** Why nothing can be told of a stack that has a resource of this type. */
export const refusal = (type: string): string =>
    Object.hasOwn(refused, type)
        ? (refused[type] ?? "")
        : "it isn't known whether it grants access; review it in platform/reviewedTypes.ts, or translate it in plan/links.ts";
