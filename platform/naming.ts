/**
 * Names, paths and ARNs as pure functions: ARNs are known before the deployment, so that trust policies can be checked in a
 * preview. Paths and names are those that the platform's other pipelines already use.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */

/** The account of a resource, as far as it is part of the ARN. */
export interface AccountScope {
    /** E.g. `aws`; see partitions.ts. */
    readonly partition: string;
    /** Prefix of every name and path of the platform, e.g. `PSK`. */
    readonly prefix: string;
    /** 12 digits. */
    readonly accountId: string;
    /** Whether teams may have roles in the account. @default false */
    readonly hasTeams?: boolean;
}

/** Kind of IAM user: automation or a person. */
export type UserKind = "serviceAccount" | "person";

/** Kind of identity that enters by a role of the state account and has no key: a pipeline, or a group of federated people. */
export type EntryKind = "pipeline" | "federatedGroup";

/** Kind of identity. */
export type IdentityKind = UserKind | EntryKind;

/** Which accounts an identity may reach: `nonprod` accounts only, or every account. */
export type TrustClass = "nonprod" | "prod";

export const trustClasses: readonly TrustClass[] = ["nonprod", "prod"];

export const rolePath = (prefix: string): string => `/${prefix}Roles/`;
export const policyPath = (prefix: string): string => `/${prefix}Policies/`;
export const groupPath = (prefix: string): string => `/${prefix}Groups/`;

/**
 * Path of the managed policies that groups and entry roles assume roles by, where one inline policy is too short. It ends in the
 * trust class, as a user's does.
 */
export const assumePolicyPath = (prefix: string, trustClass: TrustClass): string =>
    `${policyPath(prefix)}assume/${trustClass}/`;

/** Path of the roles that platform pipelines create beside the catalogue, always with the permissions boundary. */
export const workloadRolePath = (prefix: string): string => `/${prefix}WorkloadRoles/`;
export const workloadPolicyPath = (prefix: string): string => `/${prefix}WorkloadPolicies/`;

/** Path of the users of one kind, whatever their trust class, e.g. `/PSKServiceAccounts/`. */
export const userRootPath = (prefix: string, kind: UserKind): string =>
    kind === "person" ? `/${prefix}People/` : `/${prefix}ServiceAccounts/`;

/** Path of a user. It ends in the trust class, so that an ARN contains the class. */
export const userPath = (prefix: string, kind: UserKind, trustClass: TrustClass): string =>
    `${userRootPath(prefix, kind)}${trustClass}/`;

/** Path of the pipelines' entry roles, whatever their trust class, e.g. `/PSKPipelines/`. */
export const pipelineRootPath = (prefix: string): string => `/${prefix}Pipelines/`;

/** Paths of all entry roles, whatever their trust class. Those of people are below `/PSKPeople/`, as people's users are. */
export const entryRootPaths = (prefix: string): readonly string[] => [
    pipelineRootPath(prefix),
    userRootPath(prefix, "person"),
];

/** Path of an entry role. It ends in the trust class, as a user's does. */
export const entryPath = (prefix: string, kind: EntryKind, trustClass: TrustClass): string =>
    kind === "pipeline"
        ? `${pipelineRootPath(prefix)}${trustClass}/`
        : userPath(prefix, "person", trustClass);

/** Prefix of every credential secret's name, e.g. `PSKServiceAccounts/`. */
export const secretPath = (prefix: string): string => `${prefix}ServiceAccounts/`;

/** An ARN of the IAM service, e.g. `arn:aws:iam::111111111111:role/PSKRoles/PSKPlatformVPCRole`. */
export const iamArn = (scope: AccountScope, resource: string): string =>
    `arn:${scope.partition}:iam::${scope.accountId}:${resource}`;

export const roleName = (scope: AccountScope, role: string): string => `${scope.prefix}${role}`;

export const roleArn = (scope: AccountScope, role: string): string =>
    iamArn(scope, `role${rolePath(scope.prefix)}${roleName(scope, role)}`);

/** Path of the role for emergencies: apart from the catalogue, so that no pattern of the catalogue's roles covers it. */
export const breakGlassPath = (prefix: string): string => `/${prefix}BreakGlass/`;

export const breakGlassRoleName = (prefix: string): string => `${prefix}BreakGlassRole`;

/** The role for emergencies of an account. */
export const breakGlassRoleArn = (scope: AccountScope): string =>
    iamArn(scope, `role${breakGlassPath(scope.prefix)}${breakGlassRoleName(scope.prefix)}`);

/** Name of the rule and topic that tell of each use. */
export const breakGlassAlarmName = (prefix: string): string => `${prefix}BreakGlassAlarm`;

