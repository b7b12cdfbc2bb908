import type { PlanDocuments } from "../../../plan/planSource";

/** A platform's documents, open to change. */
export interface Documents {
    readonly accounts: Record<string, RegistryAccount>;
    readonly detailsOf: Map<string, Details>;
}

export interface RegistryAccount {
    readonly name: string;
    readonly environment: string;
    readonly secrets: Secret[];
}

export interface Secret {
    readonly arn: string;
    policy?: PolicyDocument;
    readonly holdsKeyOf?: string;
}

export interface Details {
    readonly UserDetailList: User[];
    readonly GroupDetailList: Group[];
    readonly RoleDetailList: Role[];
    readonly Policies: ManagedPolicy[];
}

interface Attached {
    readonly PolicyArn: string;
}

interface Inline {
    readonly PolicyName: string;
    readonly PolicyDocument: PolicyDocument;
}

export interface User {
    readonly UserName: string;
    readonly Arn: string;
    readonly UserPolicyList: Inline[];
    readonly GroupList: string[];
    readonly AttachedManagedPolicies: Attached[];
    PermissionsBoundary?: { readonly PermissionsBoundaryArn: string };
}

export interface Group {
    readonly GroupName: string;
    readonly Arn: string;
    readonly GroupPolicyList: Inline[];
    readonly AttachedManagedPolicies: Attached[];
}

export interface Role {
    readonly RoleName: string;
    readonly Arn: string;
    readonly AssumeRolePolicyDocument: PolicyDocument;
    readonly RolePolicyList: Inline[];
    readonly AttachedManagedPolicies: Attached[];
    PermissionsBoundary?: { readonly PermissionsBoundaryArn: string };
}

export interface ManagedPolicy {
    readonly PolicyName: string;
    readonly Arn: string;
    readonly PolicyVersionList: { Document: PolicyDocument }[];
}

export interface PolicyDocument {
    readonly Version: "2012-10-17";
    Statement: Statement[];
}

export type Statement = Record<string, unknown>;

export const accountOf = (arn: string): string => arn.split(":")[4] ?? "";

/** A copy that shares nothing with the plan, each document an object. */
export function documentsOf({ accounts, detailsOf }: PlanDocuments): Documents {
    const parsed = Object.entries(accounts).map(([id, account]): [string, unknown] => [
        id,
        {
            ...account,
            secrets: account.secrets.map(({ policy, ...secret }) => ({
                ...secret,
                policy: typeof policy === "string" ? (JSON.parse(policy) as unknown) : policy,
            })),
        },
    ]);
    const copy: unknown = structuredClone({ accounts: Object.fromEntries(parsed), detailsOf });
    return copy as Documents;
}

/** A copy. */
export const copyOf = (documents: Documents): Documents => structuredClone(documents);

/** @throws Error if nothing has the ARN */
export function roleAt({ detailsOf }: Documents, arn: string): Role {
    const roles = detailsOf.get(accountOf(arn))?.RoleDetailList ?? [];
    return found(
        arn,
        roles.find(({ Arn }) => Arn === arn),
    );
}

/** @throws Error if nothing has the ARN */
export function groupAt({ detailsOf }: Documents, arn: string): Group {
    const groups = detailsOf.get(accountOf(arn))?.GroupDetailList ?? [];
    return found(
        arn,
        groups.find(({ Arn }) => Arn === arn),
    );
}

/** @throws Error if nothing has the ARN */
export function userAt({ detailsOf }: Documents, arn: string): User {
    const users = detailsOf.get(accountOf(arn))?.UserDetailList ?? [];
    return found(
        arn,
        users.find(({ Arn }) => Arn === arn),
    );
}

/** A managed policy's document. @throws Error if nothing has the ARN */
export function documentAt({ detailsOf }: Documents, arn: string): PolicyDocument {
    const policies = detailsOf.get(accountOf(arn))?.Policies ?? [];
    const policy = policies.find(({ Arn }) => Arn === arn);
    return found(arn, policy?.PolicyVersionList[0]?.Document);
}

function found<T>(arn: string, one: T | undefined): T {
    if (one === undefined) throw new Error(`there is no ${arn}`);
    return one;
}
