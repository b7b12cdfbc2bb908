import { isObject } from "../../platform/isObject";
import { nameOf } from "../accountDetails";
import type { AccountDetails, InlinePolicy } from "../accountDetails";
import type { RoleSession } from "../liveAccount";
import type { FoundAccount } from "./foundAccount";

/** One instance of a resource of a Terraform state. */
export interface TerraformResource {
    /** E.g. `aws_iam_role`. */
    readonly type: string;
    /** E.g. `module.PSKPlatformVPCRole.aws_iam_role.this[0]`. */
    readonly address: string;
    readonly attributes: Readonly<Record<string, unknown>>;
}

type Attributes = TerraformResource["attributes"];

/** Types whose attributes are read here. */
const readTypes: readonly string[] = [
    "aws_iam_user",
    "aws_iam_group",
    "aws_iam_role",
    "aws_iam_policy",
    "aws_iam_group_membership",
    "aws_iam_user_group_membership",
    "aws_iam_policy_attachment",
    "aws_iam_openid_connect_provider",
    "aws_iam_saml_provider",
    ...["user", "group", "role"].flatMap((holder) => [
        `aws_iam_${holder}_policy`,
        `aws_iam_${holder}_policy_attachment`,
    ]),
];

export const isReadType = (type: string): boolean => readTypes.includes(type);

/**
 * What AWS would show of these resources. Names and ARNs are taken from attributes: a state's `id` is not always an import id.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role
 */
export function accountOf(resources: readonly TerraformResource[]): Omit<FoundAccount, "account"> {
    const of = (type: string): Attributes[] =>
        resources.filter((one) => one.type === type).map(({ attributes }) => attributes);
    const roles = of("aws_iam_role");
    const details: AccountDetails = {
        UserDetailList: of("aws_iam_user").map((user) => ({
            UserName: text(user, "name"),
            UserId: text(user, "unique_id"),
            ...holder(of, "user", user),
            UserPolicyList: inlinePolicies(of, "user", text(user, "name")),
            GroupList: groupsOf(of, text(user, "name")),
        })),
        GroupDetailList: of("aws_iam_group").map((group) => ({
            GroupName: text(group, "name"),
            ...holder(of, "group", group),
            GroupPolicyList: inlinePolicies(of, "group", text(group, "name")),
        })),
        RoleDetailList: roles.map((role) => ({
            RoleName: text(role, "name"),
            RoleId: text(role, "unique_id"),
            ...holder(of, "role", role),
            AssumeRolePolicyDocument: role["assume_role_policy"],
            RolePolicyList: [
                ...inlinePolicies(of, "role", text(role, "name")),
                ...ownInlinePolicies(role),
            ],
        })),
        Policies: of("aws_iam_policy").map((policy) => ({
            Arn: text(policy, "arn"),
            PolicyVersionList: [
                { Document: policy["policy"], VersionId: "v1", IsDefaultVersion: true },
            ],
        })),
    };
    return {
        details: {
            ...details,
            UserDetailList: [...details.UserDetailList, ...strangers(of, details)],
        },
        sessions: Object.fromEntries(
            roles.map((role): [string, RoleSession] => [
                text(role, "name"),
                {
                    maxSessionDuration: Number(role["max_session_duration"] ?? 3600),
                    description: text(role, "description"),
                },
            ]),
        ),
        providers: ["aws_iam_openid_connect_provider", "aws_iam_saml_provider"].flatMap((type) =>
            of(type).map((provider) => text(provider, "arn")),
        ),
    };
}

type Of = (type: string) => Attributes[];
type HolderKind = "user" | "group" | "role";

const text = (attributes: Attributes, key: string): string => {
    const value = attributes[key];
    return typeof value === "string" ? value : "";
};

const texts = (attributes: Attributes, key: string): string[] => {
    const value = attributes[key];
    return Array.isArray(value) ? value.map(String) : [];
};

function holder(of: Of, kind: HolderKind, attributes: Attributes) {
    const name = text(attributes, "name");
    const arns = new Set([
        ...of(`aws_iam_${kind}_policy_attachment`)
            .filter((one) => text(one, kind) === name)
            .map((one) => text(one, "policy_arn")),
        ...of("aws_iam_policy_attachment")
            .filter((one) => texts(one, `${kind}s`).includes(name))
            .map((one) => text(one, "policy_arn")),
        ...texts(attributes, "managed_policy_arns"),
    ]);
    const boundary = text(attributes, "permissions_boundary");
    const tags = attributes["tags_all"] ?? attributes["tags"] ?? {};
    return {
        Arn: text(attributes, "arn"),
        AttachedManagedPolicies: [...arns].map((arn) => ({
            PolicyName: nameOf(arn),
            PolicyArn: arn,
        })),
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value: String(Value) })),
        ...(boundary === "" ? {} : { PermissionsBoundary: { PermissionsBoundaryArn: boundary } }),
    };
}

const inlinePolicies = (of: Of, kind: HolderKind, name: string): InlinePolicy[] =>
    of(`aws_iam_${kind}_policy`)
        .filter((one) => text(one, kind) === name)
        .map((one) => ({ PolicyName: text(one, "name"), PolicyDocument: one["policy"] }));

/** Those that are written in the role itself. A list with one empty object stands for none. */
const ownInlinePolicies = ({ inline_policy: list }: Attributes): InlinePolicy[] =>
    (Array.isArray(list) ? list.filter(isObject) : [])
        .filter((one) => text(one, "name") !== "")
        .map((one) => ({ PolicyName: text(one, "name"), PolicyDocument: one["policy"] }));

const groupsOf = (of: Of, user: string): string[] => [
    ...new Set([
        ...of("aws_iam_group_membership")
            .filter((one) => texts(one, "users").includes(user))
            .map((one) => text(one, "group")),
        ...of("aws_iam_user_group_membership")
            .filter((one) => text(one, "user") === user)
            .flatMap((one) => texts(one, "groups")),
    ]),
];

/** Members of groups that Terraform didn't make: their paths are not known here. */
function strangers(
    of: Of,
    { UserDetailList, GroupDetailList }: AccountDetails,
): AccountDetails["UserDetailList"] {
    const known = new Set(UserDetailList.map(({ UserName }) => UserName));
    const names = new Set([
        ...of("aws_iam_group_membership").flatMap((one) => texts(one, "users")),
        ...of("aws_iam_user_group_membership").map((one) => text(one, "user")),
    ]);
    const account = GroupDetailList[0]?.Arn.split(":").slice(0, 5).join(":") ?? "";
    return [...names]
        .filter((name) => !known.has(name))
        .map((UserName) => ({
            UserName,
            Arn: `${account}:user/${UserName}`,
            GroupList: groupsOf(of, UserName),
        }));
}
