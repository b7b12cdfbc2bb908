import type { PlannedResource } from "../../plan/plannedResource";
import type { FoundAccount } from "./foundAccount";

type Props = PlannedResource["props"];

/** How resources of a type are imported. */
interface ImportRule {
    /** The id that the provider imports by, of a resource that the program declares. */
    readonly idOf: (props: Props) => string;
    /** The same ids of everything of that type that is there. */
    readonly found: (account: FoundAccount) => readonly string[];
}

type Holder = "user" | "group" | "role";

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/iam/ (each type's "Import") */
const rules: Readonly<Record<string, ImportRule>> = {
    "aws:iam/user:User": {
        idOf: text("name"),
        found: ({ details }) => details.UserDetailList.map(({ UserName }) => UserName),
    },
    "aws:iam/group:Group": {
        idOf: text("name"),
        found: ({ details }) => details.GroupDetailList.map(({ GroupName }) => GroupName),
    },
    "aws:iam/role:Role": {
        idOf: text("name"),
        found: ({ details }) => details.RoleDetailList.map(({ RoleName }) => RoleName),
    },
    "aws:iam/policy:Policy": {
        idOf: text("arn"),
        found: ({ details }) => details.Policies.map(({ Arn }) => Arn),
    },
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
        idOf: text("arn"),
        found: ({ providers }) => providers,
    },
    "aws:iam/samlProvider:SamlProvider": {
        idOf: text("arn"),
        found: ({ providers }) => providers,
    },
    "aws:iam/userPolicy:UserPolicy": inlinePolicy("user"),
    "aws:iam/groupPolicy:GroupPolicy": inlinePolicy("group"),
    "aws:iam/rolePolicy:RolePolicy": inlinePolicy("role"),
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": attachment("user"),
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": attachment("group"),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": attachment("role"),
};

/**
 * The id by which a declared resource is imported, if it is there.
 *
 * @returns `undefined` for what isn't there, and for types without an import: a group's membership has no id in AWS, and a secret's
 *     name has a random end
 */
export function importIdOf(
    { type, props }: PlannedResource,
    account: FoundAccount,
): string | undefined {
    const rule = Object.hasOwn(rules, type) ? rules[type] : undefined;
    if (rule === undefined) return undefined;
    const id = rule.idOf(props);
    return rule.found(account).includes(id) ? id : undefined;
}

function text(key: string): ImportRule["idOf"] {
    return (props) => String(props[key]);
}

function inlinePolicy(holder: Holder): ImportRule {
    return {
        idOf: (props) => `${String(props[holder])}:${String(props["name"])}`,
        found: (account) =>
            holdersOf(account, holder).flatMap(({ name, inline }) =>
                inline.map((policy) => `${name}:${policy}`),
            ),
    };
}

function attachment(holder: Holder): ImportRule {
    return {
        idOf: (props) => `${String(props[holder])}/${String(props["policyArn"])}`,
        found: (account) =>
            holdersOf(account, holder).flatMap(({ name, attached }) =>
                attached.map((arn) => `${name}/${arn}`),
            ),
    };
}

interface Holding {
    readonly name: string;
    readonly inline: readonly string[];
    readonly attached: readonly string[];
}

function holdersOf({ details }: FoundAccount, kind: Holder): readonly Holding[] {
    const names = (list: readonly { readonly PolicyName: string }[] = []): string[] =>
        list.map(({ PolicyName }) => PolicyName);
    const arns = (list: readonly { readonly PolicyArn: string }[] = []): string[] =>
        list.map(({ PolicyArn }) => PolicyArn);
    switch (kind) {
        case "user":
            return details.UserDetailList.map((user) => ({
                name: user.UserName,
                inline: names(user.UserPolicyList),
                attached: arns(user.AttachedManagedPolicies),
            }));
        case "group":
            return details.GroupDetailList.map((group) => ({
                name: group.GroupName,
                inline: names(group.GroupPolicyList),
                attached: arns(group.AttachedManagedPolicies),
            }));
        case "role":
            return details.RoleDetailList.map((role) => ({
                name: role.RoleName,
                inline: names(role.RolePolicyList),
                attached: arns(role.AttachedManagedPolicies),
            }));
    }
}
