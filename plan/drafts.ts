import type {
    AttachedPolicy,
    Boundary,
    GroupDetail,
    InlinePolicy,
    PolicyDetail,
    RoleDetail,
    SecretDetail,
    UserDetail,
} from "./detailsShape";
import type { PlannedResource } from "./plannedResource";
import type { Properties, Tag } from "./properties";

/** Resources that can have policies. */
export type HolderKind = "user" | "group" | "role";

/** A user, group or role under construction. */
export interface Holder {
    readonly path: string;
    readonly name: string;
    readonly arn: string;
    readonly inline: InlinePolicy[];
    /** What it may get from resources whose holder isn't known yet: Allow statements alone, so that it is at least as much. */
    readonly possible: InlinePolicy[];
    /** ARNs of managed policies. */
    readonly attached: Set<string>;
    /** How many resources attach each of them as one policy, the holder's own list included. */
    readonly attachers: Map<string, number>;
    /** A permission set's is a resource of its own. */
    boundary: string | undefined;
    readonly tags: readonly Tag[];
    /** Trust policy of a role. */
    readonly trust: unknown;
    /** Names of the groups that a user is in. */
    readonly groups: Set<string>;
    /** Names of the instance profiles that hold a role. */
    readonly instanceProfiles: string[];
}

/** A secret under construction. */
export interface SecretDraft {
    /** A pattern as long as its ARN isn't known. */
    readonly arn: string;
    readonly resource: PlannedResource;
    /** `undefined`: not known yet. */
    readonly name: string | undefined;
    policy: unknown;
    /** ARN of the user whose access key it holds, if that is known. */
    readonly holdsKeyOf: string | undefined;
}

/** The principals, policies and secrets that a stack creates, by name. */
export interface Drafts {
    readonly user: Map<string, Holder>;
    readonly group: Map<string, Holder>;
    readonly role: Map<string, Holder>;
    /** Roles of permission sets, by the resource that is the set. */
    readonly permissionSets: Map<PlannedResource, Holder>;
    readonly policies: PolicyDetail[];
    readonly secrets: SecretDraft[];
}

export const userDetail = (user: Holder): UserDetail => ({
    Path: user.path,
    UserName: user.name,
    Arn: user.arn,
    UserPolicyList: inlinePolicies(user),
    GroupList: [...user.groups].sort(),
    AttachedManagedPolicies: attachedPolicies(user),
    ...boundaryOf(user),
    Tags: user.tags,
});

export const groupDetail = (group: Holder): GroupDetail => ({
    Path: group.path,
    GroupName: group.name,
    Arn: group.arn,
    GroupPolicyList: inlinePolicies(group),
    AttachedManagedPolicies: attachedPolicies(group),
});

export const roleDetail = (role: Holder): RoleDetail => ({
    Path: role.path,
    RoleName: role.name,
    Arn: role.arn,
    AssumeRolePolicyDocument: role.trust,
    InstanceProfileList: [...role.instanceProfiles]
        .sort()
        .map((name) => ({ InstanceProfileName: name })),
    RolePolicyList: inlinePolicies(role),
    AttachedManagedPolicies: attachedPolicies(role),
    ...boundaryOf(role),
    Tags: role.tags,
});

/** @param keyHolders ARN of the user whose key a secret holds, by the secret's ARN */
export const secretDetail = (
    { arn, policy, ...draft }: SecretDraft,
    keyHolders: ReadonlyMap<string, string>,
): SecretDetail => {
    const holdsKeyOf = draft.holdsKeyOf ?? keyHolders.get(arn);
    return {
        arn,
        ...(policy === undefined ? {} : { policy }),
        ...(holdsKeyOf === undefined ? {} : { holdsKeyOf }),
    };
};

const inlinePolicies = ({ inline, possible }: Holder): readonly InlinePolicy[] =>
    [...inline, ...possible].sort((a, b) => (a.PolicyName < b.PolicyName ? -1 : 1));

const attachedPolicies = ({ attached }: Holder): readonly AttachedPolicy[] =>
    [...attached]
        .sort()
        .map((arn) => ({ PolicyName: arn.slice(arn.lastIndexOf("/") + 1), PolicyArn: arn }));

const boundaryOf = ({ boundary }: Holder): { readonly PermissionsBoundary?: Boundary } =>
    boundary === undefined
        ? {}
        : {
              PermissionsBoundary: {
                  PermissionsBoundaryType: "Policy",
                  PermissionsBoundaryArn: boundary,
              },
          };

/** Looks up a user, group or role of this stack by name; a reference to anything else is a fault. */
export function find(
    holders: ReadonlyMap<string, Holder>,
    properties: Properties,
    name: string,
): Holder | undefined {
    const holder = holders.get(name);
    // An empty name was already reported.
    if (holder === undefined && name !== "") {
        properties.fault(`it names "${name}", which this stack does not create`);
    }
    return holder;
}

/** The principals that a PolicyAttachment lists. */
export const attachedTo = (drafts: Drafts, properties: Properties): readonly Holder[] =>
    (["user", "group", "role"] as const).flatMap((kind) =>
        properties
            .texts(`${kind}s`)
            .map((name) => find(drafts[kind], properties, name))
            .filter((holder) => holder !== undefined),
    );

/** Registers an inline policy. @param key of the property that has its document */
export function addInline(holder: Holder, properties: Properties, key = "policy"): void {
    const name = properties.addedText("name");
    if (name !== undefined && holder.inline.some(({ PolicyName }) => PolicyName === name)) {
        properties.fault(
            `${holder.arn} already has an inline policy "${name}"; one would replace the other`,
        );
    }
    holder.inline.push({
        // Only a label; AWS may generate the real name.
        PolicyName: name ?? properties.resource.name,
        PolicyDocument: properties.document(key),
    });
}
