import { readOrganization } from "../../../access/organization/readOrganization";
import type { Organization } from "../../../access/organization/organization";

type Raw = Readonly<Record<string, unknown>>;

/** A statement: as IAM has it, or `<action>,<action> <resource>` for one that allows. */
type Statement = string | Raw;

interface Holder {
    readonly may?: readonly Statement[];
    /** ARNs of managed policies. */
    readonly attached?: readonly string[];
    /** ARN of a managed policy. */
    readonly boundary?: string;
    readonly tags?: Readonly<Record<string, string>>;
}

/** An account of a case, by name or path and name. */
export interface SmallAccount {
    /** @default what its name says */
    readonly environment?: string;
    readonly users?: Readonly<
        Record<string, Holder & { readonly groups?: readonly string[]; readonly id?: string }>
    >;
    readonly roles?: Readonly<
        Record<
            string,
            Holder & {
                readonly trust?: readonly Statement[];
                readonly id?: string;
                /** @default true */
                readonly hasInstanceProfile?: boolean;
            }
        >
    >;
    readonly groups?: Readonly<Record<string, Holder>>;
    /** Statements of the default version, and of the others. */
    readonly policies?: Readonly<
        Record<
            string,
            { readonly says: readonly Statement[]; readonly said?: readonly Statement[] }
        >
    >;
    /** As accounts.json has them. @default none */
    readonly secrets?: readonly Raw[] | "not listed";
    readonly organizationId?: string;
    /** Statements of one service control policy. */
    readonly controls?: readonly Statement[];
    /** Statements of one resource control policy. */
    readonly resourceControls?: readonly Raw[];
}

/** By name; see `accountIds`. */
export type SmallOrganization = Readonly<Record<string, SmallAccount>>;

export const accountIds: Readonly<Record<string, string>> = {
    state: "111111111111",
    nonprod: "222222222222",
    prod: "333333333333",
    nonprod2: "444444444444",
    unregistered: "999999999999",
};
const accountNames = new Map(Object.entries(accountIds).map(([name, id]) => [id, name]));

const shortArn = new RegExp(
    `^(${Object.keys(accountIds).join("|")})/(root|(?:user|role|group|policy)/.*)$`,
);

/** `nonprod/role/Tool` is role Tool of account nonprod, `nonprod/root` the account's root. */
const longArn = (text: string, partition: string): string => {
    const [, name = "", rest] = shortArn.exec(text) ?? [];
    return rest === undefined ? text : `arn:${partition}:iam::${accountIds[name] ?? ""}:${rest}`;
};

/** The reverse of `longArn`. */
export const shorten = (arn: string): string =>
    arn.replace(/^arn:[^:]+:iam::(\d{12}):/, (whole, id: string) => {
        const name = accountNames.get(id);
        return name === undefined ? whole : `${name}/`;
    });

/** ARNs in a value, written out. */
function written(value: unknown, partition: string): unknown {
    if (typeof value === "string") return longArn(value, partition);
    if (Array.isArray(value)) return value.map((one) => written(one, partition));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
        Object.entries(value).map(([key, one]) => [key, written(one, partition)]),
    );
}

const allow = (statement: Statement): Raw => {
    if (typeof statement !== "string") return statement;
    const [actions = "", resource = "*"] = statement.split(" ");
    return { Effect: "Allow", Action: actions.split(","), Resource: resource };
};

const trusts = (statement: Statement): Raw =>
    typeof statement !== "string"
        ? statement
        : {
              Effect: "Allow",
              Principal: /\.amazonaws\.com(\.cn)?$/.test(statement)
                  ? { Service: statement }
                  : { AWS: statement },
              Action: "sts:AssumeRole",
          };

const documentOf = (statements: readonly Raw[]): Raw => ({
    Version: "2012-10-17",
    Statement: statements,
});

