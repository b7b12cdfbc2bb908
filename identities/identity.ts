import { reaches } from "../platform/environments";
import { iamArn, pipelinePath, userPath } from "../platform/naming";
import type { AccountScope, IdentityKind, TrustClass, UserKind } from "../platform/naming";
import type { Account } from "../platform/accounts";
import type { PipelineSource } from "./federation/pipeline";

/** An identity of the state account: an IAM user, or a pipeline's entry role, that can do nothing but assume roles. */
export interface Identity {
    /** IAM name without the prefix: letters, digits and `+=,.@_-`; 64 characters at most, prefix included. */
    readonly name: string;
    /** How far it reaches: `nonprod` accounts alone, or every account. */
    readonly trustClass: TrustClass;
    /**
     * Names of the only catalogue roles it may assume, without the prefix, e.g. `["PlatformVPCRole"]`.
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

/** Every identity of the platform. */
export interface IdentityCatalogue {
    /** Automation. Each gets a secret for its access key. */
    readonly serviceAccounts: readonly Identity[];
    /** Human beings, where there is no federation. They have no access keys and assume roles only with MFA. */
    readonly people: readonly Identity[];
    /**
     * Automation that enters by its issuer's token and has no key.
     *
     * @default none
     */
    readonly pipelines?: readonly Pipeline[];
}

/** An identity of a known kind. */
export interface KnownIdentity extends Identity {
    readonly kind: IdentityKind;
}

/** An identity that is an IAM user. */
export interface KnownUser extends KnownIdentity {
    readonly kind: UserKind;
}

/** The catalogue as one list: service accounts, people, pipelines. */
export function allIdentities(catalogue: IdentityCatalogue): readonly KnownIdentity[] {
    return [
        ...allUsers(catalogue),
        ...(catalogue.pipelines ?? []).map(({ name, trustClass, roles }) => ({
            name,
            trustClass,
            ...(roles === undefined ? {} : { roles }),
            kind: "pipeline" as const,
        })),
    ];
}

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
    { kind, trustClass, name }: Omit<KnownIdentity, "roles">,
): string {
    const { prefix } = state;
    const below =
        kind === "pipeline"
            ? `role${pipelinePath(prefix, trustClass)}`
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
        (identity.roles === undefined || identity.roles.includes(role))
    );
}
