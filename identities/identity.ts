import { reaches } from "../platform/environments";
import { entryPath, iamArn, userPath } from "../platform/naming";
import type {
    AccountScope,
    EntryKind,
    IdentityKind,
    TrustClass,
    UserKind,
} from "../platform/naming";
import type { Account } from "../platform/accounts";
import type {
    IdentityCenterGroupSource,
    SamlGroupSource,
    SamlProvider,
} from "./federation/federatedGroup";
import type { PipelineSource } from "./federation/pipeline";

/** An identity of the state account: an IAM user, or an entry role, that can do nothing but assume roles. */
export interface Identity {
    /** IAM name without the prefix: letters, digits and `+=,.@_-`; 64 characters at most, prefix included. */
    readonly name: string;
    /** How far it reaches: `nonprod` accounts alone, or every account. */
    readonly trustClass: TrustClass;
    /**
     * Names of the only roles it may assume, without the prefix, e.g. `["PlatformVPCRole"]`; `PlatformVPCRole@nonprod` is that of one
     * account.
     *
     * @default every role that identities may assume
     */
    readonly roles?: readonly string[];
}

/**
 * A pipeline: an identity without a key. Its system signs a token for each job, and the state account's entry role for it,
 * `/PSKPipelines/<class>/PSK<name>`, admits tokens of exactly this pipeline.
 */
export type Pipeline = Identity & PipelineSource;

/**
 * People who come by federation, as a group of their identity provider's: an identity without a key. By SAML, the state account's
 * entry role for it, `/PSKPeople/<class>/PSK<name>`, admits exactly this group; by IAM Identity Center, its permission set does,
 * `PSK<Class>-<name>`, which is a role of the state account, too.
 */
export type FederatedGroup = Identity & (SamlGroupSource | IdentityCenterGroupSource);

/** A federated group that comes by IAM Identity Center. */
export type IdentityCenterGroup = Identity & IdentityCenterGroupSource;

/** Every identity of the platform. */
export interface IdentityCatalogue {
    /** Automation. Each gets a secret for its access key. */
    readonly serviceAccounts: readonly Identity[];
    /** Human beings who are IAM users. They have no access keys and assume roles only with MFA. */
    readonly people: readonly Identity[];
    /**
     * Automation that enters by its issuer's token and has no key.
     *
     * @default none
     */
    readonly pipelines?: readonly Pipeline[];
    /**
     * Groups of people who come by federation and have neither password nor key in AWS.
     *
     * @default none
     */
    readonly federatedGroups?: readonly FederatedGroup[];
    /**
     * SAML identity providers that those groups come from.
     *
     * @default none
     */
    readonly samlProviders?: readonly SamlProvider[];
}

/** An identity of a known kind. */
export interface KnownIdentity extends Identity {
    readonly kind: IdentityKind;
    /** Of a group of IAM Identity Center: the ARN of its role, which is not the platform's to choose. */
    readonly arn?: string;
}

/** An identity that is an IAM user. */
export interface KnownUser extends KnownIdentity {
    readonly kind: UserKind;
}

/** An identity that enters by a role. */
export interface KnownEntry extends KnownIdentity {
    readonly kind: EntryKind;
}

/** The catalogue as one list: service accounts, people, pipelines, federated groups. */
export function allIdentities({
    pipelines = [],
    federatedGroups = [],
    ...users
}: IdentityCatalogue): readonly KnownIdentity[] {
    const entered = (
        kind: EntryKind,
        list: readonly (Identity & { readonly roleArn?: string })[],
    ): readonly KnownIdentity[] =>
        list.map(({ name, trustClass, roles, roleArn }) => ({
            name,
            trustClass,
            ...(roles === undefined ? {} : { roles }),
            kind,
            ...(roleArn === undefined ? {} : { arn: roleArn }),
        }));
    // Who isn't known by an ARN yet is trusted by no role.
    const known = federatedGroups.filter(
        (group) => group.by === "saml" || group.roleArn !== undefined,
    );
    return [
        ...allUsers(users),
        ...entered("pipeline", pipelines),
        ...entered("federatedGroup", known),
    ];
}

/** The groups of IAM Identity Center. */
export const identityCenterGroups = ({
    federatedGroups = [],
}: Pick<IdentityCatalogue, "federatedGroups">): readonly IdentityCenterGroup[] =>
    federatedGroups.filter((group) => group.by === "identityCenter");

/** The identities that are IAM users, service accounts first. */
export function allUsers(catalogue: IdentityCatalogue): readonly KnownUser[] {
    return [
        ...catalogue.serviceAccounts.map((identity) => ({
            ...identity,
            kind: "serviceAccount" as const,
        })),
        ...catalogue.people.map((identity) => ({ ...identity, kind: "person" as const })),
    ];
}

/** IAM name of an identity's user or entry role, e.g. `PSKNonprodServiceAccount`. */
export const identityName = (prefix: string, identity: Pick<Identity, "name">): string =>
    `${prefix}${identity.name}`;

/** ARN of an identity's user or entry role; `state` is the state account's scope. */
export function identityArn(
    state: AccountScope,
    { kind, trustClass, name, arn }: Omit<KnownIdentity, "roles">,
): string {
    if (arn !== undefined) return arn;
    const { prefix } = state;
    const below =
        kind === "pipeline" || kind === "federatedGroup"
            ? `role${entryPath(prefix, kind, trustClass)}`
            : `user${userPath(prefix, kind, trustClass)}`;
    return iamArn(state, `${below}${identityName(prefix, { name })}`);
}

/** Whether an identity may assume a role, given by its name without prefix, in an account. */
export function mayAssume(
    identity: Pick<Identity, "trustClass" | "roles">,
    account: Account,
    role: string,
): boolean {
    return (
        reaches(identity.trustClass, account.environment) &&
        (identity.roles === undefined || isNamed(identity.roles, role, account))
    );
}

/** Whether a list of roles has a role, of every account or of this one. */
export const isNamed = (
    roles: readonly string[],
    role: string,
    { name }: Pick<Account, "name">,
): boolean => roles.includes(role) || roles.includes(`${role}@${name}`);