/** Name of the trail of each account. */
export const auditTrailName = (prefix: string): string => `${prefix}AuditTrail`;

/** What all names of alarms and their rules match, and no other's. */
export const alarmNames = (prefix: string): string => `${prefix}*Alarm*`;

/** Name of the topic of the audit trail's alarms, and what the names of their rules begin with. */
export const auditAlarmName = (prefix: string): string => `${prefix}AuditAlarm`;

/** Bucket of all accounts' trails. A bucket's name is no other's in the partition, and has no capitals. @param id of the state account */
export const auditBucketName = (prefix: string, id: string): string =>
    `${prefix.toLowerCase()}-${id}-audit-trail`;

export const policyArn = (scope: AccountScope, name: string): string =>
    iamArn(scope, `policy${policyPath(scope.prefix)}${name}`);

export const boundaryName = (prefix: string): string => `${prefix}PermissionsBoundary`;

/** Path of the permissions boundaries of teams. The role of this project may give them to roles, as it may the platform's. */
export const teamBoundaryPath = (prefix: string): string => `${policyPath(prefix)}boundaries/`;

export const teamBoundaryName = (prefix: string, namePrefix: string): string =>
    `${prefix}${namePrefix}PermissionsBoundary`;

/**
 * The permissions boundaries that catalogue roles and teams' roles have. Those of teams are a pattern, and only there where teams
 * are: whatever fits a pattern is one more that the proof must try.
 */
export const roleBoundaryArns = (scope: AccountScope): string[] => [
    boundaryArn(scope),
    ...(scope.hasTeams === true ? [iamArn(scope, `policy${teamBoundaryPath(scope.prefix)}*`)] : []),
];

/** The permissions boundary of a team's roles in the account. @param namePrefix the team's */
export const teamBoundaryArn = (scope: AccountScope, namePrefix: string): string =>
    iamArn(
        scope,
        `policy${teamBoundaryPath(scope.prefix)}${teamBoundaryName(scope.prefix, namePrefix)}`,
    );

/** The permissions boundary of every role in the account, but for teams' roles. */
export const boundaryArn = (scope: AccountScope): string =>
    policyArn(scope, boundaryName(scope.prefix));

export const pipelineBoundaryName = (prefix: string): string => `${prefix}PipelineBoundary`;

/** The permissions boundary of every entry role. */
export const pipelineBoundaryArn = (scope: AccountScope): string =>
    policyArn(scope, pipelineBoundaryName(scope.prefix));

/** An identity provider of an account. @param address of the issuer, without `https://` */
export const oidcProviderArn = (scope: AccountScope, address: string): string =>
    iamArn(scope, `oidc-provider/${address}`);

/** IAM name of a SAML provider: it has no path, so its prefix says that it is the platform's. */
export const samlProviderName = (prefix: string, provider: string): string =>
    `${prefix}${provider}`;

/** A SAML provider of an account. @param provider without the prefix */
export const samlProviderArn = (scope: AccountScope, provider: string): string =>
    iamArn(scope, `saml-provider/${samlProviderName(scope.prefix, provider)}`);

/**
 * Name of a federated group's permission set. It says the trust class, since the path of the role that Identity Center makes of it
 * doesn't: `PSKProd-Operators`.
 */
export const permissionSetName = (prefix: string, trustClass: TrustClass, name: string): string =>
    `${prefix}${trustClass === "prod" ? "Prod" : "Nonprod"}-${name}`;

/** Tag of a permission set: the ARN of the role that Identity Center made of it, once it is known. The plan reads it. */
export const roleArnTag = "RoleArn";

/**
 * Start of the ARN of a permission set's role in the state account; 16 digits of Identity Center's follow it.
 *
 * @param region home region of Identity Center: a path of its own but for us-east-1
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
export const reservedRoleStart = (
    state: AccountScope,
    region: string,
    permissionSet: string,
): string =>
    iamArn(
        state,
        `role/aws-reserved/sso.amazonaws.com/${region === "us-east-1" ? "" : `${region}/`}AWSReservedSSO_${permissionSet}_`,
    );

// IAM's 64 characters for the name of a user or role, less the longest prefix.
const longestName = 48;
const namePattern = /^[\w+=,.@-]+$/;

/**
 * Faults of the names of one kind of thing: characters, length, and names that differ only by case, which IAM ignores.
 *
 * @param kind of the named resources, e.g. `role`
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
                `${kind} "${name}" conflicts with "${twin}"; IAM names are not case-sensitive`,
            );
        }
        seen.set(name.toLowerCase(), name);
    }
    return faults;
}