/** The documents of an organization, as `readOrganization` takes them. */
export function documentsOf(
    organization: SmallOrganization,
    partition = "aws",
    settings: Raw = {},
): { readonly accounts: Raw; readonly detailsOf: ReadonlyMap<string, unknown> } {
    const entries = Object.entries(organization);
    const accounts = entries.map(([name, account]) => [
        accountIds[name],
        {
            name,
            environment: account.environment ?? name.replace(/\d/, ""),
            ...(account.secrets === "not listed" ? {} : { secrets: account.secrets ?? [] }),
            ...(account.organizationId === undefined
                ? {}
                : { organizationId: account.organizationId }),
            ...(account.controls === undefined
                ? {}
                : { serviceControlPolicies: [[documentOf(account.controls.map(allow))]] }),
            ...(account.resourceControls === undefined
                ? {}
                : { resourceControlPolicies: [[documentOf(account.resourceControls)]] }),
        },
    ]);
    const details = entries.map(
        ([name, account]) => [accountIds[name] ?? "", detailsOf(name, account)] as const,
    );
    return {
        accounts: written({ ...Object.fromEntries(accounts), ...settings }, partition) as Raw,
        detailsOf: new Map(details.map(([id, raw]) => [id, written(raw, partition)])),
    };
}

/** @param settings of accounts.json, beside its accounts */
export function organizationOf(
    organization: SmallOrganization,
    partition?: string,
    settings?: Raw,
): Organization {
    const { accounts, detailsOf: details } = documentsOf(organization, partition, settings);
    return readOrganization(accounts, details);
}

function detailsOf(account: string, { users, roles, groups, policies }: SmallAccount): Raw {
    const list = <T>(
        type: string,
        things: Readonly<Record<string, T>> | undefined,
        make: (thing: T) => Raw,
    ): Raw[] =>
        Object.entries(things ?? {}).map(([path, thing]) => ({
            Arn: `${account}/${type}/${path}`,
            [`${type.charAt(0).toUpperCase()}${type.slice(1)}Name`]: path.replace(/^.*\//, ""),
            ...make(thing),
        }));
    const versionOf = (id: string, statements: readonly Statement[], isDefault: boolean): Raw => ({
        VersionId: id,
        IsDefaultVersion: isDefault,
        Document: documentOf(statements.map(allow)),
    });
    return {
        UserDetailList: list("user", users, ({ groups: memberOf = [], id, ...user }) => ({
            ...held("User", user),
            GroupList: memberOf,
            ...(id === undefined ? {} : { UserId: id }),
        })),
        RoleDetailList: list(
            "role",
            roles,
            ({ trust = [], id, hasInstanceProfile = true, ...role }) => ({
                ...held("Role", role),
                ...(id === undefined ? {} : { RoleId: id }),
                AssumeRolePolicyDocument: documentOf(trust.map(trusts)),
                InstanceProfileList: hasInstanceProfile ? [{ InstanceProfileName: "profile" }] : [],
            }),
        ),
        GroupDetailList: list("group", groups, (group) => held("Group", group)),
        Policies: list("policy", policies, ({ says, said }) => ({
            PolicyVersionList: [
                versionOf("v2", says, true),
                ...(said === undefined ? [] : [versionOf("v1", said, false)]),
            ],
        })),
    };
}

const held = (type: string, { may = [], attached = [], boundary, tags = {} }: Holder): Raw => ({
    [`${type}PolicyList`]:
        may.length === 0
            ? []
            : [{ PolicyName: "inline", PolicyDocument: documentOf(may.map(allow)) }],
    AttachedManagedPolicies: attached.map((arn) => ({ PolicyArn: arn })),
    ...(boundary === undefined
        ? {}
        : {
              PermissionsBoundary: {
                  PermissionsBoundaryType: "Policy",
                  PermissionsBoundaryArn: boundary,
              },
          }),
    Tags: Object.entries(tags).map(([key, value]) => ({ Key: key, Value: value })),
});
