import type { AccountDetails } from "../accountDetails";
import type { RoleSession } from "../liveAccount";

/** An account as it is before it is adopted, read from AWS or from what Terraform recorded. */
export interface FoundAccount {
    readonly account: { readonly name: string; readonly id: string };
    readonly details: AccountDetails;
    /** By role name. */
    readonly sessions: Readonly<Record<string, RoleSession>>;
    /** ARNs of OIDC and SAML providers. */
    readonly providers: readonly string[];
}

/** Everything of an account that has an ARN and a name which is unique among its kind. */
export interface FoundThing {
    readonly kind: "user" | "group" | "role" | "policy";
    readonly name: string;
    readonly arn: string;
}

/** Users, groups, roles and policies of an account. */
export const thingsOf = ({ details }: Pick<FoundAccount, "details">): readonly FoundThing[] => [
    ...details.UserDetailList.map((user) => thing("user", user.UserName, user.Arn)),
    ...details.GroupDetailList.map((group) => thing("group", group.GroupName, group.Arn)),
    ...details.RoleDetailList.map((role) => thing("role", role.RoleName, role.Arn)),
    ...details.Policies.map(({ Arn }) => thing("policy", Arn.slice(Arn.lastIndexOf("/") + 1), Arn)),
];

const thing = (kind: FoundThing["kind"], name: string, arn: string): FoundThing => ({
    kind,
    name,
    arn,
});
