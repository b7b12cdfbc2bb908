import { scopeOf } from "../platform/config";
import type { Account } from "../platform/accounts";
import type { Settings } from "../platform/config";
import { breakGlassRoleArn, iamArn, roleArn, rolePath } from "../platform/naming";
import type { AccountScope, IdentityKind, TrustClass } from "../platform/naming";
import { policyDocument, policyLength } from "../platform/policyDocument";
import type { PolicyDocument, PolicyStatement } from "../platform/policyDocument";
import { mayAssume } from "./identity";
import { partsOf } from "./parts";
import { selfServiceStatements } from "./selfService";

/** What it takes to assume a role, and to pass session tags and a source identity with it: CloudTrail shows both. */
export const assumeActions: readonly string[] = [
    "sts:AssumeRole",
    "sts:SetSourceIdentity",
    "sts:TagSession",
];

/** Whom a policy is for: the members of a group, or one pipeline. */
export interface Grantee {
    readonly kind: IdentityKind;
    readonly trustClass: TrustClass;
    /** The only roles they may assume, if they are limited. */
    readonly roles?: readonly string[];
}

/** One of the policies by which a grantee assumes roles. */
export interface AssumePolicy {
    /** From 0; the first is always there. Numbers may have gaps. */
    readonly number: number;
    readonly document: PolicyDocument;
}

/**
 * Length of a document, in characters: that of all inline policies of a group together, so that the first fits there.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const longestAssumePolicy = 5_120;

/**
 * What a group's members, or a pipeline, may do, in as many policies as its accounts need. An account's roles are all in one of
 * them: one account more or less changes one policy, and makes or ends at most one (see `partsOf`).
 *
 * @param assumableRoles names, without the prefix, of the catalogue's roles that identities of its class assume in an account
 */
export function assumePolicies(
    settings: Settings,
    assumableRoles: (account: Account) => readonly string[],
    grantee: Grantee,
): readonly AssumePolicy[] {
    const reached = settings.accounts.filter((account) =>
        assumableRoles(account).some((role) => mayAssume(grantee, account, role)),
    );
    // People manage themselves by the first policy. All have room for it, so that all hold as many accounts.
    const document = (accounts: readonly Account[], number = 0): PolicyDocument =>
        assumePolicy(settings, assumableRoles, grantee, accounts, number === 0);
    const { length } = everyRoleOf(scopeOf(settings, settings.stateAccount));
    return partsOf(
        reached,
        ({ id }) => id,
        // No document is written of far too many accounts, which would take long.
        (accounts) =>
            accounts.length * length <= longestAssumePolicy &&
            policyLength(document(accounts)) <= longestAssumePolicy,
    ).map(({ number, items }) => ({ number, document: document(items, number) }));
}

/**
 * One such policy: assume the roles that the trust class reaches in some accounts, each by its exact ARN, and for people, with MFA
 * alone. Where the ARNs are too long together, it allows each account's roles and denies all but those that are named: the same
 * roles, in a length that doesn't grow with accounts times roles.
 *
 * @param isFirst whether people may manage their own password and MFA device by it
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function assumePolicy(
    settings: Settings,
    assumableRoles: (account: Account) => readonly string[],
    grantee: Grantee,
    accounts: readonly Account[] = settings.accounts,
    isFirst = true,
): PolicyDocument {
    const isPerson = grantee.kind === "person";
    const state = scopeOf(settings, settings.stateAccount);
    const allow = (Resource: string[]): PolicyStatement => ({
        Sid: "AssumeRoles",
        Effect: "Allow",
        Action: [...assumeActions],
        // Entries of the registry that share an account have the same roles.
        Resource: [...new Set(Resource)].sort(),
        ...(isPerson ? { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } } : {}),
    });
    const document = (statements: PolicyStatement[]): PolicyDocument =>
        policyDocument([
            ...statements,
            ...(isPerson && isFirst ? selfServiceStatements(state, grantee.trustClass) : []),
        ]);

    const granted = accounts.map((account) => ({
        scope: scopeOf(settings, account),
        roles: assumableRoles(account).filter((role) => mayAssume(grantee, account, role)),
    }));
    const exact = document([
        allow(granted.flatMap(({ scope, roles }) => roles.map((role) => roleArn(scope, role)))),
    ]);
    if (policyLength(exact) <= longestAssumePolicy) return exact;

    const all = [...new Set(granted.flatMap(({ roles }) => roles))];
    return document([
        allow(
            granted.flatMap(({ scope, roles }) =>
                roles.length === all.length
                    ? [everyRoleOf(scope)]
                    : roles.map((role) => roleArn(scope, role)),
            ),
        ),
        {
            Sid: "NoOtherRoles",
            Effect: "Deny",
            Action: [...assumeActions],
            // Emergency access is another group's.
            NotResource: [
                ...all.map((role) => roleArn({ ...state, accountId: "*" }, role)),
                ...(isPerson && settings.breakGlass !== undefined
                    ? [breakGlassRoleArn({ ...state, accountId: "*" })]
                    : []),
            ].sort(),
        },
    ]);
}

/** Every role of an account's catalogue. */
const everyRoleOf = (scope: AccountScope): string =>
    iamArn(scope, `role${rolePath(scope.prefix)}*`);
