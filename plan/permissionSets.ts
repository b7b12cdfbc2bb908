import { roleArnTag } from "../platform/naming";
import { signInHosts } from "../platform/partitions";
import { policyDocument } from "../platform/policyDocument";
import { addInline } from "./drafts";
import type { Drafts, Holder } from "./drafts";
import type { PlannedAccount } from "./plannedResource";
import type { Properties } from "./properties";

export const permissionSetType = "aws:ssoadmin/permissionSet:PermissionSet";

/** What IAM Identity Center calls its provider and roles ends in digits of its choice. */
const unknownDigits = "0000000000000000";

/**
 * The role that IAM Identity Center makes of a permission set in the account: by the ARN that its tag says, once it is known. Until
 * then no trust policy names it.
 */
export function makePermissionSet(
    drafts: Drafts,
    properties: Properties,
    { id, partition }: PlannedAccount,
): void {
    const permissionSet = properties.text("name");
    const arn =
        properties.tags().find(({ Key }) => Key === roleArnTag)?.Value ??
        `arn:${partition}:iam::${id}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_${permissionSet}_${unknownDigits}`;
    const [, path = "/", name = ""] = /:role(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? [];
    const holder: Holder = {
        ...{ name, path, arn, boundary: undefined, tags: [] },
        ...{ inline: [], possible: [], attached: new Set(), attachers: new Map() },
        ...{ groups: new Set(), instanceProfiles: [] },
        trust: policyDocument([
            {
                Sid: "IdentityCenter",
                Effect: "Allow",
                Principal: {
                    Federated: [
                        `arn:${partition}:iam::${id}:saml-provider/AWSSSO_${unknownDigits}_DO_NOT_DELETE`,
                    ],
                },
                Action: ["sts:AssumeRoleWithSAML", "sts:TagSession"],
                Condition: {
                    StringEquals: {
                        "SAML:aud": [`https://${signInHosts[partition]?.host ?? ""}/saml`],
                    },
                },
            },
        ]),
    };
    drafts.role.set(name, holder);
    drafts.permissionSets.set(properties.resource, holder);
}

type Link = (drafts: Drafts, properties: Properties) => void;

/** What permission sets get, by type. */
export const permissionSetLinks: Readonly<Record<string, Link>> = {
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": (drafts, properties) => {
        const holder = holderOf(drafts, properties);
        if (holder !== undefined) addInline(holder, properties, "inlinePolicy");
    },
    "aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment": (
        drafts,
        properties,
    ) => {
        const holder = holderOf(drafts, properties);
        const [reference] = properties.object("permissionsBoundary");
        const arn = reference?.has("managedPolicyArn")
            ? reference.text("managedPolicyArn")
            : referenced(reference);
        if (holder !== undefined) holder.boundary = arn;
    },
    "aws:ssoadmin/customerManagedPolicyAttachment:CustomerManagedPolicyAttachment": (
        drafts,
        properties,
    ) => {
        const arn = referenced(properties);
        if (arn !== undefined) holderOf(drafts, properties)?.attached.add(arn);
    },
    // Without one, there is no role; with one in another account, there is one more, which the policy pack refuses.
    "aws:ssoadmin/accountAssignment:AccountAssignment": (drafts, properties) => {
        holderOf(drafts, properties);
    },
};

/** ARN of the customer managed policy that a property refers to by name and path. */
function referenced(properties: Properties | undefined): string | undefined {
    const [reference] = properties?.object("customerManagedPolicyReference") ?? [];
    return reference?.iamName("policy").arn;
}

/** The role of the permission set that a resource is about. */
function holderOf(drafts: Drafts, properties: Properties): Holder | undefined {
    const source = properties.source("permissionSetArn", permissionSetType)?.resource;
    const arn = source === undefined ? properties.text("permissionSetArn") : undefined;
    const found = [...drafts.permissionSets].find(([resource]) =>
        source === undefined ? resource.props["arn"] === arn : resource === source,
    );
    if (found === undefined) {
        properties.fault(`permissionSetArn is "${arn ?? ""}", which this stack does not create`);
    }
    return found?.[1];
}
