/**
 * Types that grant no access, each with the reason. Every type is either listed here, or translated (makers.ts, links.ts,
 * ownership.ts), or rejected. A new type must be classified.
 */
const harmless: Readonly<Record<string, string>> = {
    "pulumi:pulumi:Stack": "the root component",
    "pulumi:pulumi:StackReference": "only reads",
    "pulumi:providers:aws": "uses the caller's permissions",
    "pulumi:providers:random": "creates numbers",
    "random:index/randomId:RandomId": "a number",
    "aws:iam/accountAlias:AccountAlias": "a name",
    "aws:iam/accountPasswordPolicy:AccountPasswordPolicy": "how long a password must be",
    "aws:iam/securityTokenServicePreferences:SecurityTokenServicePreferences":
        "in which regions tokens are valid",
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider":
        "grants access only through a role that trusts it, and roles are evaluated",
    "aws:iam/samlProvider:SamlProvider":
        "grants access only through a role that trusts it, and roles are evaluated",
    "aws:iam/serviceLinkedRole:ServiceLinkedRole": "AWS fixes its trust: the service alone",
};

/** The program's components; their children are resources of their own. */
const component = /^iam-profiles:(identities|roles):\w+$/;

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

export const isHarmless = (type: string): boolean =>
    Object.hasOwn(harmless, type) || component.test(type);

/** Why a stack with a resource of this type cannot be evaluated. */
export const refusal = (type: string): string =>
    Object.hasOwn(refused, type)
        ? (refused[type] ?? "")
        : "it is not classified, so it may grant access; add it to plan/resourceTypes.ts, or translate it in plan/links.ts";
