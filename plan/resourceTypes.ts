/**
 * Types that can't let anybody in, each with why. Every type is either here, or translated (makers.ts, links.ts,
 * ownership.ts), or refused: decide a new one.
 */
const harmless: Readonly<Record<string, string>> = {
    "pulumi:pulumi:Stack": "the root component",
    "pulumi:pulumi:StackReference": "only reads",
    "pulumi:providers:aws": "works with the caller's own permissions",
    "pulumi:providers:random": "makes numbers",
    "random:index/randomId:RandomId": "a number",
    "aws:iam/accountAlias:AccountAlias": "a name",
    "aws:iam/accountPasswordPolicy:AccountPasswordPolicy": "how long a password must be",
    "aws:iam/securityTokenServicePreferences:SecurityTokenServicePreferences":
        "in which regions tokens are valid",
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider":
        "nobody gets in by it but through a role that trusts it, and that is judged",
    "aws:iam/samlProvider:SamlProvider":
        "nobody gets in by it but through a role that trusts it, and that is judged",
    "aws:iam/serviceLinkedRole:ServiceLinkedRole": "AWS fixes its trust: the service alone",
};

/** The program's components: what they hold are resources of their own. */
const component = /^iam-profiles:(identities|roles):\w+$/;

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

export const isHarmless = (type: string): boolean =>
    Object.hasOwn(harmless, type) || component.test(type);

/** Why nothing can be told of a stack that has a resource of this type. */
export const refusal = (type: string): string =>
    Object.hasOwn(refused, type)
        ? (refused[type] ?? "")
        : "it isn't known whether it grants access; decide in plan/resourceTypes.ts, or translate it in plan/links.ts";
