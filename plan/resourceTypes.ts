import { auditTypes, isHarmless } from "../platform/reviewedTypes";

const credential = "it creates a credential that everyone who can read the stack's state could use";

/** Types that are rejected for a reason of their own. */
const refused: Readonly<Record<string, string>> = {
    "aws:iam/accessKey:AccessKey": credential,
    "aws:iam/userLoginProfile:UserLoginProfile": credential,
    "aws:iam/virtualMfaDevice:VirtualMfaDevice": credential,
    "aws:iam/serviceSpecificCredential:ServiceSpecificCredential": credential,
    "aws:iam/sshKey:SshKey": credential,
    "aws:iam/signingCertificate:SigningCertificate": credential,
    "aws:secretsmanager/secretVersion:SecretVersion": credential,
    "aws:iam/organizationsFeatures:OrganizationsFeatures":
        "it can allow root sessions in all accounts of the organization",
};

/** Whether the plan may pass a type over: it grants no access by itself. */
export const isPassedOver = (type: string): boolean =>
    // It works with the caller's own permissions.
    type === "pulumi:providers:aws" || auditTypes.includes(type) || isHarmless(type);

/** Why a stack with a resource of this type cannot be evaluated. */
export const refusal = (type: string): string =>
    Object.hasOwn(refused, type)
        ? (refused[type] ?? "")
        : "it is not classified, so it may grant access; review it in platform/reviewedTypes.ts, or translate it in plan/links.ts";
