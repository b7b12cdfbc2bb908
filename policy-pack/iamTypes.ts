import { auditTypes, isHarmless, permissionSetTypes } from "../platform/reviewedTypes";

/**
 * What a stack may do with a resource type. A new IAM type is decided here.
 *
 * - `judged`: rules of this pack read its content.
 * - `harmless`: it cannot grant access; the comment, or platform/reviewedTypes.ts, says why.
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
    openIdConnectProvider: "identity",
    samlProvider: "identity",
    groupPolicyAttachment: "identity",

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

    // Puts a role on EC2 instances; the role must trust EC2, which iam-role-trust-names-principals refuses.
    instanceProfile: "harmless",
};

/** Types beside IAM's that rules of this pack read. */
const judged: readonly string[] = [
    ...auditTypes,
    ...permissionSetTypes,
    "aws:secretsmanager/secret:Secret",
    "aws:secretsmanager/secretPolicy:SecretPolicy",
    "aws:secretsmanager/secretVersion:SecretVersion",
    "pulumi:providers:aws",
];

/** Ways to write IAM that never show the rules an IAM resource, each with what to do about it. */
const backDoors: readonly { readonly type: RegExp; readonly classification: Classification }[] = [
    {
        type: /^(aws-native|awscc):/,
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
    {
        type: /^aws:identitystore\//,
        classification: refused(
            "who is in a group decides who comes by it: manage people where they come from, at the identity provider",
        ),
    },
    {
        type: /^(kubernetes|command|docker|docker-build|pulumi-(nodejs|python)):/,
        classification: refused(
            "it runs what this pack can't read, with the credentials of the deployment: run it elsewhere",
        ),
    },
];

/**
 * What a stack may do with a type. Whatever isn't judged here or reviewed in platform/reviewedTypes.ts is refused, of
 * whatever package.
 */
export function classificationOf(type: string): Classification {
    const name = /^aws:iam\/(\w+):\w+$/.exec(type)?.[1] ?? "";
    const iam = Object.hasOwn(iamTypes, name) ? iamTypes[name] : undefined;
    if (iam !== undefined) return iam;
    if (judged.includes(type)) return "judged";
    if (isHarmless(type)) return "harmless";
    return (
        backDoors.find((door) => door.type.test(type))?.classification ??
        refused(
            `the pack doesn't know what ${type} does to IAM: review it in platform/reviewedTypes.ts, or judge it in policy-pack/iamTypes.ts`,
        )
    );
}

/**
 * Whether a resource is a component: it has no provider, so the engine makes nothing of it; what it holds are resources of
 * their own. Providers have none either, and packages that are known to make something are never components.
 */
export const isComponent = (type: string, hasProvider: boolean): boolean =>
    !hasProvider && !/^pulumi:|^aws:/.test(type) && !backDoors.some((door) => door.type.test(type));
