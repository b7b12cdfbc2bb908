/**
 * What a stack may do with each resource type of `@pulumi/aws` that can grant access. Decide a new type here.
 *
 * - `judged`: rules of this pack read its content.
 * - `harmless`: it cannot grant access; the comment says why.
 * - `identity`: belongs in the state account alone.
 * - a sentence: refused, and why.
 */
export type Classification = "judged" | "harmless" | "identity" | { readonly refused: string };

const refused = (reason: string): Classification => ({ refused: reason });

const holdsNothing =
    "a user holds nothing of its own: give the role a permission, and the group the right to assume the role";
const secretInState =
    "its secret would be in Pulumi's state: keys are made by `iam-profiles credentials rotate`, passwords and MFA devices by the person";

/** By the part of the type between `aws:iam/` and `:`. */
const iamTypes: Readonly<Record<string, Classification>> = {
    role: "judged",
    policy: "judged",
    rolePolicy: "judged",
    rolePolicyAttachment: "judged",
    rolePolicyAttachmentsExclusive: "judged",
    // Lists names of inline policies and removes others; the policies themselves are judged.
    rolePoliciesExclusive: "harmless",

    user: "identity",
    group: "identity",
    groupPolicy: "identity",
    groupMembership: "identity",
    userGroupMembership: "identity",
    groupPoliciesExclusive: "identity",
    groupPolicyAttachmentsExclusive: "identity",
    groupPolicyAttachment: refused(
        "a group gets no managed policy: write what it may assume as its inline policy (groupPolicy)",
    ),

    userPolicy: refused(holdsNothing),
    userPolicyAttachment: refused(holdsNothing),
    userPoliciesExclusive: "identity",
    userPolicyAttachmentsExclusive: "identity",
    accessKey: refused(secretInState),
    userLoginProfile: refused(secretInState),
    virtualMfaDevice: refused(secretInState),
    serviceSpecificCredential: refused(secretInState),
    serverCertificate: refused(
        "its private key would be in Pulumi's state: use AWS Certificate Manager",
    ),
    sshKey: refused(holdsNothing),
    signingCertificate: refused(holdsNothing),
    // It detaches the policy from all other principals of the account, also as a permissions boundary.
    policyAttachment: refused(
        "it owns every attachment of the policy in the account: use rolePolicyAttachment",
    ),
    outboundWebIdentityFederation: refused(
        "it lets every principal of the account prove itself to outside services, which the platform has no use for",
    ),
    organizationsFeatures: refused(
        "it acts on the whole organization, root sessions included: manage it where the organization is managed",
    ),

    // No role of a stack may trust a provider (iam-role-trust-names-principals); EKS clusters need one for their pods.
    openIdConnectProvider: "harmless",
    samlProvider: "harmless",
    // Puts a role on EC2 instances; the role must trust EC2, which iam-role-trust-names-principals refuses.
    instanceProfile: "harmless",
    // AWS fixes its trust: only the service itself.
    serviceLinkedRole: "harmless",
    accountAlias: "harmless",
    accountPasswordPolicy: "harmless",
    securityTokenServicePreferences: "harmless",
};

/** Ways to write IAM that never show the rules an IAM resource. */
const backDoors: readonly { readonly type: RegExp; readonly classification: Classification }[] = [
    {
        type: /^aws-native:/,
        classification: refused("this pack judges resources of @pulumi/aws alone"),
    },
    {
        type: /^aws:(cloudformation|cloudcontrol|serverlessrepository|servicecatalog)\//,
        classification: refused(
            "it can make IAM resources that this pack doesn't see: write them in this program",
        ),
    },
    {
        type: /^aws:(ssoadmin|rolesanywhere)\//,
        classification: refused(
            "it is a way into accounts beside the state account's identities: manage it elsewhere",
        ),
    },
];

/** The classification of a type; `undefined` for one that grants no access. Unclassified IAM types are refused. */
export function classificationOf(type: string): Classification | undefined {
    if (/^aws:iam[/:]/.test(type)) {
        const name = /^aws:iam\/(\w+):\w+$/.exec(type)?.[1] ?? "";
        return Object.hasOwn(iamTypes, name)
            ? iamTypes[name]
            : refused("no rule was decided for this type: add it to policy-pack/iamTypes.ts");
    }
    return backDoors.find((door) => door.type.test(type))?.classification;
}
