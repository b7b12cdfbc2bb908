import { addInline, attachedTo, find } from "./drafts";
import type { Drafts, Holder, HolderKind } from "./drafts";
import { permissionSetLinks } from "./permissionSets";
import type { Properties } from "./properties";
import { withoutDenies } from "./withoutDenies";

/** Adds policies or memberships to other resources. */
type Link = (drafts: Drafts, properties: Properties) => void;

/** By type: resources that add to others. */
export const links: Readonly<Record<string, Link>> = {
    "aws:iam/userPolicy:UserPolicy": inline("user"),
    "aws:iam/groupPolicy:GroupPolicy": inline("group"),
    "aws:iam/rolePolicy:RolePolicy": inline("role"),

    "aws:iam/userPolicyAttachment:UserPolicyAttachment": oneAttachment("user"),
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": oneAttachment("group"),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": oneAttachment("role"),
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": attachment(
        "user",
        "userName",
        "policyArns",
    ),
    "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": attachment(
        "group",
        "groupName",
        "policyArns",
    ),
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": attachment(
        "role",
        "roleName",
        "policyArns",
    ),
    "aws:iam/policyAttachment:PolicyAttachment": (drafts, properties) => {
        for (const holder of attachedTo(drafts, properties)) {
            attach(holder, properties.policyArns("policyArn"));
        }
    },

    "aws:iam/groupMembership:GroupMembership": (drafts, properties) => {
        const group = find(drafts.group, properties, properties.text("group"));
        for (const name of properties.texts("users")) {
            join(find(drafts.user, properties, name), group);
        }
    },
    "aws:iam/userGroupMembership:UserGroupMembership": (drafts, properties) => {
        const user = find(drafts.user, properties, properties.text("user"));
        for (const name of properties.texts("groups")) {
            join(user, find(drafts.group, properties, name));
        }
    },

    "aws:iam/instanceProfile:InstanceProfile": ({ role }, properties) => {
        const name = properties.optionalText("role");
        if (name === undefined) return;
        find(role, properties, name)?.instanceProfiles.push(
            properties.addedText("name") ?? properties.resource.name,
        );
    },

    ...permissionSetLinks,

    "aws:secretsmanager/secretPolicy:SecretPolicy": ({ secrets }, properties) => {
        const source = properties.source("secretArn", "aws:secretsmanager/secret:Secret");
        const id = source === undefined ? properties.text("secretArn") : undefined;
        const secret = secrets.find(({ arn, name, resource }) =>
            source === undefined ? arn === id || name === id : resource === source.resource,
        );
        if (secret === undefined) {
            // An empty one was already reported.
            if (id !== "")
                properties.fault(`secretArn is "${id ?? ""}", which this stack does not create`);
        } else {
            if (secret.policy !== undefined) properties.fault("the secret already has a policy");
            secret.policy = properties.document("policy");
        }
    },
};

function inline(kind: HolderKind): Link {
    return (drafts, properties) => {
        if (comesFromOne(kind, kind, properties)) {
            addToAll(drafts[kind], properties, properties.document("policy"));
            return;
        }
        const holder = find(drafts[kind], properties, properties.text(kind));
        if (holder !== undefined) addInline(holder, properties);
    };
}

function attachment(kind: HolderKind, nameKey: string, arnKey: string): Link {
    return (drafts, properties) => {
        const arns = properties.policyArns(arnKey);
        if (comesFromOne(kind, nameKey, properties)) {
            for (const arn of arns) addPolicyToAll(drafts, kind, properties, arn);
            return;
        }
        attach(find(drafts[kind], properties, properties.text(nameKey)), arns);
    };
}

/** One policy of one holder. Resources that own a whole list repeat what these attach. */
function oneAttachment(kind: HolderKind): Link {
    const link = attachment(kind, kind, "policyArn");
    return (drafts, properties) => {
        link(drafts, properties);
        const holder = attachedHolder(kind, drafts, properties);
        for (const arn of properties.policyArns("policyArn")) {
            holder?.attachers.set(arn, (holder.attachers.get(arn) ?? 0) + 1);
        }
    };
}

/** What one policy is attached to, if that is known. */
export function attachedHolder(
    kind: HolderKind,
    drafts: Drafts,
    properties: Properties,
): Holder | undefined {
    if (comesFromOne(kind, kind, properties)) return undefined;
    return drafts[kind].get(properties.text(kind));
}

/**
 * Whether a name isn't known yet, and comes from a user, group or role of this stack, as in `role: role.id`. A program may make
 * another name of it, so it is not taken to be that one's.
 */
const comesFromOne = (kind: HolderKind, key: string, properties: Properties): boolean =>
    properties.source(key, holderTypes[kind]) !== undefined;

const holderTypes: Readonly<Record<HolderKind, string>> = {
    user: "aws:iam/user:User",
    group: "aws:iam/group:Group",
    role: "aws:iam/role:Role",
};

/** Whichever it is of these, it gets no more than each of them here. */
function addToAll(
    holders: ReadonlyMap<string, Holder>,
    { resource }: Properties,
    document: unknown,
): void {
    for (const holder of holders.values()) {
        holder.possible.push({
            PolicyName: `possible-${resource.name}`,
            PolicyDocument: withoutDenies(document),
        });
    }
}

function addPolicyToAll(
    drafts: Drafts,
    kind: HolderKind,
    properties: Properties,
    arn: string,
): void {
    const own = drafts.policies.find((policy) => policy.Arn === arn);
    if (own === undefined) {
        // Of AWS, or not known: it has no document here.
        for (const holder of drafts[kind].values()) attach(holder, [arn]);
        return;
    }
    for (const { Document } of own.PolicyVersionList) {
        addToAll(drafts[kind], properties, Document);
    }
}

function attach(holder: Holder | undefined, arns: readonly string[]): void {
    for (const arn of arns) holder?.attached.add(arn);
}

function join(user: Holder | undefined, group: Holder | undefined): void {
    if (group !== undefined) user?.groups.add(group.name);
}
