import { addInline } from "./drafts";
import type { Drafts, Holder, HolderKind } from "./drafts";
import { makePermissionSet, permissionSetType } from "./permissionSets";
import type { PlannedAccount } from "./plannedResource";
import type { Properties } from "./properties";

/** Registers what a resource creates. */
type Maker = (drafts: Drafts, properties: Properties, account: PlannedAccount) => void;

/** By type: resources that others can refer to. */
export const makers: Readonly<Record<string, Maker>> = {
    "aws:iam/user:User": makeHolder("user"),
    "aws:iam/group:Group": makeHolder("group"),
    "aws:iam/role:Role": makeHolder("role"),

    "aws:iam/policy:Policy": ({ policies }, properties) => {
        const { name, path, arn } = properties.iamName("policy");
        const Document = properties.document("policy");
        policies.push({
            PolicyName: name,
            Arn: arn,
            Path: path,
            DefaultVersionId: "v1",
            PolicyVersionList: [{ Document, VersionId: "v1", IsDefaultVersion: true }],
        });
    },

    [permissionSetType]: makePermissionSet,

    "aws:secretsmanager/secret:Secret": ({ secrets }, properties, account) => {
        // A replica does not have the secret's policy.
        if (properties.has("replicas"))
            properties.fault("replicas are not protected by the secret's policy");
        const policy = properties.document("policy");
        secrets.push({
            arn: properties.addedText("arn") ?? secretArnPattern(properties, account),
            resource: properties.resource,
            name: properties.isUnknown("name") ? undefined : properties.text("name"),
            policy,
            holdsKeyOf: properties.keyHolder()?.iamName("user").arn,
        });
    },
};

/**
 * Every ARN that a secret may get which isn't there yet: AWS appends six random characters to the name, and the name may be
 * unknown, too.
 */
function secretArnPattern(properties: Properties, { id, partition }: PlannedAccount): string {
    const name = properties.addedText("name");
    const end = name === undefined ? "*" : `${name}-??????`;
    return `arn:${partition}:secretsmanager:*:${id}:secret:${end}`;
}

function makeHolder(kind: HolderKind): Maker {
    return (drafts, properties) => {
        const { name, path, arn } = properties.iamName(kind);
        if (drafts[kind].has(name)) properties.fault(`another ${kind} has the name "${name}"`);
        const [boundary] = properties.policyArns("permissionsBoundary");
        const ownPolicies = properties.policyArns("managedPolicyArns");
        const holder: Holder = {
            name,
            path,
            arn,
            inline: [],
            possible: [],
            attached: new Set(ownPolicies),
            attachers: new Map(ownPolicies.map((policy) => [policy, 1])),
            boundary,
            tags: properties.tags(),
            trust: properties.document("assumeRolePolicy"),
            groups: new Set(),
            instanceProfiles: [],
        };
        for (const policy of properties.items("inlinePolicies")) {
            // Pulumi programs express "no inline policies" as a list with one empty object.
            if (policy.has("policy")) addInline(holder, policy);
        }
        drafts[kind].set(name, holder);
    };
}
