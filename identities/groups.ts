import type { Account } from "../platform/accounts";
import { scopeOf } from "../platform/config";
import type { Settings } from "../platform/config";
import { roleArn } from "../platform/naming";
import type { IdentityKind, TrustClass, UserKind } from "../platform/naming";
import { policyDocument } from "../platform/policyDocument";
import type { PolicyDocument, PolicyStatement } from "../platform/policyDocument";
import { identityName, mayAssume } from "./identity";
import type { KnownUser } from "./identity";
import { selfServiceStatement } from "./selfService";

/** A group and its members, all of one kind, trust class and reach. */
export interface IdentityGroup {
    /** IAM group name, e.g. `PSKNonprodServiceAccountGroup`. */
    readonly name: string;
    readonly kind: UserKind;
    readonly trustClass: TrustClass;
    /** The only roles its members may assume, if they are limited. */
    readonly roles?: readonly string[];
    /** IAM user names, sorted. */
    readonly members: readonly string[];
}

/**
 * The groups that identities need: one per kind and trust class, and one of its own for each identity that is limited
 * to named roles, so that its group's policy, too, is no wider than the identity may reach.
 */
export function groupsOf(prefix: string, users: readonly KnownUser[]): readonly IdentityGroup[] {
    const groups = new Map<string, IdentityGroup>();
    for (const user of users) {
        const { kind, trustClass, roles } = user;
        const name = groupName(prefix, user);
        const members = [...(groups.get(name)?.members ?? []), identityName(prefix, user)].sort();
        groups.set(name, { name, kind, trustClass, members, ...(roles ? { roles } : {}) });
    }
    return [...groups.values()];
}

/**
 * Name of an identity's group. It begins with the trust class, so that the policy pack knows from the name alone how far
 * the group may reach: `PSKProdServiceAccountGroup`, or `PSKProd-DnsGroup` for the limited identity `Dns`.
 */
export function groupName(prefix: string, { name, kind, trustClass, roles }: KnownUser): string {
    const className = trustClass === "prod" ? "Prod" : "Nonprod";
    if (roles !== undefined) return `${prefix}${className}-${name}Group`;
    return `${prefix}${className}${kind === "person" ? "Person" : "ServiceAccount"}Group`;
}

/** Whom a policy is for: the members of a group, or one pipeline. */
export interface Grantee {
    readonly kind: IdentityKind;
    readonly trustClass: TrustClass;
    /** The only roles they may assume, if they are limited. */
    readonly roles?: readonly string[];
}

/**
 * What a group's members, or a pipeline, may do: assume the roles that their trust class reaches, each by its exact ARN, and for
 * people, with MFA alone, manage their own password and MFA device besides.
 *
 * `sts:TagSession` and `sts:SetSourceIdentity` are part of it because pipelines and people pass session tags and a source
 * identity with the assumption; CloudTrail shows both.
 *
 * @param assumableRoles names, without the prefix, of the catalogue's roles that identities of its class assume in an account
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function groupPolicy(
    settings: Settings,
    assumableRoles: (account: Account) => readonly string[],
    grantee: Grantee,
): PolicyDocument {
    const roleArns = settings.accounts.flatMap((account) =>
        assumableRoles(account)
            .filter((role) => mayAssume(grantee, account, role))
            .map((role) => roleArn(scopeOf(settings, account), role)),
    );
    const assume: PolicyStatement = {
        Sid: "AssumeRoles",
        Effect: "Allow",
        Action: ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"],
        // Entries of the registry that share an account have the same roles.
        Resource: [...new Set(roleArns)].sort(),
    };
    if (grantee.kind !== "person") return policyDocument([assume]);
    return policyDocument([
        { ...assume, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } },
        selfServiceStatement(scopeOf(settings, settings.stateAccount), grantee.trustClass),
    ]);
}
