/**
 * Names, paths and ARNs, as pure functions: what an ARN will be is known before anything is deployed, so trust can be
 * checked at preview. Paths and names are those that the platform's other pipelines already use.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */

/** What account a resource lives in, as far as its ARN shows. */
export interface AccountScope {
    /** `aws`, `aws-us-gov` or `aws-cn`. */
    readonly partition: string;
    /** What every name and path of the platform begins with, e.g. `PSK`. */
    readonly prefix: string;
    /** 12 digits. */
    readonly accountId: string;
}

/** Whom an identity stands for: automation or a human being. */
export type IdentityKind = "serviceAccount" | "person";

/** How far an identity may reach: `nonprod` accounts alone, or every account. */
export type TrustClass = "nonprod" | "prod";

export const trustClasses: readonly TrustClass[] = ["nonprod", "prod"];

export const rolePath = (prefix: string): string => `/${prefix}Roles/`;
export const policyPath = (prefix: string): string => `/${prefix}Policies/`;
export const groupPath = (prefix: string): string => `/${prefix}Groups/`;

/** Path of the roles that platform pipelines create beside the catalogue, always with the permissions boundary. */
export const workloadRolePath = (prefix: string): string => `/${prefix}WorkloadRoles/`;
export const workloadPolicyPath = (prefix: string): string => `/${prefix}WorkloadPolicies/`;

/** Path of the users of one kind, whatever their trust class, e.g. `/PSKServiceAccounts/`. */
export const userRootPath = (prefix: string, kind: IdentityKind): string =>
    kind === "person" ? `/${prefix}People/` : `/${prefix}ServiceAccounts/`;

/** Path of a user. It ends in the trust class, so that an ARN alone tells its class. */
export const userPath = (prefix: string, kind: IdentityKind, trustClass: TrustClass): string =>
    `${userRootPath(prefix, kind)}${trustClass}/`;

/** What every credential secret's name begins with, e.g. `PSKServiceAccounts/`. */
export const secretPath = (prefix: string): string => `${prefix}ServiceAccounts/`;

/** An ARN of the IAM service, e.g. `arn:aws:iam::111111111111:role/PSKRoles/PSKPlatformVPCRole`. */
export const iamArn = (scope: AccountScope, resource: string): string =>
    `arn:${scope.partition}:iam::${scope.accountId}:${resource}`;

export const roleName = (scope: AccountScope, role: string): string => `${scope.prefix}${role}`;

export const roleArn = (scope: AccountScope, role: string): string =>
    iamArn(scope, `role${rolePath(scope.prefix)}${roleName(scope, role)}`);

export const policyArn = (scope: AccountScope, name: string): string =>
    iamArn(scope, `policy${policyPath(scope.prefix)}${name}`);

export const boundaryName = (prefix: string): string => `${prefix}PermissionsBoundary`;

/** The permissions boundary of every role in the account. */
export const boundaryArn = (scope: AccountScope): string =>
    policyArn(scope, boundaryName(scope.prefix));

// IAM's 64 characters for the name of a user or role, less the longest prefix.
const longestName = 48;
const namePattern = /^[\w+=,.@-]+$/;

/**
 * Faults of the names of one kind of thing: characters, length, and names that IAM doesn't tell apart.
 *
 * @param kind what they name, e.g. `role`
 * @param names without the prefix
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function nameFaults(kind: string, names: readonly string[]): string[] {
    const faults: string[] = [];
    const seen = new Map<string, string>();
    for (const name of names) {
        if (!namePattern.test(name) || name.length > longestName) {
            faults.push(
                `${kind} "${name}": a name must be 1 to ${longestName} letters, digits or +=,.@_- (the prefix is added)`,
            );
        }
        const twin = seen.get(name.toLowerCase());
        if (twin !== undefined) {
            faults.push(
                `${kind} "${name}" is there already as "${twin}"; IAM's names don't differ by case`,
            );
        }
        seen.set(name.toLowerCase(), name);
    }
    return faults;
}
