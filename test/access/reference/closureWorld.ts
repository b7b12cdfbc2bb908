/** A document, statement or entry as written. */
export type Raw = Record<string, unknown>;

/** An account's authorization details, as the AWS CLI prints them. */
export interface RawDetails {
    readonly UserDetailList: RawPrincipal[];
    readonly GroupDetailList: RawHolder[];
    readonly RoleDetailList: RawPrincipal[];
    readonly Policies: RawPolicy[];
}

export interface RawHolder {
    readonly Arn: string;
    readonly [inlineList: `${string}PolicyList`]: RawInline[];
    readonly AttachedManagedPolicies: { readonly PolicyArn: string }[];
}

export interface RawPrincipal extends RawHolder {
    readonly GroupList?: string[];
    AssumeRolePolicyDocument?: RawDocument;
    PermissionsBoundary?: { readonly PermissionsBoundaryArn: string };
}

export interface RawInline {
    readonly PolicyName: string;
    readonly PolicyDocument: RawDocument;
}

export interface RawPolicy {
    readonly Arn: string;
    readonly PolicyVersionList: { readonly IsDefaultVersion: boolean; Document: RawDocument }[];
}

export interface RawDocument {
    readonly Version: "2012-10-17";
    readonly Statement: Raw[];
}

/** The documents as an attacker has changed them, and whom it controls. */
export interface ClosureWorld {
    /** By account id. */
    readonly details: Readonly<Record<string, RawDetails>>;
    /** ARNs of users and roles. */
    readonly controlled: string[];
}

export const everything: RawDocument = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};

export const administratorAccess = "arn:aws:iam::aws:policy/AdministratorAccess";

export const accountOf = (arn: string): string => arn.split(":")[4] ?? "";
export const nameOf = (arn: string): string => arn.split("/").at(-1) ?? "";
export const kindOf = (arn: string): "user" | "role" => (arn.includes(":role/") ? "role" : "user");

/** The lists of an account. */
export const detailsIn = ({ details }: ClosureWorld, accountId: string): RawDetails =>
    details[accountId] ?? {
        UserDetailList: [],
        GroupDetailList: [],
        RoleDetailList: [],
        Policies: [],
    };

export function principalOf(world: ClosureWorld, arn: string): RawPrincipal | undefined {
    const { UserDetailList, RoleDetailList } = detailsIn(world, accountOf(arn));
    return [...UserDetailList, ...RoleDetailList].find((principal) => principal.Arn === arn);
}

/** A managed policy's default version. */
export function managedDocument(
    world: ClosureWorld,
    accountId: string,
    arn: string,
): RawDocument | undefined {
    if (arn === administratorAccess) return everything;
    const policy = detailsIn(world, accountId).Policies.find((known) => known.Arn === arn);
    return policy?.PolicyVersionList.find((version) => version.IsDefaultVersion)?.Document;
}

const inlineLists = ["UserPolicyList", "RolePolicyList", "GroupPolicyList"] as const;

export const inlineOf = (holder: RawHolder): RawInline[] =>
    inlineLists.flatMap((list) => holder[list] ?? []);

/** What a user, role or group holds itself. */
export const documentsOfHolder = (world: ClosureWorld, holder: RawHolder): RawDocument[] => [
    ...inlineOf(holder).map((policy) => policy.PolicyDocument),
    ...holder.AttachedManagedPolicies.flatMap(
        ({ PolicyArn }) => managedDocument(world, accountOf(holder.Arn), PolicyArn) ?? [],
    ),
];

/** All identity policies of a user or role. */
export function identityDocumentsOf(world: ClosureWorld, principal: RawPrincipal): RawDocument[] {
    const groups = detailsIn(world, accountOf(principal.Arn)).GroupDetailList.filter((group) =>
        principal.GroupList?.includes(nameOf(group.Arn)),
    );
    return [principal, ...groups].flatMap((holder) => documentsOfHolder(world, holder));
}

/** A copy that can be changed. Documents themselves are only ever replaced. */
export const copyOf = ({ details, controlled }: ClosureWorld): ClosureWorld => ({
    controlled: [...controlled],
    details: Object.fromEntries(
        Object.entries(details).map(([id, lists]) => [
            id,
            {
                UserDetailList: lists.UserDetailList.map(copyOfHolder),
                GroupDetailList: lists.GroupDetailList.map(copyOfHolder),
                RoleDetailList: lists.RoleDetailList.map(copyOfHolder),
                Policies: lists.Policies.map(({ Arn, PolicyVersionList }) => ({
                    Arn,
                    PolicyVersionList: PolicyVersionList.map((version) => ({ ...version })),
                })),
            },
        ]),
    ),
});

/** A copy whose lists can be added to. */
const copyOfHolder = <H extends RawHolder>(holder: H): H =>
    Object.fromEntries(
        Object.entries(holder).map(([key, value]: [string, unknown]) => [
            key,
            Array.isArray(value) ? [...(value as unknown[])] : value,
        ]),
    ) as unknown as H;
